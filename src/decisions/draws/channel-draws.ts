// What each channel brings at every draw, one channel after another, so that memory holds the weeks of one channel at a time.

import { cadences } from "../../data/panel/index.ts";
import type { Executable } from "../../compile/index.ts";
import { overDraws } from "../../mmm/response/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import type { Period } from "./period.ts";
import { channelFigures, parameterPositions } from "./channel-figures.ts";
import { responseProgram } from "./response-program.ts";
import { adstockOf } from "../../mmm/specification/index.ts";
import { laterShare } from "../../mmm/terms/index.ts";
import { transposed } from "./transposed.ts";
import { isLatent, spendDraws, spendOf } from "./true-spend.ts";

/** Effects after the table's last row are counted until this much of the advertising stock is left at the slowest draw, but no longer than is followed at the cadence. */
const stockLeft = 0.001;

/** Constant spend per week at which a steady curve is asked for; in the table's own units. */
export type LevelsOf = (channel: number) => readonly number[];

export interface ChannelDrawsRequest {
  readonly period: Period;
  /** Contributions of every week of the period; otherwise only their sum. */
  readonly weekly: boolean;
  /** Numbers, above 0, by which the spend of the period is multiplied; none by default. */
  readonly factors?: readonly number[];
  /** Levels of constant spend above 0, equally many for each channel. */
  readonly levels?: LevelsOf;
}

/** In the table's own units. Matrices hold one row after another, a row for each week, factor or level, an element for each draw. */
export interface ChannelDraws {
  readonly index: number;
  readonly name: string;
  /** Spend of the period; its posterior mean where it is unknown. */
  readonly spend: number;
  /** [draw] Spend of the period at each draw; absent where it is known. */
  readonly spendDraws?: Float64Array | undefined;
  /** Rows after the table in which carry-over is counted. */
  readonly tail: number;
  /** [week of the period][draw]; empty unless asked for. Reused for the next channel. */
  readonly weekly: Float64Array;
  /** What was earned in the weeks of the period, by whatever spend. */
  readonly contribution: Float64Array;
  /** What the spend of the period brings up to the table's last row, against no spend in the period. */
  readonly inTable: Float64Array;
  /** The same with what comes after the table's last row when nothing more is spent. */
  readonly withCarryOver: Float64Array;
  /** Derivative of `withCarryOver` with respect to the spend of the period, all its weeks scaled alike. */
  readonly marginal: Float64Array;
  /** [factor][draw]: `withCarryOver` with the period's spend multiplied, and its derivative with respect to the spend. Reused. */
  readonly planned: Float64Array;
  readonly plannedMarginal: Float64Array;
  /** [level][draw]: contribution per week of constant spend in the long run, and its derivative. Reused. */
  readonly steady: Float64Array;
  readonly steadyMarginal: Float64Array;
}

/** Lengths that the tail of infinite adstock may have, so that channels share programs. */
const tailSteps = [8, 16, 32, 64, 104, 182, 364];

/** Rows after the table in which the carry-over of a channel is counted. */
export function tailRows(model: FittedModel, index: number): number {
  const channel = model.spec.channels[index];
  const { adstock } = channel;
  const kind = adstockOf(adstock);
  const window = kind.window(adstock);
  if (window !== "infinite") return window;
  const longest = cadences[model.data.cadence].longestLag;
  // What is left after so many rows of the spend of the last row.
  const { left } = channelFigures(model, channel, ({ alone, group, of }) => ({
    left: laterShare(
      alone,
      group,
      tailSteps.map((rows) => rows - 1),
      of,
    ),
  }));
  const enough = tailSteps.find((_, k) => left[k].every((share) => share <= stockLeft));
  return Math.min(enough ?? longest, longest);
}

