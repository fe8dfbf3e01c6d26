// Panels by size: cost of a gradient and of what follows sampling against geos x weeks x channels, gradients that two threads share, and fits of large panels: time,
// memory told beforehand and measured, convergence.
//
//   npm run bench:panels -- [--rounds 7] [--runs 1] [--quick]

import { fitProcess } from "./harness/fit-process.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { library } from "./harness/shipped.ts";
import { growthExponent, median, short, shortSpread, spread } from "./harness/statistics.ts";
import { type PanelSize, sizeName, writePanel } from "./panels/tables.ts";
import { readInput } from "../src/mmm/fit/input.ts";
import { makeDesign } from "../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../src/mmm/fit/model.ts";
import { priorModel } from "../src/decisions/prior/index.ts";
import { quantities } from "../src/decisions/quantities/index.ts";
import { bindModel, compileProgram } from "../src/model/index.ts";
import { sampleOnThreads } from "../src/sampling/index.ts";
import { roomOf } from "../src/services/fit/fit-room.ts";

const { rounds, runs, quick } = readOptions({ rounds: [7, 2], runs: [1, 1] });
const megabyte = 1e6;

const grid: readonly PanelSize[] = [
  { geos: 5, weeks: 104, channels: 5 },
  { geos: 10, weeks: 104, channels: 5 },
  { geos: 10, weeks: 104, channels: 10 },
  { geos: 20, weeks: 104, channels: 10 },
  { geos: 20, weeks: 208, channels: 10 },
  { geos: 50, weeks: 104, channels: 10 },
  { geos: 50, weeks: 156, channels: 20 },
  { geos: 100, weeks: 156, channels: 20 },
  { geos: 200, weeks: 156, channels: 20 },
];

interface Timed {
  readonly size: PanelSize;
  readonly dimension: number;
  readonly compileSeconds: number;
  /** Microseconds per gradient, round by round. */
  readonly microseconds: number[];
  /** Microseconds per gradient of one chain, the sampler's own work included, by threads; empty where gradients are not divided. */
  readonly shared: readonly number[];
  /** Seconds of processor for contributions, returns and curves, of all geos together and of each, from 200 draws of the prior. */
  readonly following: number;
  time(): unknown;
}

/** The shortest of a few short chains: other work on the machine only makes them longer. */
async function sharedBy(posterior: ReturnType<typeof bindModel>, threads: number): Promise<number> {
  const settings = { chains: 1, warmup: 30, draws: 20, maxDepth: 4 };
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const [chain] = (await sampleOnThreads(posterior.densitySource(), settings, { threads })).chains;
    times.push((1e6 * (chain.warmupSeconds + chain.samplingSeconds)) / chain.gradients);
  }
  return Math.min(...times);
}

function secondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1e6;
}

async function prepared(size: PanelSize): Promise<Timed> {
  const { data, resolution } = await readInput(writePanel(size));
  const { spec } = resolution;
  const design = makeDesign(data, spec);
  const started = performance.now();
  const program = compileProgram(mediaMixModel(spec, design.weeks));
  const compileSeconds = (performance.now() - started) / 1000;
  const posterior = bindModel(program, modelData(design));
  const shared = program.density.team === undefined ? [] : [await sharedBy(posterior, 1), await sharedBy(posterior, 2)];
  const prior = priorModel(spec, data, 200);
  const following = secondsOf(() => quantities(prior, { byGeo: true }));
  const density = posterior.density();
  const { dimension } = density;
  const position = Float64Array.from({ length: dimension }, (_, i) => 0.1 * Math.sin(i));
  const gradient = new Float64Array(dimension);
  const evaluate = (count: number): number => {
    const begin = performance.now();
    for (let i = 0; i < count; i++) {
      position[i % dimension] += 1e-9;
      density.evaluate(position, gradient);
    }
    return (performance.now() - begin) / count;
  };
  evaluate(3);
  const count = Math.max(3, Math.ceil(100 / evaluate(3)));
  const microseconds: number[] = [];
  const time = (): unknown => microseconds.push(1000 * evaluate(count));
  return { size, dimension, compileSeconds, microseconds, shared, following, time };
}

const terms = ({ geos, weeks, channels }: PanelSize): number => geos * weeks * channels;

/** 1 where cost is linear. */
const exponent = (cost: (each: Timed) => number): number =>
  growthExponent(
    timed.map(({ size }) => terms(size)),
    timed.map(cost),
  );
const ofGradient = (): number => exponent(({ microseconds }) => median(microseconds));
const ofFigures = (): number => exponent(({ following }) => following);

const timed: Timed[] = [];
for (const size of quick ? grid.slice(0, 4) : grid) timed.push(await prepared(size));
for (let round = 0; round < rounds; round++) {
  for (const each of round % 2 === 0 ? timed : timed.toReversed()) each.time();
}

