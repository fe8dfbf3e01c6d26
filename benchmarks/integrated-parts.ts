// What integrating out intercepts, or with them slopes of controls and the season, would bring, beside the week effects that are: cost of a gradient, leapfrogs, effective draws. The fitted
// model samples these parts as centered as the data of each geo are strong; the other forms, written here alone, have the same media side.
//
//   npx tsx benchmarks/integrated-parts.ts [--rounds 5] [--draws 500] [--quick]

import { readFileSync, writeFileSync } from "node:fs";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table } from "./harness/report.ts";
import { median, ratios, short, shortSpread, spread } from "./harness/statistics.ts";
import { integratedBaseline, type LinearPart } from "./panels/integrated-baseline.ts";
import { present, reference } from "./panels/model-c.ts";
import { type PanelSize, writePanel } from "./panels/tables.ts";
import { essBulk, mean } from "../src/diagnostics/index.ts";
import { makeDesign } from "../src/mmm/fit/design.ts";
import { samplerSettings } from "../src/mmm/fit/fit.ts";
import { readInput } from "../src/mmm/fit/input.ts";
import { mediaMixModel, modelData } from "../src/mmm/fit/model.ts";
import { cholesky, solveLower } from "../src/numerics/linear-algebra/index.ts";
import { compileModel, type Posterior } from "../src/model/index.ts";
import { type LogDensity, sample } from "../src/sampling/index.ts";

const { rounds, draws, quick } = readOptions({ rounds: [5, 1], draws: [500, 100] });

interface Form {
  readonly name: string;
  /** Of the parts that are integrated out. */
  readonly columns: number;
  readonly posterior: Posterior;
  readonly microseconds: number[];
  readonly fits: Fit[];
}

const integratedOut: Readonly<Record<string, readonly LinearPart[]>> = {
  "intercepts out": ["intercept"],
  "all parts out": ["intercept", "control", "season"],
};

interface Fit {
  readonly cpuSeconds: number;
  readonly gradients: number;
  readonly leapfrogs: number;
  readonly divergences: number;
  /** Bulk ESS of the parameters that all forms sample, and the smallest of all that this one does. */
  readonly ess: readonly number[];
  readonly smallestOfAll: number;
}

interface Case {
  readonly name: string;
  readonly path: string;
  /** Large panels are about the cost of gradients alone. */
  readonly isFitted: boolean;
  /** The fitted model, then intercepts integrated out, then all linear parts. */
  readonly forms: readonly Form[];
}

/** One size of noise for all geos: with one for each, the products of columns have weights by geo. */
function panelFile(size: PanelSize): string {
  const path = writePanel(size).replace("model.yaml", "one-noise.yaml");
  writeFileSync(path, `${readFileSync(writePanel(size), "utf8")}pooling: { sigma: complete }\n`);
  return path;
}

async function prepared(name: string, path: string, isFitted = true): Promise<Case> {
  const { data, resolution } = await readInput(path);
  const { spec } = resolution;
  const design = makeDesign(data, spec);
  const all = modelData(design);
  const fittedForm = { name: "all sampled", columns: 0, model: mediaMixModel(spec, design.weeks) };
  const without = Object.entries(integratedOut).map(([form, which]) => ({
    name: form,
    ...integratedBaseline(spec, design, which),
  }));
  const forms = [fittedForm, ...without].map(({ model, ...form }): Form => {
    const own = Object.fromEntries(model.data.map((entry) => [entry.name, all[entry.name]]));
    return { ...form, posterior: compileModel(model, own), microseconds: [], fits: [] };
  });
  const worst = Math.max(
    ...[1, 2, 3].flatMap((seed) => forms.slice(1).map((form) => difference(forms[0], form, seed))),
  );
  console.error(`${name}: off by at most ${worst.toExponential(1)} from the exact integral`);
  if (!(worst < 1e-8)) throw new Error(`${name}: an integrated form differs from the integral of the fitted one.`);
  return { name, path, isFitted, forms };
}

/**
 * Log density of the integrated form less that of the fitted one, integrated over the coordinates that only the latter has: as a function of these it is
 * the density of a normal distribution, up to a factor, so gradients at steps of one give its Hessian exactly, and that the integral.
 */