/** The draws of every channel in turn; what is marked as reused must be read before the next is asked for. */
export function* channelDraws(model: FittedModel, request: ChannelDrawsRequest): Generator<ChannelDraws> {
  const { spec, design, posterior, latentSpend } = model;
  const channels = spec.channels.length;
  const { period, factors = [], levels = () => [], weekly: wantsWeekly } = request;
  const { weeks } = design;
  const { from, to } = period;
  const { count, width, values } = posterior;
  const rows = to - from;
  const levelCount = levels(0).length;
  const programs = new Map<string, Executable>();
  const weekly = transposed(wantsWeekly ? rows : 0, count);
  const planned = transposed(factors.length, count);
  const plannedMarginal = transposed(factors.length, count);
  const steady = transposed(levelCount, count);
  const steadyMarginal = transposed(levelCount, count);

  for (const [index, channel] of spec.channels.entries()) {
    const tail = tailRows(model, index);
    const { column: _, name: __, ...structure } = channel;
    const key = JSON.stringify([structure, tail]);
    let program = programs.get(key);
    if (program === undefined) {
      const shape = { weeks, tail, from, to, factors: factors.length, levels: levelCount };
      program = responseProgram(spec, channel, design.targetScale.scale, shape);
      programs.set(key, program);
    }
    const { scale } = design.mediaScales[index];
    const data = {
      plan: new Float64Array(weeks + tail),
      rest: new Float64Array(weeks + tail),
      factor: factors,
      level: Float64Array.from(levels(index), (level) => level / scale),
    };
    const { plan, rest } = data;
    rest.set(design.media.subarray(index * weeks, (index + 1) * weeks));
    for (let t = from; t < to; t++) {
      plan[t] = rest[t];
      rest[t] = 0;
    }

    const positions = parameterPositions(spec, channel, posterior);
    const spend = spendOf(model, index, period);
    const latent = isLatent(model, index) ? latentSpend : undefined;
    const spendOfDraws = spendDraws(model, index, period);
    // Published noise can leave a period without positive spend.
    let paid = spend > 0 ? spend : Number.NaN;
    const [contribution, inTable, withCarryOver, marginal] = [0, 1, 2, 3].map(() => new Float64Array(count));
    const runs = overDraws(program, {
      data,
      writeParameters: (draw, parameters) => {
        for (let k = 0; k < positions.length; k++) parameters[k] = values[draw * width + positions[k]];
      },
      writeData:
        latent === undefined
          ? undefined
          : (draw) => {
              const start = (draw * channels + index) * weeks;
              for (let t = 0; t < weeks; t++) {
                const inPeriod = t >= from && t < to;
                plan[t] = inPeriod ? latent[start + t] / scale : 0;
                rest[t] = inPeriod ? 0 : latent[start + t] / scale;
              }
            },
    });
    const ofWeeks = runs.output("contribution");
    const ofTable = runs.output("inTable");
    const ofAll = runs.output("withCarryOver");
    const ofScale = runs.output("marginal");
    const none = new Float64Array(0);
    const ofFactors = factors.length === 0 ? none : runs.output("planned");
    const factorSlopes = factors.length === 0 ? none : runs.output("plannedSlope");
    const ofLevels = levelCount === 0 ? none : runs.output("steady");
    const levelSlopes = levelCount === 0 ? none : runs.output("steadySlope");
    for (let i = 0; i < count; i++) {
      runs.at(i);
      if (spendOfDraws !== undefined) paid = spendOfDraws[i];
      let total = 0;
      for (let t = from; t < to; t++) total += ofWeeks[t];
      contribution[i] = total;
      inTable[i] = ofTable[0];
      withCarryOver[i] = ofAll[0];
      marginal[i] = ofScale[0] / paid;
      weekly.put(i, ofWeeks, from, 1);
      planned.put(i, ofFactors, 0, 1);
      plannedMarginal.put(i, factorSlopes, 0, 1 / paid);
      steady.put(i, ofLevels, 0, 1);
      steadyMarginal.put(i, levelSlopes, 0, 1 / scale);
    }
    const reused = {
      weekly: weekly.values,
      planned: planned.values,
      plannedMarginal: plannedMarginal.values,
      steady: steady.values,
      steadyMarginal: steadyMarginal.values,
    };
    const known = { index, name: channel.name, spend, spendDraws: spendOfDraws, tail };
    yield { ...known, contribution, inTable, withCarryOver, marginal, ...reused };
  }
}
