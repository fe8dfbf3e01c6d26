// What each channel brings at every draw, one channel after another and geo by geo, so that memory holds the weeks of one channel at a time.

import { cadences } from "../../data/panel/index.ts";
import { sum } from "../../numerics/index.ts";
import { overDraws } from "../../mmm/response/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import { sharesOfGeos } from "./geo-figures.ts";
import { modelGeos, type ModelGeo } from "./geos.ts";
import { type Period, rowsOf } from "./period.ts";
import { channelFigures, parameterPositions } from "./channel-figures.ts";
import { sharedProgram } from "./shared-programs.ts";
import { adstockOf } from "../../mmm/specification/index.ts";
import { laterShare } from "../../mmm/terms/index.ts";
import { addTo, transposed, type Transposed } from "./transposed.ts";
import { isLatent, spendCells, spendDraws, spendOf } from "./true-spend.ts";
import { worthOf } from "./worth.ts";

/** Effects after the table's last row are counted until this much of the advertising stock is left at the slowest draw, but no longer than is followed at the cadence. */
const stockLeft = 0.001;

/**
 * Constant spend per week, of all geos together, at which a steady curve is asked for; in the table's own units. Each geo has its share of the
 * spend of the period.
 */
export type LevelsOf = (channel: number) => readonly number[];

export interface ChannelDrawsRequest {
  readonly period: Period;
  /** Contributions of every week of the period; otherwise only their sum. */
  readonly weekly: boolean;
  /** Numbers, above 0, by which the spend of the period is multiplied; none by default. */
  readonly factors?: readonly number[];
  /** Levels of constant spend above 0, equally many for each channel. */
  readonly levels?: LevelsOf;
  /** Totals of each geo too; default false. */
  readonly byGeo?: boolean;
}

/** Totals of a channel in one geo, a number for each draw. Sums over the geos are the totals of the channel; of the marginal return, weighted by spend. */
export interface GeoDraws
  extends Pick<ChannelDraws, "spend" | "spendDraws" | "contribution" | "inTable" | "withCarryOver" | "marginal"> {
  /** Name of the geo; empty for a national table. */
  readonly geo: string;
}

/**
 * Of all geos together, in the table's own units; where the table says what each conversion is worth, all but contributions in revenue. Matrices hold one row after another, a row for each week, factor or level, an element for each draw.
 * Of a geo that ends early counts what it brings up to its own last row, and after that row as after the table.
 */
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
  /** In the target: what was earned in the weeks of the period, by whatever spend, in the rows that the geos have. */
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
  /** One for each geo; empty unless asked for. */
  readonly geos: readonly GeoDraws[];
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
  const { spec, posterior } = model;
  const { period, factors = [], levels = () => [], weekly: wantsWeekly, byGeo = false } = request;
  const { count } = posterior;
  const levelCount = levels(0).length;
  const matrices = {
    weekly: transposed(wantsWeekly ? period.to - period.from : 0, count),
    planned: transposed(factors.length, count),
    plannedMarginal: transposed(factors.length, count),
    steady: transposed(levelCount, count),
    steadyMarginal: transposed(levelCount, count),
  };
  const all = Object.values(matrices);

  for (const [index, channel] of spec.channels.entries()) {
    for (const matrix of all) matrix.clear();
    const spend = spendOf(model, index, period);
    const spendOfDraws = spendDraws(model, index, period);
    const tail = tailRows(model, index);
    const shares = sharesOfGeos(model, index, period);
    const paid = paidOf(spend, spendOfDraws);
    const asked = { index, tail, period, factors, levels: levels(index), shares, paid };
    const [contribution, inTable, withCarryOver, slope] = [0, 1, 2, 3].map(() => new Float64Array(count));
    const geos: GeoDraws[] = [];
    for (const geo of modelGeos(model)) {
      const own = geoDraws(model, geo, asked, matrices);
      addTo(contribution, own.contribution);
      addTo(inTable, own.inTable);
      addTo(withCarryOver, own.withCarryOver);
      addTo(slope, own.slope);
      if (byGeo) geos.push(geoTotals(model, geo, own, index, period));
    }
    yield {
      index,
      name: channel.name,
      spend,
      spendDraws: spendOfDraws,
      tail,
      contribution,
      inTable,
      withCarryOver,
      marginal: slope.map((value, i) => value / paid(i)),
      weekly: matrices.weekly.values,
      planned: matrices.planned.values,
      plannedMarginal: matrices.plannedMarginal.values,
      steady: matrices.steady.values,
      steadyMarginal: matrices.steadyMarginal.values,
      geos,
    };
  }
}

/** What is asked of a channel. */
interface ChannelAsked {
  readonly index: number;
  readonly tail: number;
  readonly period: Period;
  readonly factors: readonly number[];
  readonly levels: readonly number[];
  /** Of the spend, by geo. */
  readonly shares: readonly number[];
  /** Spend of the period at a draw, in all geos; NaN where there is none. */
  readonly paid: (draw: number) => number;
}

