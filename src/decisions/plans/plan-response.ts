// What plans bring, draw by draw: revenue of each channel over the horizon and until its carry-over has faded, with derivatives
// with respect to the spend of every period. Compiled from the graph of the model.

import { cadences } from "../../data/panel/index.ts";
import { planSettings } from "../../settings/index.ts";
import { sum } from "../../numerics/index.ts";
import type { Executable } from "../../compile/index.ts";
import * as g from "../../graph/index.ts";
import { sumOver } from "../../mmm/axes/index.ts";
import {
  executableOf,
  overDraws,
  responseGraph,
  statesOf,
  stateGraph,
  thinned,
  windowOf,
} from "../../mmm/response/index.ts";
import { driverOf } from "../../mmm/specification/index.ts";
import { laterShare } from "../../mmm/terms/index.ts";
import {
  averageWorth,
  channelFigures,
  type FittedModel,
  drivingCells,
  modelGeos,
  spendCells,
  spendWriter,
} from "../draws/index.ts";
import { type PlanLine, planLines } from "./plan-lines.ts";

/** Draws that decisions are computed on unless more are asked for: Monte Carlo error is then 3% of a posterior standard deviation. */
export const defaultPlanDraws: number = planSettings.draws.default;

/** Carry-over is followed until at most this share of it is still to come. */
export const shareLeftOut = 0.01;

/**
 * What happens after the horizon: nothing more is spent, and what was spent goes on working for `periods` periods. They are
 * as many as it takes until, in the mean over the draws, at most 1% of the carry-over of spend in the last period is still to come, in
 * every channel; at most 52 weeks or 182 days.
 */
export interface CarryOut {
  readonly periods: number;
  /** Whether the limit cut it short. */
  readonly capped: boolean;
  /** Share of the carry-over of the last period's spend that comes later and is not counted, mean over the draws. */
  readonly leftOut: readonly { readonly name: string; readonly share: number }[];
}

/** Channels of which more than that share is still to come. */
export function cutShort({ leftOut }: CarryOut): readonly string[] {
  return leftOut.filter(({ share }) => share > shareLeftOut).map(({ name }) => name);
}

export interface PlanResponseSettings {
  /** Periods that are planned. */
  readonly horizon: number;
  /** Draws, taken evenly from all; default 1000. */
  readonly draws?: number;
  /** Default: one for each channel. */
  readonly lines?: readonly PlanLine[];
  /** Periods after the horizon that count; default until carry-over has faded. */
  readonly carryOut?: number;
}

export interface PlanResponse {
  /** Names of the lines: of channels, or of channels in geos. */
  readonly channels: readonly string[];
  readonly horizon: number;
  readonly draws: number;
  readonly carryOut: CarryOut;
  /**
   * Revenue of each line over the horizon and its carry-out, what earlier spend still brings included.
   * @param spend [line][period]
   * @param revenue [draw][line], overwritten
   * @param gradient [draw][line][period], overwritten: derivative of the sum over the lines
   */
  run(spend: Float64Array, revenue: Float64Array, gradient?: Float64Array): void;
  /** The same for fewer draws, taken evenly from these; shares the compiled program. */
  thinned(draws: number): PlanResponse;
}

/**
 * Compiles the response of `model` for plans of `horizon` periods right after the table. Plans are exact amounts; what was spent
 * before them is that of each draw where it is unknown.
 */
export function planResponse(model: FittedModel, settings: PlanResponseSettings): PlanResponse {
  const judging = thinned(model.posterior.count, settings.draws ?? defaultPlanDraws);
  return responsesOn(model, settings, judging, [judging])[0];
}

/**
 * The response on the draws that plans are judged on, those of `planResponse`, and on others that plans are chosen on: a plan is then judged by draws
 * that it was not chosen to please. Where the posterior has too few for both, both are the same: figures of a plan are on the draws of every other command.
 */
export function partedResponses(
  model: FittedModel,
  settings: PlanResponseSettings,
): { readonly judging: PlanResponse; readonly choosing: PlanResponse; readonly isParted: boolean } {
  const { count } = model.posterior;
  const wanted = settings.draws ?? defaultPlanDraws;
  if (count < 2 * wanted) {
    const response = planResponse(model, settings);
    return { judging: response, choosing: response, isParted: false };
  }
  const judging = thinned(count, wanted);
  const taken = new Set(judging);
  const others = Array.from({ length: count }, (_, draw) => draw).filter((draw) => !taken.has(draw));
  const choosing = thinned(others.length, wanted).map((k) => others[k]);
  const [first, second] = responsesOn(model, settings, judging, [judging, choosing]);
  return { judging: first, choosing: second, isParted: true };
}

