// Whether figures stay right as data become more private: tables of worlds that do not know of noise, released with the product's own
// mechanism at levels down to "drowned", fitted at the defaults, and the ROI of all media held against the truth.
//
//   npx tsx benchmarks/noise-levels.ts [--datasets 40] [--spend 10] [--quick]
//
// A run that was stopped goes on where it was: results/noise-levels.partial.ndjson holds a line for each fit, and is removed at the end.

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { binomialRegion } from "../src/decisions/predictions/scores-binomial.ts";
import { startWorkers } from "../src/sampling/pool.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { places } from "./harness/places.ts";
import { publish, table } from "./harness/report.ts";
import { median } from "./harness/statistics.ts";
import {
  type Epsilon,
  levels,
  type Noised,
  probability,
  sampling,
  type StudiedSet,
  studySet,
  weeks,
} from "./noise-levels/one-set.ts";

const { datasets, spend, quick } = readOptions({ datasets: [40, 1], spend: [10, 1] });
const setsOf: Readonly<Record<Noised, number>> = { revenue: datasets, spend };
const partial = `${places.results}noise-levels.partial.ndjson`;
/** Probability of the bounds within which the rate of a right interval lies. */
const boundLevel = 0.99;

interface Task {
  readonly noised: Noised;
  readonly epsilon: Epsilon;
  readonly set: number;
}

const keyOf = ({ noised, epsilon, set }: { noised: string; epsilon: number | null | undefined; set: number }): string =>
  `${noised} ${epsilon ?? "none"} ${set}`;

const studied = await study();

async function study(): Promise<readonly StudiedSet[]> {
  const done = new Map<string, StudiedSet>();
  if (!quick && existsSync(partial)) {
    for (const line of readFileSync(partial, "utf8").split("\n")) {
      // The last line of a run that was killed may be torn.
      if (line.endsWith("}")) done.set(keyOf(JSON.parse(line) as StudiedSet), JSON.parse(line) as StudiedSet);
    }
  }
  // Set by set through all levels, so that a run that was stopped early is balanced.
  const wanted = (Object.keys(levels) as Noised[]).flatMap((noised) =>
    Array.from({ length: setsOf[noised] }, (_, set) =>
      levels[noised].map((epsilon): Task => ({ noised, epsilon, set })),
    ).flat(),
  );
  const pool = startWorkers(1);
  mkdirSync(places.results, { recursive: true });
  for (const task of wanted) {
    if (done.has(keyOf(task))) continue;
    const one = await studySet(task.noised, task.epsilon, task.set, pool);
    done.set(keyOf(one), one);
    if (!quick) appendFileSync(partial, `${JSON.stringify(one)}\n`);
    const { truth, lower, upper, seconds } = one;
    console.log(
      `${done.size}/${wanted.length} ${keyOf(task)}: ${truth.toFixed(2)} in ${lower.toFixed(2)} to ${upper.toFixed(2)}; ${seconds.toFixed(1)} s`,
    );
  }
  await pool.close();
  return wanted.map((task) => done.get(keyOf(task))!);
}

interface Coverage {
  readonly noised: Noised;
  readonly epsilon: number | null;
  readonly inside: number;
  readonly of: number;
  readonly bounds: readonly [number, number];
  /** Truths below and above the interval. */
  readonly below: number;
  readonly above: number;
  /** Medians over the sets: posterior mean and median over the truth, width over the truth, scales over those without noise. */
  readonly mean: number;
  readonly median: number;
  readonly width: number;
  readonly targetScale: number;
  readonly spendScale: number;
  readonly converged: number;
}

const coverages = (Object.keys(levels) as Noised[]).flatMap((noised) =>
  levels[noised].map((epsilon): Coverage => {
    const own = studied.filter((one) => one.noised === noised && one.epsilon === (epsilon ?? null));
    const count = (holds: (one: StudiedSet) => boolean): number => own.filter(holds).length;
    const middle = (of: (one: StudiedSet) => number): number => median(own.map(of));
    return {
      noised,
      epsilon: epsilon ?? null,
      inside: count(({ truth, lower, upper }) => lower <= truth && truth <= upper),
      of: own.length,
      bounds: binomialRegion(own.length, probability, boundLevel),
      below: count(({ truth, lower }) => truth < lower),
      above: count(({ truth, upper }) => truth > upper),
      mean: middle(({ mean, truth }) => mean / truth),
      median: middle((one) => one.median / one.truth),
      width: middle(({ lower, upper, truth }) => (upper - lower) / truth),
      targetScale: middle(({ targetScale }) => targetScale),
      spendScale: middle(({ spendScale }) => spendScale),
      converged: count(({ converged }) => converged),
    };
  }),
);

const made = machine();
const lines = [
  machineLine(made),
  "",
  `${weeks} weeks, four channels (the preset media with returns and base drawn anew for each table), ${sampling.chains} x (${sampling.warmup} + ` +
    `${sampling.draws}) draws at the default priors. How many 90% intervals for the ROI of all media contain the truth; medians over the tables of ` +
    "the estimate and the width of the interval, and of the scales that priors are stated on, each relative to the truth or to the scale " +
    "without noise.",
  "",
  ...table(
    [
      "noised",
      "epsilon",
      "inside",
      "right intervals",
      "truth below, above",
      "mean / truth",
      "median / truth",
      "width / truth",
      "target scale",
      "spend scale",
      "converged",
    ],
    coverages.map((one) => [
      one.noised,
      one.epsilon === null ? "no noise" : String(one.epsilon),
      `${one.inside} of ${one.of}`,
      one.bounds.join(" to "),
      `${one.below}, ${one.above}`,
      ...[one.mean, one.median, one.width, one.targetScale, one.spendScale].map((value) => value.toFixed(2)),
      `${one.converged}/${one.of}`,
    ]),
  ),
];
publish(
  { name: "noise-levels", result: { machine: made, weeks, sampling, levels, coverages, sets: studied }, lines },
  !quick,
);
if (!quick) rmSync(partial, { force: true });
