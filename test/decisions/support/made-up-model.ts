// Fitted models whose draws are made up, and a slow, obvious twin of the model that they are checked against.

import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { type ParameterMatrix, parameterBlocks } from "../../../src/mmm/response/natural-parameters.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { allParameters, type ParameterName } from "../../../src/mmm/specification/parameters.ts";
import { harmonicLabels } from "../../../src/mmm/terms/baseline/index.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { adstockNames, plainCurve, plainWeight, saturationNames } from "../../mmm/support/plain-kinds.ts";
import { randomStream } from "../../../src/numerics/random.ts";

export interface MadeUp {
  /** Text of a model file without its `data`; its channels are among spend_TV, spend_Radio, spend_Social. */
  readonly file?: string;
  readonly weeks?: number;
  readonly draws?: number;
  readonly target?: "revenue" | "conversions";
  readonly daily?: boolean;
  readonly seed?: number;
  /** Instead of the made-up value of a parameter (all members alike). */
  readonly fixed?: Readonly<Partial<Record<ParameterName, number>>>;
  /** Spend of TV in each week; default uneven, with weeks of none. */
  readonly tv?: (week: number) => number;
}

/** Three channels, a promotion of zeros and ones, a price, season and trend; draws spread around plausible values. */
export async function madeUpModel(options: MadeUp = {}): Promise<FittedModel> {
  const { weeks = 60, draws = 40, target = "revenue", daily = false, seed = 1, fixed = {}, tv } = options;
  const random = randomStream([seed, 1]);
  const column = (of: (week: number) => number): number[] => Array.from({ length: weeks }, (_, t) => of(t));
  const start = Date.UTC(2024, 0, 1);
  const table = {
    date: column(() => 0).map((_, t) => new Date(start + t * (daily ? 1 : 7) * 864e5).toISOString().slice(0, 10)),
    [target]: column(() => 50_000 + 5000 * random.normal()),
    spend_TV: column(tv ?? ((t) => (t % 13 < 5 ? 4000 * Math.exp(0.3 * random.normal()) : 0))),
    spend_Radio: column(() => 1500 * Math.exp(0.4 * random.normal())),
    spend_Social: column((t) => (t < 6 ? 0 : 800 * Math.exp(0.5 * random.normal()))),
    promotion: column(() => (random.uniform() < 0.2 ? 1 : 0)),
    price: column(() => 9.9 + 0.5 * random.normal()),
  };
  const data = await mediaDataFromColumns(table);
  const document = await parseModelFile(`data: table.csv\n${options.file ?? "trend: linear"}\n`, "model.yaml");
  const { spec } = resolve(document, data);
  const blocks = parameterBlocks(spec);
  const width = blocks.reduce((total, { size }) => total + size, 0);
  const values = new Float64Array(draws * width);
  const make: Partial<Record<ParameterName, () => number>> = {
    decay: () => 0.2 + 0.6 * random.uniform(),
    slope: () => 0.7 + 2 * random.uniform(),
    half_saturation: () => Math.exp(0.5 * random.normal()),
    saturation_rate: () => Math.exp(0.5 * random.normal()),
    // Smaller exponents make effects last longer than they are counted.
    exponent: () => 0.5 + 0.4 * random.uniform(),
    coefficient: () => 0.5 + random.uniform(),
    control: () => random.normal(),
    season: () => 0.3 * random.normal(),
    trend: () => random.normal(),
    intercept: () => -1 + 0.3 * random.normal(),
    sigma: () => 0.3 + 0.1 * random.uniform(),
    degrees_of_freedom: () => 4 + random.uniform(),
  };
  /** Any plausible value of a parameter of a kind of adstock or saturation. */
  const anyOf =
    (name: ParameterName): (() => number) =>
    () =>
      allParameters()[name].domain[1] === 1 ? 0.15 + 0.7 * random.uniform() : Math.exp(0.5 * random.normal());
  for (let i = 0; i < draws; i++) {
    for (const { name, start: first, size } of blocks) {
      for (let k = 0; k < size; k++) values[i * width + first + k] = fixed[name] ?? (make[name] ?? anyOf(name))();
    }
  }
  const posterior: ParameterMatrix = { blocks, width, count: draws, values };
  return { spec, data, design: makeDesign(data, spec), chains: 1, posterior, converged: true };
}

/** A parameter at one draw. */
export function parameterAt({ posterior }: FittedModel, draw: number, name: string, member?: string): number {
  const block = posterior.blocks.find((each) => each.name === name);
  if (block === undefined) throw new RangeError(`There is no ${name}.`);
  const place = member === undefined ? 0 : block.axes[0].labels.indexOf(member);
  return posterior.values[draw * posterior.width + block.start + place];
}

