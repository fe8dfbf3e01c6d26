// Lift tests of right and of biased sources, simulated: whether intervals hold the truth with the bias modeled, what it costs not to model it, whether
// the review finds it, and how much tests narrow. And a geo test that is read from the rows of the panel itself, used all the same.

import { liftTests } from "../../../src/decisions/lift-tests/index.ts";
import { fittedModel } from "../../../src/decisions/draws/index.ts";
import { mediaDataFromColumns, type MediaData } from "../../../src/data/panel/index.ts";
import { columnsByName, simulate, type Simulation } from "../../../src/data/worlds/index.ts";
import { elementDraws } from "../../../src/mmm/axes/index.ts";
import type { Experiment } from "../../../src/mmm/experiments/index.ts";
import {
  type Design,
  fitMediaMix,
  makeDesign,
  type MediaMixFit,
  programCache,
  type ProgramCache,
} from "../../../src/mmm/fit/index.ts";
import { parseModelFile, resolve, type Resolution, type SamplingFlags } from "../../../src/mmm/specification/index.ts";
import { randomStream } from "../../../src/numerics/index.ts";
import { quantile } from "../../../src/diagnostics/index.ts";
import { priorSets } from "../../../src/studies/recovery/model-sets.ts";
import type { SetSource } from "../../../src/studies/recovery/recovery-set.ts";
import { calibrationSets } from "./calibration-study.ts";

/** Four tests of a platform that may be off by half, and one of a laboratory that is not. */
const testsFile = `trend: none
seasonality: none
experiments:
  - { name: a, channels: TV, start: 10, end: 14, cooldown: 4, counterfactual: { multiply: 0 }, lift: 0, se: 4000, source: platform, bias: 0.5 }
  - { name: b, channels: TV, start: 30, end: 35, cooldown: 4, counterfactual: { multiply: 0.5 }, lift: 0, se: 3000, source: platform, bias: 0.5 }
  - { name: c, channels: Search, start: 18, end: 23, cooldown: 2, counterfactual: { multiply: 0 }, lift: 0, se: 3000, source: platform, bias: 0.5 }
  - { name: d, channels: Search, start: 44, end: 50, cooldown: 2, counterfactual: { multiply: 2 }, lift: 0, se: 4000, source: platform, bias: 0.5 }
  - { name: e, channels: TV, start: 48, end: 53, cooldown: 4, counterfactual: { multiply: 0 }, lift: 0, se: 3000 }`;

export type Way = "modeled" | "unmodeled" | "without";

/** The tests of the table as one of the three models takes them. */
const ways: Readonly<Record<Way, (test: Experiment) => Experiment>> = {
  modeled: (test) => test,
  unmodeled: (test) => ({ ...test, bias: 0 }),
  without: (test) => ({ ...test, use: "comparison" }),
};

export interface StudyRow {
  readonly way: Way;
  /** Nominal 90% intervals of contributions, and how many hold the truth. */
  readonly intervals: number;
  readonly hold: number;
  /** Mean width relative to that without tests (geometric). */
  readonly width: number;
  /** Share of sets in which the review finds the source, or one of its tests, more than two standard deviations away. */
  readonly found: number;
}

interface Counted {
  hold: number;
  logWidths: number[];
  found: boolean[];
}