/** Responses on lists of draws that share one program. */
function responsesOn(
  model: FittedModel,
  { horizon, lines = planLines(model), carryOut: counted }: PlanResponseSettings,
  judging: readonly number[],
  lists: readonly (readonly number[])[],
): readonly PlanResponse[] {
  const { spec, design, posterior } = model;
  const chosen = lists.flat();
  const carryOut =
    counted === undefined ? carryOutOf(model, judging) : { periods: counted, capped: false, leftOut: [] };
  const history = windowOf(spec);
  const length = history + horizon + carryOut.periods;
  const graph = responseGraph(spec, design, { weeks: horizon + carryOut.periods, history });
  const [derivative] = g.gradient(g.sum(graph.contribution.node), [graph.spend]);
  const executable = executableOf({
    parameters: graph.parameters,
    data: [graph.spend],
    outputs: [
      { name: "revenue", node: sumOver(graph.contribution, "time").node },
      { name: "gradient", node: g.slice(derivative, -1, history, history + horizon) },
    ],
  });
  /** Series of spend, one for each channel and geo. */
  const series = spec.channels.length * design.geos.length;
  const width = posterior.width + series * statesOf(spec);
  const rows = new Float64Array(chosen.length * width);
  // The span begins with the history that windows look back on, so the stock carried in is that of the period before it.
  const weeks = model.data.rows;
  const own = new Float64Array(series * weeks);
  const cells = design.geos.length * weeks;
  for (let channel = 0; channel < spec.channels.length; channel++) {
    own.set(drivingCells(model, channel), channel * cells);
  }
  const writeSpend = spendWriter(model, own);
  const kept = Math.min(history, weeks);
  const past = carriedInto(model, weeks - kept);
  const data = new Float64Array(series * length);
  const ofDraws = writeSpend === undefined || kept === 0 ? undefined : new Float64Array(chosen.length * series * kept);
  chosen.forEach((draw, i) => {
    writeSpend?.(draw);
    const row = posterior.values.subarray(draw * posterior.width, (draw + 1) * posterior.width);
    rows.set(row, i * width);
    past(own, row, rows.subarray(i * width + posterior.width, (i + 1) * width));
    for (let k = 0; k < series; k++) {
      const last = own.subarray((k + 1) * weeks - kept, (k + 1) * weeks);
      data.set(last, k * length + history - kept);
      ofDraws?.set(last, (i * series + k) * kept);
    }
  });
  const geos = design.geos.length;
  const worth = modelGeos(model).map((geo) => averageWorth(model, geo));
  const placed = lines.map(({ channel, geos: own }) =>
    own.map(({ index, share }) => ({
      at: channel * geos + index,
      share: share * perSpendIn(model, channel, index),
      worth: worth[index],
    })),
  );
  const placing = { data, history, kept, horizon, length, series, placed };
  const names = lines.map(({ name }) => name);
  let start = 0;
  return lists.map(({ length }) => {
    const [from, to] = [start, start + length];
    start = to;
    const pastOf = ofDraws?.subarray(from * series * kept, to * series * kept);
    const own = { ...placing, data: placing.data.slice() };
    return responseOn({
      executable,
      rows: rows.subarray(from * width, to * width),
      width,
      past: pastOf,
      placing: own,
      names,
      carryOut,
    });
  });
}

/**
 * What one unit of spend in a geo brings of what drives the channel, at the geo's own average price over the table relative to that of all geos; 1
 * where spend drives it.
 */
function perSpendIn(model: FittedModel, channel: number, geo: number): number {
  const { spec, data } = model;
  if (data.geos === undefined || driverOf(spec.channels[channel]) === undefined) return 1;
  const [start, end] = [geo * data.rows, (geo + 1) * data.rows];
  const spent = sum(spendCells(model, channel).subarray(start, end));
  return spent > 0 ? sum(drivingCells(model, channel).subarray(start, end)) / spent : 1;
}

/** Writes what adstocks keep of the first `periods` of the table's spend [channel][geo][row] at one draw, whose parameters are `row`. */
function carriedInto(
  { spec, design, data }: FittedModel,
  periods: number,
): (spend: Float64Array, row: Float64Array, state: Float64Array) => void {
  const graph = stateGraph(spec, design, periods);
  if (graph === undefined) return () => undefined;
  const executable = executableOf(graph);
  const series = spec.channels.length * design.geos.length;
  const given = { spend: new Float64Array(series * periods) };
  const output = executable.output("state");
  return (spend, row, state) => {
    for (let k = 0; k < series; k++) {
      given.spend.set(spend.subarray(k * data.rows, k * data.rows + periods), k * periods);
    }
    executable.setData(given);
    executable.parameters.set(row);
    executable.run();
    state.set(output);
  };
}

