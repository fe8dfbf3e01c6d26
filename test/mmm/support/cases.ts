// Tables and model files that between them use every kind of adstock, saturation, likelihood and prior, and tables that are hard.

import { type ColumnValues, mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import type { ResolvedSpec } from "../../../src/mmm/specification/resolved-spec.ts";
import { compileModel, type Posterior } from "../../../src/model/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";

type Spend = (week: number, noise: () => number) => number;

const usual: Spend = (_week, noise) => 1000 * Math.exp(0.5 * noise());

export interface Case {
  readonly name: string;
  /** Spend by channel. Default: three ordinary channels. */
  readonly spend?: Readonly<Record<string, Spend>>;
  readonly weeks?: number;
  readonly daily?: boolean;
  /** Text of a model file without its `data`. */
  readonly file?: string;
}

const three = { TV: usual, Radio: usual, Social: usual };

export const cases: readonly Case[] = [
  { name: "the default model" },
  {
    name: "no spend for the first 30 weeks of a channel",
    spend: { ...three, Radio: (t, n) => (t < 30 ? 0 : usual(t, n)) },
  },
  { name: "a channel of constant spend", spend: { ...three, Radio: () => 500 } },
  { name: "a channel with a single week of spend", spend: { ...three, Radio: (t) => (t === 40 ? 5000 : 0) } },
  { name: "a channel with spend in the last week only", spend: { ...three, Radio: (t) => (t === 77 ? 5000 : 0) } },
  {
    name: "30 channels in 52 weeks",
    weeks: 52,
    spend: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, usual])),
  },
  { name: "daily data", daily: true, weeks: 200 },
  { name: "logistic saturation", file: "saturation: { kind: logistic }" },
  { name: "no saturation", file: "saturation: { kind: none }" },
  { name: "no adstock", file: "adstock: { kind: none }" },
  { name: "a window of eight lags", file: "adstock: { kind: geometric, window: 8 }" },
  { name: "a window, not normalized", file: "adstock: { kind: geometric, window: 3, normalize: false }" },
  { name: "infinite adstock, not normalized", file: "adstock: { kind: geometric, normalize: false }" },
  {
    name: "another curve for each channel",
    file: `channels:
  spend_TV: { adstock: { kind: geometric, window: 8 }, saturation: { kind: logistic } }
  spend_Radio: { adstock: { kind: none }, saturation: { kind: none } }
  spend_Social: {}`,
  },
  {
    name: "Hill channels of different adstock around a logistic one",
    file: `channels:
  spend_TV: { adstock: { kind: geometric, window: 4 } }
  spend_Radio: { saturation: { kind: logistic } }
  spend_Social: {}`,
  },
  { name: "days of the week", daily: true, weeks: 147 },
  { name: "Student-t likelihood", file: "likelihood: student_t" },
  {
    name: "no scaling of the target",
    file: "scaling: { media: mean, target: none }\npriors: { coefficient: half_normal(20000), intercept: normal(0, 50000), sigma: half_normal(10000), control: normal(0, 10000), season: normal(0, 10000), trend: normal(0, 10000) }",
  },
  {
    name: "priors of other families on every parameter",
    file: `likelihood: student_t
trend: linear
seasonality: { period: 52, harmonics: 1 }
priors:
  decay: { TV: uniform(0.1, 0.9), Radio: "truncated_normal(0.5, 0.2, 0, 1)", Social: fixed(0.4) }
  slope: { TV: lognormal(0.5, 0.4), Radio: fixed(1), Social: "truncated_normal(2, 1, 0.5, 5)" }
  half_saturation: { TV: gamma(2, 2), Radio: inverse_gamma(3, 2), Social: uniform(0.2, 3) }
  coefficient: { TV: exponential(1), Radio: half_cauchy(1), Social: "half_student_t(4, 1)" }
  control: laplace(0, 1)
  season: student_t(4, 0, 1)
  trend: cauchy(0, 1)
  intercept: uniform(-10, 10)
  sigma: uniform(0.01, 5)
  degrees_of_freedom: exponential(0.1)`,
  },
  {
    name: "fixed parameters",
    file: `seasonality: none
priors:
  decay: { TV: beta(2, 2), Radio: fixed(0.5), Social: fixed(0.2) }
  slope: fixed(1.5)
  half_saturation: { TV: fixed(1), Radio: "truncated_normal(1, 1, 0.2, inf)", Social: lognormal(0, 0.5) }
  coefficient: { TV: uniform(0, 5), Radio: gamma(2, 1), Social: fixed(1) }
  intercept: fixed(-1)
  sigma: fixed(0.5)`,
  },
];

export async function tableOf({ spend = three, weeks = 78, daily = false }: Case): Promise<MediaData> {
  const random = randomStream([20250301]);
  const noise = (): number => random.normal();
  const series = Object.entries(spend).map(([name, of]) => [
    `spend_${name}`,
    Float64Array.from({ length: weeks }, (_, t) => Math.round(100 * of(t, noise)) / 100),
  ]);
  const promotions = Array.from({ length: weeks }, (_, t) => (t % 7 === 3 ? 1 : 0));
  const revenue = promotions.map((promotion, t) => 20000 + 3000 * promotion + 2000 * Math.sin(t / 8) + 1500 * noise());
  const day = (t: number): string => new Date(Date.UTC(2023, 0, 2 + t)).toISOString().slice(0, 10);
  const date = daily ? { date: promotions.map((_, t) => day(t)) } : { week: promotions.map((_, t) => t + 1) };
  const columns: ColumnValues = { ...date, ...Object.fromEntries(series), promotions, revenue };
  return mediaDataFromColumns(columns);
}

export interface Prepared {
  readonly spec: ResolvedSpec;
  readonly weeks: number;
  readonly data: Readonly<Record<string, ArrayLike<number>>>;
  posterior(backend?: "wasm" | "javascript"): Posterior;
}

export async function prepare(each: Case): Promise<Prepared> {
  const table = await tableOf(each);
  const document = each.file === undefined ? undefined : await parseModelFile(`data: t.csv\n${each.file}\n`, "m.yaml");
  const { spec } = resolve(document, table);
  const design = makeDesign(table, spec);
  const data = modelData(design);
  return {
    spec,
    weeks: design.weeks,
    data,
    posterior: (backend = "wasm") => compileModel(mediaMixModel(spec, design.weeks), data, { backend }),
  };
}

/** Positions about which chains start: uniform within `radius` of the origin. */
export function positions(dimension: number, count: number, radius: number): Float64Array[] {
  const random = randomStream([7, dimension]);
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: dimension }, () => radius * (2 * random.uniform() - 1)),
  );
}

/**
 * A coordinate as what is reported tells it: those of sizes that may vanish are of either sign around -0.3, and what is reported is the same on both sides.
 */
export function asReported(name: string, coordinate: number): number {
  const isSize = ["size of week effects", "noise", "rate of the target"].includes(name);
  return isSize ? Math.abs(coordinate + 0.3) : coordinate;
}

/** Cases of one model, which differ in their data alone, become fits of one engine. */
export function caseGroups(): [name: string, group: Case[]][] {
  const byModel = new Map<string, Case[]>();
  for (const each of cases) {
    const key = `${each.file ?? ""} ${each.weeks ?? ""} ${Object.keys(each.spend ?? {}).length > 3}`;
    byModel.set(key, [...(byModel.get(key) ?? []), each]);
  }
  return [...byModel.values()].map((each) => [each.map(({ name }) => name).join("; "), each]);
}