/** @param sampling of each fit */
export async function biasStudy(sets: number, sampling: SamplingFlags = {}): Promise<readonly StudyRow[]> {
  const source = await calibrationSets(sets, sampling, testsFile);
  const programs = programCache();
  const names = Object.keys(ways) as Way[];
  const counted = Object.fromEntries(
    names.map((way): [Way, Counted] => [way, { hold: 0, logWidths: [], found: [] }]),
  ) as Record<Way, Counted>;
  for (let index = 0; index < sets; index++) {
    const { data, resolution, like, truth } = await source.set(index);
    if (truth.kind !== "drawn") throw new RangeError("The sets of a model are drawn.");
    const known = new Map(truth.columns);
    const { experiments = [] } = resolution.spec;
    for (const way of names) {
      const spec = { ...resolution.spec, experiments: experiments.map(ways[way]) };
      const fit = await fitted(data, { ...resolution, spec }, like, programs);
      const own = counted[way];
      for (const [, { hold, width }] of contributions(fit, known)) {
        own.hold += hold ? 1 : 0;
        own.logWidths.push(Math.log(width));
      }
      const model = { ...fittedModel(fit), design: makeDesign(data, spec, like) };
      const { tests, sources } = liftTests(model)!;
      own.found.push([...tests, ...sources].some(({ z }) => Math.abs(z) > 2));
    }
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return names.map((way): StudyRow => {
    const { hold, logWidths, found } = counted[way];
    const base = counted.without.logWidths;
    return {
      way,
      intervals: logWidths.length,
      hold,
      width: Math.exp(mean(logWidths.map((value, k) => value - base[k]))),
      found: mean(found.map(Number)),
    };
  });
}

async function fitted(
  data: MediaData,
  resolution: Resolution,
  like: Design | undefined,
  programs: ProgramCache,
): Promise<MediaMixFit> {
  return fitMediaMix(data, resolution, {
    inThisThread: true,
    programs,
    pointwise: false,
    ...(like === undefined ? {} : { like }),
  });
}

/** Of each contribution whether its 90% interval holds the truth, and how wide it is. */
function contributions(
  fit: Pick<MediaMixFit, "quantities">,
  known: ReadonlyMap<string, number>,
): readonly (readonly [name: string, { readonly hold: boolean; readonly width: number }])[] {
  const column = fit.quantities.find(({ name }) => name === "contribution")!;
  return column.axes[0].labels.map((label, k) => {
    const { values } = elementDraws(column, k);
    const [lower, upper] = [quantile(values, 0.05), quantile(values, 0.95)];
    const truth = known.get(`contribution[${label}]`) ?? Number.NaN;
    return [label, { hold: truth >= lower && truth <= upper, width: upper - lower }] as const;
  });
}

// ------------------------------------------------------------------------------------------------- worlds with a source that overstates

const worldTests = [
  ["TikTok", 20, 27],
  ["Meta", 40, 47],
  ["Shopify", 60, 67],
  ["TikTok", 80, 87],
] as const;
const cooldown = 6;

/** What the spend of these weeks brought up to the end of the cooldown. */
function trueLift({ truth, columns }: Simulation, channel: string, start: number, end: number): number {
  const own = truth.channels[channel];
  const spend = columnsByName(columns)[`spend_${channel}`];
  const effects = (factor: number): number[] => {
    let stock = 0;
    return Array.from(spend, (value, t) => {
      stock = value * (t >= start - 1 && t < end ? factor : 1) + own.decay * stock;
      const raised = stock ** own.slope;
      return (own.coefficient * raised) / (own.half_saturation ** own.slope + raised);
    });
  };
  const [all, without] = [effects(1), effects(0)];
  return all.slice(start - 1, end + cooldown).reduce((sum, value, k) => sum + value - without[start - 1 + k], 0);
}

/** By which share the platform overstates, and the standard deviation that the model gives its bias. */
const worldWays = {
  "overstates by 60%, bias: 0.5": [0.6, 0.5],
  "overstates by 60%, no bias": [0.6, 0],
  "right, no bias": [0, 0],
} as const;

export interface WorldRow extends Pick<StudyRow, "intervals" | "hold" | "found"> {
  readonly way: keyof typeof worldWays;
}

/** Tables of the world ecommerce, in which spend varies freely, with four tests of one platform, each with a standard error of 8%. */
export async function worldStudy(worlds: number, sampling: SamplingFlags = {}): Promise<readonly WorldRow[]> {
  const programs = programCache();
  const rows = (Object.keys(worldWays) as (keyof typeof worldWays)[]).map((way) => ({
    way,
    intervals: 0,
    hold: 0,
    found: 0,
  }));
  for (let seed = 1; seed <= worlds; seed++) {
    const world = simulate("ecommerce", { seed });
    const data = await mediaDataFromColumns(columnsByName(world.columns));
    const known = new Map(
      Object.entries(world.truth.channels).map(
        ([name, { total_contribution: total }]) => [`contribution[${name}]`, total] as const,
      ),
    );
    for (const row of rows) {
      const [overstated, bias] = worldWays[row.way];
      const random = randomStream([seed, 41]);
      const tests = worldTests.map(([channel, start, end], k) => {
        const lift = trueLift(world, channel, start, end);
        const se = 0.08 * lift;
        const read = lift * (1 + overstated) + se * random.normal();
        return `  - { name: t${k}, channels: ${channel}, start: ${start}, end: ${end}, cooldown: ${cooldown}, counterfactual: { multiply: 0 }, lift: ${read}, se: ${se}, source: platform, bias: ${bias} }`;
      });
      const document = await parseModelFile(`data: t.csv\nexperiments:\n${tests.join("\n")}\n`, "m.yaml");
      const fit = await fitted(data, resolve(document, data, sampling), undefined, programs);
      const found = contributions(fit, known);
      row.intervals += found.length;
      row.hold += found.filter(([, { hold }]) => hold).length;
      const { spec } = fit;
      const compared = { ...spec, experiments: spec.experiments!.map(ways.without) };
      const untested = fittedModel(await fitted(data, { spec: compared, provenance: [] }, undefined, programs));
      const { tests: read, sources } = liftTests(fittedModel(fit), { untested })!;
      row.found += [...read, ...sources].some(({ z }) => Math.abs(z) > 2) ? 1 / worlds : 0;
    }
  }
  return rows;
}

// ------------------------------------------------------------------------------------------------- a test read from the panel

const panelFile = (keys: string): string => `data: t.csv
seasonality: none
trend: none
controls: none
saturation: michaelis_menten
priors: { coefficient_spread: half_normal(0.1) }
experiments:
  - { name: geo test, channels: TV, geos: [South, West], start: 14, end: 21, cooldown: 3, counterfactual: { spend: 6000 }, lift: 0, se: 1${keys} }
`;

/** Data sets of four geos in which the TV of two of them is off for eight weeks. */
async function panelSets(sets: number, sampling: SamplingFlags): Promise<SetSource> {
  const random = randomStream([20261128]);
  const geos = { North: 4000, South: 3000, East: 3500, West: 3000 };
  const rows = Object.entries(geos).flatMap(([region, people]) =>
    Array.from({ length: 32 }, (_, t) => ({
      region,
      week: t + 1,
      population: people,
      spend_TV:
        (region === "South" || region === "West") && t >= 13 && t < 21 ? 0 : people * Math.exp(0.05 * random.normal()),
      revenue: Math.round(people * (4 + 0.5 * random.normal())),
    })),
  );
  const columns = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
  const table = Object.fromEntries(columns.map((name) => [name, rows.map((row) => row[name])]));
  const data = await mediaDataFromColumns(table as never);
  return priorSets(
    data,
    resolve(await parseModelFile(panelFile(", force: true"), "m.yaml"), data, sampling),
    20261129,
    sets,
  );
}

/** Sales of the test's geos and weeks less what the other geos lead one to expect, by what lies between them in all other weeks. */
function differenceInDifferences({ target, rows }: MediaData): { readonly lift: number; readonly se: number } {
  const geo = (k: number): Float64Array => target.values.subarray(k * rows, (k + 1) * rows);
  const [north, south, east, west] = [0, 1, 2, 3].map(geo);
  const difference = Array.from({ length: rows }, (_, t) => south[t] + west[t] - (6000 / 7500) * (north[t] + east[t]));
  const isTest = (t: number): boolean => t >= 13 && t < 24;
  const others = difference.filter((_, t) => !isTest(t));
  const level = others.reduce((sum, value) => sum + value, 0) / others.length;
  const variance = others.reduce((sum, value) => sum + (value - level) ** 2, 0) / (others.length - 1);
  const during = difference.filter((_, t) => isTest(t));
  const lift = during.reduce((sum, value) => sum + value - level, 0);
  return { lift, se: Math.sqrt(variance * during.length * (1 + during.length / others.length)) };
}

export interface ForcedRow {
  readonly way: "forced" | "compared";
  readonly intervals: number;
  readonly hold: number;
  /** Mean width of 90% intervals relative to that where it is compared. */
  readonly width: number;
}

/** The same geo test forced into the likelihood, and compared. */
export async function duplicateStudy(sets: number, sampling: SamplingFlags = {}): Promise<readonly ForcedRow[]> {
  const source = await panelSets(sets, sampling);
  const programs = programCache();
  const results = {
    forced: [] as { hold: boolean; width: number }[],
    compared: [] as { hold: boolean; width: number }[],
  };
  for (let index = 0; index < sets; index++) {
    const { data, resolution, like, truth } = await source.set(index);
    const known = new Map(truth.kind === "drawn" ? truth.columns : []);
    const read = differenceInDifferences(data);
    const [test] = resolution.spec.experiments as readonly Experiment[];
    for (const way of ["forced", "compared"] as const) {
      const use = way === "forced" ? "likelihood" : "comparison";
      const spec = { ...resolution.spec, experiments: [{ ...test, ...read, use } as const] };
      const fit = await fitted(data, { ...resolution, spec }, like, programs);
      results[way].push(...contributions(fit, known).map(([, own]) => own));
    }
  }
  const widths = (way: keyof typeof results): number =>
    Math.exp(
      results[way].reduce((sum, { width }, k) => sum + Math.log(width / results.compared[k].width), 0) /
        results[way].length,
    );
  return (["forced", "compared"] as const).map((way) => ({
    way,
    intervals: results[way].length,
    hold: results[way].filter(({ hold }) => hold).length,
    width: widths(way),
  }));
}