function difference(sampled: Form, integrated: Form, seed: number): number {
  const [long, short] = [sampled.posterior, integrated.posterior];
  const density = long.density();
  const start = Float64Array.from({ length: long.dimension }, (_, i) => 0.3 * Math.sin(seed * (i + 1)));
  const at = new Map(long.coordinateNames.map((name, i) => [name, i]));
  const kept = short.coordinateNames.map((name) => {
    const place = at.get(name);
    if (place === undefined) throw new Error(`The fitted model has no coordinate ${name}.`);
    return place;
  });
  const rest = [...at.values()].filter((i) => !kept.includes(i));
  const n = rest.length;
  const gradient = new Float64Array(long.dimension);
  const value = density.evaluate(start, gradient);
  const first = Float64Array.from(rest, (i) => gradient[i]);
  const curvature = new Float64Array(n * n);
  rest.forEach((i, row) => {
    const moved = Float64Array.from(start);
    moved[i] += 1;
    density.evaluate(moved, gradient);
    rest.forEach((j, column) => {
      curvature[row * n + column] = first[column] - gradient[j];
    });
  });
  cholesky(curvature, n, curvature);
  const half = new Float64Array(n);
  solveLower(curvature, n, first, half);
  let integral = value + (n / 2) * Math.log(2 * Math.PI) + half.reduce((sum, x) => sum + (x * x) / 2, 0);
  for (let i = 0; i < n; i++) integral -= Math.log(curvature[i * n + i]);
  const own = Float64Array.from(kept, (i) => start[i]);
  const slopes = new Float64Array(short.dimension);
  const found = short.density();
  const valueFound = found.evaluate(own, slopes);
  checkSlope(found, own, slopes);
  return Math.abs(valueFound - integral) / Math.abs(integral);
}

/** Along the gradient: its derivatives are written by hand. */
function checkSlope(density: LogDensity, position: Float64Array, gradient: Float64Array): void {
  const length = Math.hypot(...gradient);
  const unused = new Float64Array(position.length);
  const at = (step: number): number =>
    density.evaluate(
      position.map((x, i) => x + (step * gradient[i]) / length),
      unused,
    );
  const step = 1e-5;
  const off = (at(step) - at(-step)) / (2 * step) / length - 1;
  if (!(Math.abs(off) < 1e-6)) throw new Error(`The gradient of the integrated form is off by ${off}.`);
}

const userSeconds = (before: NodeJS.CpuUsage): number => process.cpuUsage(before).user / 1e6;

/** Microseconds of processor for a gradient of each form: blocks in turns, of each the least. */
function timeGradients({ forms }: Case): void {
  const timed = forms.map(({ posterior, microseconds }) => {
    const { dimension } = posterior;
    const [density, gradient] = [posterior.density(), new Float64Array(dimension)];
    const position = Float64Array.from({ length: dimension }, (_, i) => 0.1 * Math.sin(i));
    const count = Math.ceil(2e5 / dimension ** 1.5);
    const block = (): number => {
      const before = process.cpuUsage();
      for (let i = 0; i < count; i++) density.evaluate(position, gradient);
      return (1e6 * userSeconds(before)) / count;
    };
    return { block, microseconds };
  });
  for (const { block } of timed) block();
  const blocks = Array.from({ length: 12 }, () => timed.map(({ block }) => block()));
  timed.forEach(({ microseconds }, i) => microseconds.push(Math.min(...blocks.map((times) => times[i]))));
}

