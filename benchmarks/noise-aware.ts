// Whether intervals are honest when the data were released with noise: over many released data sets, how often the 90% intervals of
// contributions and ROI hold the truth, for the model that knows the noise and for the one that ignores it.
//
//   npx tsx benchmarks/noise-aware.ts [--datasets 100] [--settings revenue,clipped,spend,both] [--quick]
//
// There is one more setting, preset, which takes longer than all others together.
//
// A run that was stopped goes on where it was: results/noise-aware.partial.ndjson holds a line for each data set, and is removed at the end.

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { calibrationCoverage } from "../src/charts/studies/calibration-coverage.ts";
import { closeSvgDocument, renderSvg, standaloneSvg } from "../src/charts/server/document.ts";
import { binomialRegion } from "../src/decisions/predictions/scores-binomial.ts";
import { startWorkers } from "../src/sampling/pool.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { places } from "./harness/places.ts";
import { publish, table } from "./harness/report.ts";
import { median, short } from "./harness/statistics.ts";
import { type FittedOnce, probability, type StudiedSet, studySet } from "./noise-aware/one-set.ts";
import {
  type Case,
  casesOf,
  channelsOf,
  fingerprint,
  levels,
  presetSetting,
  sampling,
  settings,
  weeks,
} from "./noise-aware/settings.ts";

const {
  datasets,
  quick,
  settings: named,
} = readOptions({ datasets: [100, 2] }, { settings: settings.map(({ name }) => name).join(",") });
const cases = casesOf(named.split(","));
const partial = `${places.results}noise-aware.partial.ndjson`;
/** Two cores, a data set on each. */
const workers = 2;
/** Probability of the bounds within which the rate of a right interval lies. */
const boundLevel = 0.99;

const studied = await study();

/** All data sets, those that an earlier run has done taken from its file. */
async function study(): Promise<readonly StudiedSet[]> {
  const done = new Map<string, StudiedSet>();
  const keyOf = (print: string, set: number): string => `${print} ${set}`;
  if (!quick && existsSync(partial)) {
    for (const line of readFileSync(partial, "utf8").split("\n")) {
      // The last line of a run that was killed may be torn.
      if (!line.endsWith("}")) continue;
      const one = JSON.parse(line) as StudiedSet;
      done.set(keyOf(one.fingerprint, one.set), one);
    }
  }
  // Set by set through all cases, so that a run that was stopped early is balanced.
  const wanted = Array.from({ length: datasets }, (_, set) => cases.map((of) => ({ of, set }))).flat();
  const waiting = wanted.filter(({ of, set }) => !done.has(keyOf(fingerprint(of), set)));
  const total = waiting.length;
  const started = performance.now();
  mkdirSync(places.results, { recursive: true });
  const work = async (): Promise<void> => {
    const pool = startWorkers(1);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const one = await studySet(next.of, next.set, pool);
      done.set(keyOf(one.fingerprint, one.set), one);
      if (!quick) appendFileSync(partial, `${JSON.stringify(one)}\n`);
      const finished = total - waiting.length;
      const seconds = (performance.now() - started) / 1000;
      console.log(
        `${one.setting} ${one.level} ${one.set + 1}/${datasets}: ${one.aware.seconds.toFixed(1)} + ${one.naive.seconds.toFixed(1)} s; ` +
          `${finished}/${total} in ${seconds.toFixed(0)} s, about ${((seconds / finished) * (total - finished)).toFixed(0)} s to go`,
      );
    }
    await pool.close();
  };
  await Promise.all(Array.from({ length: workers }, work));
  return wanted.map(({ of, set }) => done.get(keyOf(fingerprint(of), set))!);
}

type Model = "aware" | "naive";

interface Coverage {
  readonly setting: string;
  readonly level: string;
  readonly model: Model;
  readonly quantity: string;
  readonly inside: number;
  readonly of: number;
  readonly bounds: readonly [number, number];
  readonly verdict: "nominal" | "too few" | "too many";
  readonly meanWidth: number;
  /** Interval ends over the truth: medians over the data sets of the middle of the interval over the truth. */
  readonly medianCenter: number;
}

const mine = (setting: string, level: string): readonly StudiedSet[] =>
  studied.filter((one) => one.setting === setting && one.level === level);

const models: readonly Model[] = ["aware", "naive"];
const coverages = cases.flatMap(({ setting, level }) =>
  models.flatMap((model) => {
    const fits = mine(setting.name, level.name).map((one) => one[model]);
    return fits[0].held.map(({ name }, i): Coverage => {
      const held = fits.map((fit) => fit.held[i]);
      const inside = held.filter(({ truth, lower, upper }) => lower <= truth && truth <= upper).length;
      const bounds = binomialRegion(held.length, probability, boundLevel);
      return {
        setting: setting.name,
        level: level.name,
        model,
        quantity: name,
        inside,
        of: held.length,
        bounds,
        verdict: inside < bounds[0] ? "too few" : inside > bounds[1] ? "too many" : "nominal",
        meanWidth: held.reduce((sum, { lower, upper }) => sum + (upper - lower), 0) / held.length,
        medianCenter: median(held.map(({ truth, lower, upper }) => (lower + upper) / 2 / truth)),
      };
    });
  }),
);

interface Convergence {
  readonly setting: string;
  readonly level: string;
  readonly model: Model;
  /** By the verdict that carryover fit gives. */
  readonly converged: number;
  /** Largest R-hat of 1.05 at most. */
  readonly roughly: number;
  readonly of: number;
  readonly medianSeconds: number;
}