interface Case {
  readonly name: string;
  readonly size: PanelSize;
  readonly flags: Readonly<Record<string, number>>;
  readonly targets: boolean;
}

/** The largest is sampled with short trajectories: its memory is that of all draws, in a fraction of the time. */
const cases: readonly Case[] = quick
  ? [{ name: "small, short", size: grid[0], flags: { warmup: 100, draws: 100 }, targets: false }]
  : [
      { name: "at defaults", size: { geos: 50, weeks: 104, channels: 10 }, flags: {}, targets: true },
      { name: "--max-depth 3", size: { geos: 200, weeks: 156, channels: 20 }, flags: { max_depth: 3 }, targets: false },
    ];

interface Fitted {
  readonly name: string;
  readonly size: PanelSize;
  readonly seconds: number;
  readonly peak: number;
  readonly told: number;
  readonly maxRhat: number;
  readonly minEssBulk: number;
  readonly divergences: number;
  readonly converged: boolean;
  readonly leapfrogs: number;
}

async function fitted({ name, size, flags }: Case, seed: number): Promise<Fitted> {
  const path = writePanel(size);
  const { data, resolution } = await readInput(path, { ...flags, seed });
  const told = roomOf({ spec: resolution.spec, weeks: data.rows, threads: 2 }).memory / megabyte;
  const typed = Object.entries({ ...flags, seed, threads: 2 }).flatMap(([key, value]) => [
    `--${key.replace("_", "-")}`,
    String(value),
  ]);
  const { seconds, peakBytes, read } = await fitProcess({ values: [path, ...typed], memory: true }, library.loadRun);
  const { diagnostics, draws } = read;
  const { values } = draws.sampler.leapfrogs;
  return {
    name: `${sizeName(size)} ${name}`,
    size,
    seconds,
    peak: (peakBytes ?? Number.NaN) / megabyte,
    told,
    maxRhat: diagnostics.max_rhat,
    minEssBulk: diagnostics.min_ess_bulk,
    divergences: diagnostics.divergences,
    converged: diagnostics.converged,
    leapfrogs: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}

const fits: Fitted[] = [];
for (let seed = 1; seed <= runs; seed++) {
  for (const each of cases) {
    fits.push(await fitted(each, seed));
    console.error(JSON.stringify(fits.at(-1)));
  }
}

const made = machine();
const ofTargets = cases.filter(({ targets }) => targets).flatMap(({ size }) => fits.filter((fit) => fit.size === size));
publish(
  {
    name: "panel-size",
    result: {
      machine: made,
      gradients: timed.map(({ size, dimension, compileSeconds, microseconds, shared, following }) => ({
        ...size,
        dimension,
        compileSeconds,
        microseconds,
        shared,
        following,
      })),
      fits,
    },
    lines: [
      `${machineLine(made)}. ${rounds} interleaved rounds of gradients.`,
      "",
      ...table(
        [
          "geos x weeks x channels",
          "coordinates",
          "compiled in",
          "a gradient",
          "a geo, week and channel",
          "one chain, two threads",
          "figures of 1000 draws",
        ],
        timed.map(({ size, dimension, compileSeconds, microseconds, shared, following }) => [
          sizeName(size),
          String(dimension),
          `${short(compileSeconds)} s`,
          `${shortSpread(spread(microseconds))} us`,
          `${short((1000 * median(microseconds)) / terms(size))} ns`,
          shared.length === 0 ? "not divided" : `${(shared[0] / shared[1]).toFixed(2)} times as fast`,
          `${short(5 * following)} s`,
        ]),
      ),
      "",
      `A gradient grows with the size to the power ${ofGradient().toFixed(2)}; ${targetWords(ofGradient(), "at most", 1.1)} (1 is linear). Figures (contributions, returns and curves, by geo too) grow with the power ${ofFigures().toFixed(2)}.`,
      "",
      ...table(
        [
          "`carryover fit`",
          "time",
          "memory told",
          "measured",
          "told / measured",
          "R-hat",
          "ESS",
          "divergences",
          "leapfrogs a draw",
        ],
        fits.map((fit) => [
          fit.name,
          `${short(fit.seconds)} s`,
          `${short(fit.told)} MB`,
          `${short(fit.peak)} MB`,
          (fit.told / fit.peak).toFixed(2),
          fit.maxRhat.toFixed(4),
          short(fit.minEssBulk),
          String(fit.divergences),
          short(fit.leapfrogs),
        ]),
      ),
      "",
      ...ofTargets.flatMap((fit) => [
        `${fit.name}: ${targetWords(fit.seconds, "at most", 240, " s")}; ${targetWords(fit.peak, "at most", 1000, " MB")}; ${fit.converged ? "converged" : "NOT converged"}.`,
        "",
      ]),
      "Two threads. Memory is the largest resident set with all threads, read with getrusage when the process ends; told is what `carryover spec --explain` says beforehand.",
    ],
  },
  !quick,
);