async function fitted(each: Case, form: Form, seed: number): Promise<void> {
  const { spec } = (await readInput(each.path)).resolution;
  const { posterior } = form;
  const before = process.cpuUsage();
  const settings = { ...samplerSettings(spec), chains: 2, warmup: draws, draws, seed };
  const { chains } = await sample(posterior.density(), settings);
  const cpuSeconds = userSeconds(before);
  const positions = Float64Array.from(chains.flatMap((chain) => [...chain.positions]));
  const { columns } = posterior.constrainDraws(positions, chains.length * draws);
  const shared = new Set(each.forms.at(-1)!.posterior.reported.map(({ name }) => name));
  const names = posterior.reported.filter(({ kind }) => kind === "parameter").map(({ name }) => name);
  const essOf = (name: string): number => essBulk({ chains: chains.length, draws, values: columns.get(name)! });
  const found = new Map(names.map((name) => [name, essOf(name)]));
  form.fits.push({
    cpuSeconds,
    gradients: chains.reduce((sum, chain) => sum + chain.gradients - chain.warmupGradients, 0),
    leapfrogs: mean(Float64Array.from(chains.flatMap((chain) => [...chain.leapfrogs]))),
    divergences: chains.reduce((sum, chain) => sum + chain.divergences, 0),
    ess: names.filter((name) => shared.has(name)).map((name) => found.get(name)!),
    smallestOfAll: Math.min(...found.values()),
  });
}

const middle = { geos: 16, weeks: 104, channels: 4 };
const large = { geos: 50, weeks: 104, channels: 10 };
const cases = [
  ...(present ? [await prepared("model C, 6 x 78 x 3", reference("c.yaml"))] : []),
  await prepared("16 x 104 x 4, season by geo", panelFile(middle)),
  await prepared("50 x 104 x 10, season by geo", panelFile(large), false),
];
for (let round = 1; round <= rounds; round++) {
  for (const each of cases) {
    const { name, forms, isFitted } = each;
    timeGradients(each);
    if (!isFitted) continue;
    for (const form of round % 2 === 0 ? forms.toReversed() : forms) await fitted(each, form, round);
    const leapfrogs = forms.map(({ fits }) => short(fits.at(-1)!.leapfrogs));
    console.error(`round ${round}, ${name}: ${leapfrogs.join(", ")} leapfrogs a draw`);
  }
}

const figures: readonly (readonly [string, (fit: Fit) => number])[] = [
  ["leapfrogs a draw", ({ leapfrogs }) => leapfrogs],
  ["smallest ESS per 1000 gradients", ({ ess, gradients }) => (1000 * Math.min(...ess)) / gradients],
  ["median ESS per 1000 gradients", ({ ess, gradients }) => (1000 * median(ess)) / gradients],
  ["smallest ESS per CPU second", ({ ess, cpuSeconds }) => Math.min(...ess) / cpuSeconds],
  ["median ESS per CPU second", ({ ess, cpuSeconds }) => median(ess) / cpuSeconds],
  ["smallest ESS of all that is sampled", ({ smallestOfAll }) => smallestOfAll],
];
const made = machine();
const forms = cases[0].forms.map(({ name }) => name);
const rows = cases.flatMap(({ name, forms, isFitted }) => {
  const [first, ...others] = forms;
  const row = (what: string, of: (form: Form) => readonly number[]): string[] => [
    name,
    what,
    ...forms.map((form) => shortSpread(spread(of(form)))),
    ...others.map((form) => shortSpread(ratios(of(form), of(first)))),
  ];
  const none = others.map(() => "-");
  return [
    [
      name,
      "coordinates; columns",
      ...forms.map(({ posterior, columns }) => `${posterior.dimension}; ${columns}`),
      ...none,
    ],
    row("a gradient, us of CPU, least of blocks", ({ microseconds }) => microseconds),
    ...(isFitted ? figures.map(([what, of]) => row(what, ({ fits }) => fits.map(of))) : []),
  ];
});
const divergences = cases.flatMap(({ forms }) => forms.flatMap(({ fits }) => fits.map((fit) => fit.divergences)));
publish(
  {
    name: "integrated-parts",
    result: {
      machine: made,
      rounds,
      draws,
      cases: cases.map(({ name, forms }) => ({
        name,
        forms: forms.map((form) => ({ ...form, posterior: undefined })),
      })),
    },
    lines: [
      `${machineLine(made)}. ${rounds} interleaved rounds, in each a fit of every form with 2 chains x (${draws} + ${draws}) draws; medians (range).`,
      "",
      ...table(["panel", "", ...forms, ...forms.slice(1).map((form) => `${form} / ${forms[0]}`)], rows),
      "",
      `Divergences in all fits: ${divergences.reduce((sum, count) => sum + count, 0)}.`,
    ],
  },
  !quick,
);
