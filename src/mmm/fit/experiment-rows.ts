// The trajectories of lift tests: one for each test, channel and geo that it changed. Which there are follows from the specification alone.

import { nation } from "../axes/index.ts";
import { type Experiment, isStated } from "../experiments/index.ts";
import { adstockOf, type ResolvedSpec } from "../specification/index.ts";

/** Names of the data of lift tests, as programs take them. */
export const experimentNames = {
  /** [rows, weeks] Of tests in the table: without the test, spend is this times what it was, and so much more, scaled. */
  factors: "spend factors without tests",
  addends: "spend added without tests",
  /** [rows, weeks] What an effect in that week counts in the lift: people, and what one of the target is worth; 0 outside of the weeks that count. */
  weights: "weights of tests",
  /** [rows, weeks of the longest] Of tests outside of the table: scaled spend with and without the test, and weights. */
  statedSpend: "stated spend of tests",
  statedWithout: "stated spend without tests",
  statedWeights: "weights of stated tests",
  /** [rows] Money that one of the scaled spend of a row is, of all people in the test. */
  spendUnits: "spend units of tests",
  /** [tests] What one of the target counts in the unit of the lift. */
  units: "units of lifts",
  lifts: "lifts",
  errors: "errors of lifts",
  /** [tests] Mean and standard deviation of the bias of the test's source. */
  biasMeans: "means of biases",
  biases: "biases",
} as const;

/** A spend series that a test changed. */
export interface ExperimentRow {
  /** Position among the tests. */
  readonly test: number;
  readonly channel: number;
  readonly geo: number;
}

/** Those of tests in the table, and of tests that say their spend themselves. */
export interface ExperimentRows {
  readonly inTable: readonly ExperimentRow[];
  readonly stated: readonly ExperimentRow[];
  /** Weeks before the tests of `stated` begin, with their usual spend, and weeks of the longest of them, cooldown included. */
  readonly before: number;
  readonly longest: number;
}

/** Weeks of usual spend before a stated test where the adstock has no window: what is left of earlier ones is next to nothing. */
const weeksBefore = 208;

export function experimentRows(
  spec: Pick<ResolvedSpec, "channels" | "geos">,
  experiments: readonly Experiment[],
): ExperimentRows {
  const geos = spec.geos ?? [nation];
  const channels = spec.channels.map(({ name }) => name);
  const rowsOf = (stated: boolean): readonly ExperimentRow[] =>
    experiments.flatMap((experiment, test) =>
      isStated(experiment.at) !== stated
        ? []
        : experiment.channels.flatMap((name) =>
            (experiment.geos ?? geos).map((geo) => ({ test, channel: channels.indexOf(name), geo: geos.indexOf(geo) })),
          ),
    );
  const windows = spec.channels.map(({ adstock }) => adstockOf(adstock).window(adstock));
  const lengths = experiments.map(({ at, cooldown }) => (isStated(at) ? at.weeks + cooldown : 0));
  return {
    inTable: rowsOf(false),
    stated: rowsOf(true),
    before: Math.max(...windows.map((window) => (window === "infinite" ? weeksBefore : window))),
    longest: Math.max(0, ...lengths),
  };
}