const convergences = cases.flatMap(({ setting, level }) =>
  models.map((model): Convergence => {
    const fits: readonly FittedOnce[] = mine(setting.name, level.name).map((one) => one[model]);
    return {
      setting: setting.name,
      level: level.name,
      model,
      converged: fits.filter(({ converged }) => converged).length,
      roughly: fits.filter(({ largestRhat }) => largestRhat <= 1.05).length,
      of: fits.length,
      medianSeconds: median(fits.map(({ seconds }) => seconds)),
    };
  }),
);

/** Quantities of a case in the order in which they are held. */
function quantitiesOf(of: Case): readonly string[] {
  const names = channelsOf(of);
  return [
    ...names.map((name) => `contribution[${name}]`),
    "contribution",
    ...names.map((name) => `roi[${name}]`),
    "roi",
  ];
}

const titles: Readonly<Record<Model, string>> = { aware: "known", naive: "ignored" };
const mark = { nominal: "", "too few": " LOW", "too many": " HIGH" } as const;

/** A table of the cases of these settings, which have the same channels. */
function coverageTable(of: readonly Case[]): string[] {
  const quantities = quantitiesOf(of[0]);
  const rows = of.flatMap(({ setting, level }) =>
    models.map((model) => {
      const mineIn = <T extends { readonly setting: string; readonly level: string; readonly model: Model }>(
        all: readonly T[],
      ): readonly T[] =>
        all.filter((one) => one.setting === setting.name && one.level === level.name && one.model === model);
      const own = (quantity: string): Coverage => mineIn(coverages).find((one) => one.quantity === quantity)!;
      const [{ converged, of: fits }] = mineIn(convergences);
      return [
        setting.title,
        level.name,
        titles[model],
        ...quantities.map((quantity) => `${own(quantity).inside}${mark[own(quantity).verdict]}`),
        short(own("roi").meanWidth),
        own("roi").medianCenter.toFixed(2),
        `${converged}/${fits}`,
      ];
    }),
  );
  return table(
    [
      "what is noised",
      "noise",
      "to the model",
      ...quantities,
      "mean width of roi",
      "middle of roi / truth",
      "converged",
    ],
    rows,
  );
}

function presetLines(): string[] {
  const of = cases.filter(({ setting }) => ofPreset(setting.name));
  if (of.length === 0) return [];
  return [
    "",
    "The preset ecommerce under the default priors, with the same parameters in every data set, so that no exact rate is to be expected:",
    "",
    ...coverageTable(of),
  ];
}

const ofPreset = (name: string): boolean => name === presetSetting.name;
const exact = coverages.filter(({ setting }) => !ofPreset(setting));
const failing = (model: Model): readonly Coverage[] =>
  exact.filter((one) => one.model === model && one.verdict !== "nominal");
const [low, high] = binomialRegion(datasets, probability, boundLevel);
const made = machine();
const lines = [
  machineLine(made),
  "",
  `${datasets} data sets for each setting and noise level: ${weeks} weeks, ${channelsOf(cases[0]).length} channels, everything drawn from the model itself, ` +
    `${sampling.chains} x (${sampling.warmup} + ${sampling.draws}) draws. How many of the 90% intervals contain the truth; correct intervals ` +
    `do so in ${low} to ${high} of ${datasets} with probability 0.99 (LOW, HIGH: outside). All fits count, also those that the verdict of ` +
    "`carryover fit` calls not converged at this short length.",
  "",
  ...coverageTable(cases.filter(({ setting }) => !ofPreset(setting.name))),
  "",
  `Outside the bounds: ${failing("aware").length} of ${exact.length / 2} with the noise known (${(0.01 * (exact.length / 2)).toFixed(1)} are ` +
    `expected at most when all intervals are right), ${failing("naive").length} of ${exact.length / 2} with the noise ignored.`,
  ...presetLines(),
  "",
  "![Coverage of intervals for the ROI of all media, spend noised](results/noise-aware.svg)",
];
publish(
  {
    name: "noise-aware",
    result: {
      machine: made,
      datasets,
      weeks,
      sampling,
      settings: [...settings, presetSetting],
      levels,
      coverages,
      convergences,
    },
    lines,
  },
  !quick,
);
if (!quick) {
  writeFileSync(`${places.results}noise-aware.svg`, await chart());
  rmSync(partial, { force: true });
}
await closeSvgDocument();

/** Empirical against nominal coverage for the ROI of all media where spend is noised. */
async function chart(): Promise<string> {
  const nominal = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
  const line = (level: string, model: Model) => ({
    name: `noise ${titles[model]}, ${level}`,
    points: nominal.map((share) => {
      const ranks = mine("spend", level).map((one) => one[model].held.find(({ name }) => name === "roi")!.rank);
      return {
        nominal: share,
        empirical: ranks.filter((rank) => Math.abs(rank - 0.5) <= share / 2).length / ranks.length,
      };
    }),
  });
  const svg = await renderSvg(calibrationCoverage, {
    quantities: [line("strong", "aware"), ...levels.map(({ name }) => line(name, "naive"))],
    bounds: nominal.map((share) => {
      const [fewest, most] = binomialRegion(datasets, share, 0.95);
      return { nominal: share, lower: fewest / datasets, upper: most / datasets };
    }),
    dataSets: datasets,
  });
  return standaloneSvg(svg);
}