type ChannelMatrices = Readonly<
  Record<"weekly" | "planned" | "plannedMarginal" | "steady" | "steadyMarginal", Transposed>
>;

/** What a channel brings in one geo at each draw; `slope` by a factor on the geo's spend of the period. */
type OwnDraws = Pick<ChannelDraws, "contribution" | "inTable" | "withCarryOver"> & { readonly slope: Float64Array };

/** Published noise can leave a period without positive spend. */
function paidOf(spend: number, draws: Float64Array | undefined): (draw: number) => number {
  const paid = spend > 0 ? spend : Number.NaN;
  return draws === undefined ? () => paid : (draw) => draws[draw];
}

function geoTotals(
  model: FittedModel,
  geo: ModelGeo,
  { contribution, inTable, withCarryOver, slope }: OwnDraws,
  index: number,
  period: Period,
): GeoDraws {
  const cells = spendCells(model, index);
  const start = geo.index * model.data.rows;
  const spend = sum(cells.subarray(start + period.from, start + period.to));
  const draws = spendDraws(model, index, period, geo.index);
  const paid = paidOf(spend, draws);
  const marginal = slope.map((value, i) => value / paid(i));
  return { geo: geo.name, spend, spendDraws: draws, contribution, inTable, withCarryOver, marginal };
}

/** One channel in one geo over all draws; adds what it brings to the matrices of the channel. */
function geoDraws(
  model: FittedModel,
  geo: ModelGeo,
  { index, tail, period, factors, levels, shares, paid }: ChannelAsked,
  { weekly, planned, plannedMarginal, steady, steadyMarginal }: ChannelMatrices,
): OwnDraws {
  const { spec, design, posterior, latentSpend, data } = model;
  const channel = spec.channels[index];
  const { count, width, values } = posterior;
  const { people } = geo;
  // The geo's table ends with its own last row.
  const weeks = geo.end;
  const [contribution, inTable, withCarryOver, slope] = [0, 1, 2, 3].map(() => new Float64Array(count));
  const own = { contribution, inTable, withCarryOver, slope };
  const { from } = period;
  const { to } = rowsOf({ first: 0, end: weeks }, period);
  const isThere = to > from;
  const share = shares[geo.index];
  const hasLevels = levels.length > 0 && share > 0;
  if (!isThere && !hasLevels) return own;
  const rows = isThere ? { from, to } : { from: 0, to: weeks };
  const worth = worthOf(model, geo, weeks + tail);
  const valued = worth !== undefined;
  const shape = { weeks, tail, ...rows, factors: factors.length, levels: levels.length, valued };
  const program = sharedProgram(model, index, shape);
  const { scale } = design.mediaScales[index];
  const start = (index * design.geos.length + geo.index) * data.rows;
  const inputs = {
    plan: new Float64Array(weeks + tail),
    rest: new Float64Array(weeks + tail),
    factor: factors,
    level: Float64Array.from(levels, (level) => (level * share) / people / scale),
    ...(worth === undefined ? {} : { worth }),
  };
  // Constant spend goes on after the table, where each conversion counts as on average in it.
  const average = worth === undefined ? 1 : worth[weeks + tail - 1];
  const { plan, rest } = inputs;
  rest.set(design.media.subarray(start, start + weeks));
  for (let t = rows.from; t < rows.to; t++) {
    plan[t] = rest[t];
    rest[t] = 0;
  }
  const positions = parameterPositions(spec, channel, posterior, geo.index);
  const latent = isLatent(model, index) ? latentSpend : undefined;
  const channels = spec.channels.length * design.geos.length * data.rows;
  const runs = overDraws(program, {
    data: inputs,
    writeParameters: (draw, parameters) => {
      for (let k = 0; k < positions.length; k++) parameters[k] = values[draw * width + positions[k]];
    },
    writeData:
      latent === undefined
        ? undefined
        : (draw) => {
            for (let t = 0; t < weeks; t++) {
              const inPeriod = t >= rows.from && t < rows.to;
              const known = latent[draw * channels + start + t] / people / scale;
              plan[t] = inPeriod ? known : 0;
              rest[t] = inPeriod ? 0 : known;
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
  const ofLevels = levels.length === 0 ? none : runs.output("steady");
  const levelSlopes = levels.length === 0 ? none : runs.output("steadySlope");
  for (let i = 0; i < count; i++) {
    runs.at(i);
    if (hasLevels) {
      steady.add(i, ofLevels, 0, people * average);
      steadyMarginal.add(i, levelSlopes, 0, (share / scale) * average);
    }
    if (!isThere) continue;
    let earned = 0;
    for (let t = from; t < to; t++) earned += ofWeeks[t];
    contribution[i] = people * earned;
    inTable[i] = people * ofTable[0];
    withCarryOver[i] = people * ofAll[0];
    slope[i] = people * ofScale[0];
    weekly.add(i, ofWeeks, from, people);
    planned.add(i, ofFactors, 0, people);
    plannedMarginal.add(i, factorSlopes, 0, people / paid(i));
  }
  return own;
}