/** Contribution of a channel in each week of `spend`, in the target's own units: sums written out as in a textbook. */
export function plainContribution(
  model: FittedModel,
  draw: number,
  channel: number,
  spend: readonly number[],
): number[] {
  const { spec, design } = model;
  const { name, adstock, saturation, order } = spec.channels[channel];
  const of = (parameter: string): number => parameterAt(model, draw, parameter, name);
  const x = spend.map((amount) => amount / design.mediaScales[channel].scale);
  const window = adstock.window === "infinite" ? 400 : ((adstock.window ?? 0) as number);
  const weights = Array.from({ length: window + 1 }, (_, lag) => plainWeight(adstock.kind, lag, of, window));
  const whole = adstock.normalize === true ? sum(weights) : 1;
  const carried = (values: readonly number[]): number[] =>
    values.map((_, t) => {
      let stock = 0;
      for (let lag = 0; lag <= Math.min(window, t); lag++) stock += weights[lag] * values[t - lag];
      return stock / whole;
    });
  const curved = (values: readonly number[]): number[] => values.map((value) => plainCurve(saturation.kind, value, of));
  const effect = order === "adstock_first" ? curved(carried(x)) : carried(curved(x));
  return effect.map((value) => of("coefficient") * design.targetScale.scale * value);
}

/** The expected target of each week without media, from the model's equation. */
export function plainBaseline(model: FittedModel, draw: number): number[] {
  const { spec, design, data } = model;
  const { location, scale } = design.targetScale;
  return data.dates.map((_, t) => {
    let scaled = parameterAt(model, draw, "intercept");
    spec.controls.forEach((name, k) => {
      scaled += parameterAt(model, draw, "control", name) * design.terms.control.values[k * design.weeks + t];
    });
    if (spec.trend === "linear") scaled += parameterAt(model, draw, "trend") * design.terms.trend.values[t];
    if (spec.weekday === true) {
      ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"].forEach((day, k) => {
        scaled += parameterAt(model, draw, "weekday", day) * design.terms.weekday.values[k * design.weeks + t];
      });
    }
    harmonicLabels(spec.seasonality).forEach((label, k) => {
      scaled += parameterAt(model, draw, "season", label) * design.terms.season.values[k * design.weeks + t];
    });
    return location + scale * scaled;
  });
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Every kind of adstock and saturation, as model files. */
export const structures: readonly { readonly name: string; readonly file: string }[] = [
  { name: "the default model with a trend", file: "trend: linear" },
  { name: "logistic saturation", file: "saturation: { kind: logistic }" },
  { name: "no saturation", file: "saturation: { kind: none }" },
  { name: "no adstock", file: "adstock: { kind: none }" },
  { name: "a window, normalized", file: "adstock: { kind: geometric, window: 6 }" },
  { name: "a window, not normalized", file: "adstock: { kind: geometric, window: 4, normalize: false }" },
  { name: "infinite adstock, not normalized", file: "adstock: { kind: geometric, normalize: false }" },
  {
    name: "another structure for each channel",
    file: `
channels:
  spend_TV: { adstock: { kind: geometric, window: 8 }, saturation: { kind: logistic } }
  spend_Radio: { adstock: { kind: none }, saturation: { kind: none } }
  spend_Social: {}`,
  },
  ...adstockNames.map((kind) => ({ name: `the adstock ${kind}`, file: `adstock: ${kind}` })),
  ...saturationNames.map((kind) => ({ name: `the saturation ${kind}`, file: `saturation: ${kind}` })),
  ...saturationNames.map((kind) => ({
    name: `the saturation ${kind} before adstock`,
    file: `saturation: ${kind}\norder: saturation_first`,
  })),
  {
    name: "saturation before adstocks that are not normalized",
    file: `adstock: { normalize: false }
order: saturation_first
channels:
  spend_TV: { adstock: { kind: geometric, window: 6 } }
  spend_Radio: { adstock: { kind: binomial, window: 4 }, saturation: tanh }
  spend_Social: { saturation: power, order: adstock_first }`,
  },
  {
    name: "kinds that share a parameter",
    file: `channels:
  spend_TV: { adstock: delayed, saturation: exponential }
  spend_Radio: { adstock: weibull_pdf, saturation: hill }
  spend_Social: { adstock: weibull_cdf, saturation: michaelis_menten }`,
  },
];