interface Parts {
  readonly executable: Executable;
  /** Parameters and stock carried in, [draw][element]. */
  readonly rows: Float64Array;
  readonly width: number;
  /** [draw][series][period] Spend of the last `kept` periods of the table at each draw, where a window looks back on unknown spend. */
  readonly past: Float64Array | undefined;
  readonly placing: {
    /** [series][history and periods]: a series is a channel in a geo. */
    readonly data: Float64Array;
    readonly history: number;
    /** Periods of the history that the table has. */
    readonly kept: number;
    readonly horizon: number;
    readonly length: number;
    readonly series: number;
    /** By line the series that its spend goes to, with what they get of each unit, and what one of the target is worth there. */
    readonly placed: readonly (readonly { readonly at: number; readonly share: number; readonly worth: number }[])[];
  };
  readonly names: readonly string[];
  readonly carryOut: CarryOut;
}

function responseOn(parts: Parts): PlanResponse {
  const { executable, rows, width, past, placing, names, carryOut } = parts;
  const { data, history, kept, horizon, length, series, placed } = placing;
  const lines = names.length;
  const draws = rows.length / width;
  const views = Array.from({ length: draws }, (_, draw) => rows.subarray(draw * width, (draw + 1) * width));
  const cells = lines * horizon;
  const runs = overDraws(executable, {
    data: { spend: data },
    writeParameters: (draw, parameters) => parameters.set(views[draw]),
    writeData:
      past === undefined
        ? undefined
        : (draw) => {
            for (let k = 0; k < series; k++) {
              const start = k * length + history - kept;
              const from = (draw * series + k) * kept;
              for (let t = 0; t < kept; t++) data[start + t] = past[from + t];
            }
          },
  });
  const revenueOfDraw = runs.output("revenue");
  const gradientOfDraw = runs.output("gradient");
  return {
    channels: names,
    horizon,
    draws,
    carryOut,
    run(spend, revenue, gradient) {
      placed.forEach((own, line) => {
        for (const { at, share } of own) {
          const start = at * length + history;
          for (let t = 0; t < horizon; t++) data[start + t] = share * spend[line * horizon + t];
        }
      });
      runs.dataChanged();
      gradient?.fill(0);
      for (let draw = 0; draw < draws; draw++) {
        runs.at(draw);
        placed.forEach((own, line) => {
          let brought = 0;
          for (const { at, worth } of own) brought += worth * revenueOfDraw[at];
          revenue[draw * lines + line] = brought;
          if (gradient === undefined) return;
          const start = draw * cells + line * horizon;
          for (const { at, share, worth } of own) {
            const rate = worth * share;
            for (let t = 0; t < horizon; t++) gradient[start + t] += rate * gradientOfDraw[at * horizon + t];
          }
        });
      }
    },
    thinned(fewer) {
      const chosen = thinned(draws, fewer);
      const own = new Float64Array(chosen.length * width);
      chosen.forEach((draw, i) => own.set(views[draw], i * width));
      if (past === undefined) return responseOn({ ...parts, rows: own });
      const size = series * kept;
      const ownPast = new Float64Array(chosen.length * size);
      chosen.forEach((draw, i) => ownPast.set(past.subarray(draw * size, (draw + 1) * size), i * size));
      return responseOn({ ...parts, rows: own, past: ownPast });
    },
  };
}

function carryOutOf(model: FittedModel, draws: readonly number[]): CarryOut {
  const limit = cadences[model.data.cadence].longestLag / 2;
  const { spec } = model;
  const lags = Array.from({ length: limit + 1 }, (_, lag) => lag);
  /** Mean share of the carry-over at lags beyond each lag, by channel. */
  const shares = spec.channels.map((channel) => {
    const { later } = channelFigures(
      model,
      channel,
      ({ alone, group, of }) => ({
        later: laterShare(alone, group, lags, of),
      }),
      { draws },
    );
    return later.map((values) => sum(values) / values.length);
  });
  const beyond = (channel: number, lag: number): number => shares[channel][lag];
  let periods = 0;
  let capped = false;
  spec.channels.forEach((_, channel) => {
    while (beyond(channel, periods) > shareLeftOut) {
      if (periods === limit) {
        capped = true;
        return;
      }
      periods++;
    }
  });
  const leftOut = spec.channels.map(({ name }, channel) => ({ name, share: beyond(channel, periods) }));
  return { periods, capped, leftOut };
}
