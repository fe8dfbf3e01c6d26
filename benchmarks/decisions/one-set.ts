// One simulated table: fitted, its intervals held against the truth, and its recommendations scored with the true parameters.

import { elementsOf } from "../../src/mmm/axes/index.ts";
import { mediaDataFromColumns } from "../../src/data/panel/from-columns.ts";
import { type Preset, simulate } from "../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../src/data/worlds/generate.ts";
import { fittedModel, type FittedModel } from "../../src/decisions/draws/fitted-model.ts";
import { intervalOf } from "../../src/decisions/draws/interval.ts";
import { optimize, type OptimizeSettings } from "../../src/decisions/plans/optimize.ts";
import { observedSpend, type Plan } from "../../src/decisions/plans/plan.ts";
import { planEvaluator } from "../../src/decisions/plans/plan-figures.ts";
import { planResponse } from "../../src/decisions/plans/plan-response.ts";
import { fitMediaMix } from "../../src/mmm/fit/fit.ts";
import type { MediaMixFit } from "../../src/mmm/fit/fit-types.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";
import { resolve } from "../../src/mmm/specification/resolve.ts";
import type { WorkerPool } from "../../src/sampling/pool.ts";
import { truthModel } from "./truth-model.ts";

/** One number whose true value is known. */
export interface Held {
  readonly name: string;
  readonly truth: number;
  readonly mean: number;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  /** Whether the 90% interval holds the truth. */
  readonly inside: boolean;
}

/** What recommendations from one starting plan bring, in revenue computed with the true parameters. */
export interface Scored {
  readonly start: string;
  /** Revenue that the starting plan brings, beyond no spend. */
  readonly revenue: number;
  /** Gain of the plan that the posterior recommends, and of the one that the truth recommends. */
  readonly gain: number;
  readonly possible: number;
  /** What the optimizer said of its gain: the mean and the 90% interval. */
  readonly promised: {
    readonly mean: number;
    readonly lower: number;
    readonly upper: number;
    readonly probability: number;
  };
  readonly solversConverged: boolean;
}

export interface StudiedSet {
  readonly preset: Preset;
  readonly seed: number;
  readonly converged: boolean;
  readonly held: readonly Held[];
  readonly scored: readonly Scored[];
}

const horizon = 13;

/** Starting plans: spend as it is, and the same total spread evenly over the channels; the latter also with wide bounds. */
const starts: readonly { readonly name: string; readonly even: boolean; readonly wide: boolean }[] = [
  { name: "current spend, default bounds", even: false, wide: false },
  { name: "uniform budget, default bounds", even: true, wide: false },
  { name: "uniform budget, bounds 0 to 300%", even: true, wide: true },
];

export async function studySet(preset: Preset, seed: number, weeks: number, pool: WorkerPool): Promise<StudiedSet> {
  const { columns, truth, modelYaml } = simulate(preset, { weeks, seed });
  const data = await mediaDataFromColumns(columnsByName(columns));
  const document = await parseModelFile(modelYaml, "model.yaml");
  const fit = await fitMediaMix(data, resolve(document, data, { seed }), { pool, pointwise: false });
  const model = fittedModel(fit);
  const known = Object.entries(truth.channels);
  const held = [
    ...known.map(([name, own]) =>
      hold(`contribution[${name}]`, drawsOf(fit, `contribution[${name}]`), own.total_contribution),
    ),
    ...known.map(([name, own]) => hold(`roi[${name}]`, drawsOf(fit, `roi[${name}]`), own.roi)),
    hold(
      "media contribution",
      sumOf(known.map(([name]) => drawsOf(fit, `contribution[${name}]`))),
      known.reduce((sum, [, own]) => sum + own.total_contribution, 0),
    ),
  ];
  const real = truthModel(model, truth);
  return {
    preset,
    seed,
    converged: fit.diagnostics.converged,
    held,
    scored: starts.map(({ name, even, wide }) => score(name, model, real, settingsFor(model, even, wide))),
  };
}

function drawsOf({ quantities }: MediaMixFit, name: string): Float64Array {
  const found = quantities.flatMap(elementsOf).find((quantity) => quantity.name === name);
  if (found === undefined) throw new Error(`The fit has no ${name}.`);
  return found.draws.values;
}

function sumOf(all: readonly Float64Array[]): Float64Array {
  return all[0].map((_, draw) => all.reduce((sum, draws) => sum + draws[draw], 0));
}

function hold(name: string, draws: Float64Array, truth: number): Held {
  const interval = intervalOf(draws);
  return { name, truth, ...interval, inside: interval.lower <= truth && truth <= interval.upper };
}

/** Settings of the optimizer from the spend of the table, or from the same total spread evenly; with bounds of 0 to 300% where they are wide. */
export function settingsFor(model: FittedModel, even: boolean, wide: boolean): OptimizeSettings {
  const observed = observedSpend(model);
  const each = (horizon * observed.reduce((sum, { runRate }) => sum + runRate, 0)) / observed.length;
  return {
    horizon,
    ...(even ? { current: Object.fromEntries(observed.map(({ name }) => [name, each])) } : {}),
    ...(wide
      ? {
          bounds: Object.fromEntries(
            observed.map(({ name }) => [name, { lower: { change: -1 }, upper: { change: 2 } }]),
          ),
        }
      : {}),
  };
}

/** Optimizes with the posterior and with the truth, and scores both plans with the truth. */
export function score(start: string, model: FittedModel, real: FittedModel, settings: OptimizeSettings): Scored {
  const found = optimize(model, settings);
  const best = optimize(real, settings);
  const evaluate = planEvaluator(planResponse(real, { horizon }), observedSpend(real));
  const revenueOf = ({
    channels,
  }: {
    readonly channels: readonly { readonly periods: readonly number[] }[];
  }): number => {
    const plan: Plan = { name: "scored", spend: channels.map(({ periods }) => periods) };
    return evaluate(plan).revenue[0];
  };
  const revenue = revenueOf(found.current);
  return {
    start,
    revenue,
    gain: revenueOf(found.recommended) - revenue,
    possible: revenueOf(best.recommended) - revenue,
    promised: {
      mean: found.gain.contributionWithCarryOver.mean,
      lower: found.gain.contributionWithCarryOver.lower,
      upper: found.gain.contributionWithCarryOver.upper,
      probability: found.gain.probability,
    },
    solversConverged: found.solver.converged && best.solver.converged,
  };
}
