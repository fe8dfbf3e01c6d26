// The slow, obvious twins of the kinds of adstock and saturation: weights and curves as textbooks write them, one number at a time.

import { adstocks } from "../../../src/mmm/adstock/index.ts";
import { saturations } from "../../../src/mmm/saturation/index.ts";

/** A parameter by name. */
export type Of = (parameter: string) => number;

/** Weight at a lag before normalization. */
const weights: Readonly<Record<string, (lag: number, of: Of, window: number) => number>> = {
  none: (lag) => (lag === 0 ? 1 : 0),
  geometric: (lag, of) => of("decay") ** lag,
  delayed: (lag, of) => of("peak_decay") ** ((lag - of("peak_delay")) ** 2),
  binomial: (lag, of, window) => (1 - lag / (window + 1)) ** (1 / of("binomial_decay") - 1),
  weibull_pdf: (lag, of) => {
    const [k, scale, x] = [of("weibull_shape"), of("weibull_scale"), lag + 0.5];
    return (k / scale) * (x / scale) ** (k - 1) * Math.exp(-((x / scale) ** k));
  },
  weibull_cdf: (lag, of) => {
    let weight = 1;
    for (let l = 1; l <= lag; l++) {
      const distribution = 1 - Math.exp(-((l / of("weibull_scale")) ** of("weibull_shape")));
      weight *= 1 - distribution;
    }
    return weight;
  },
};

/** The curve at a stock. */
const curves: Readonly<Record<string, (x: number, of: Of) => number>> = {
  none: (x) => x,
  hill: (x, of) => x ** of("slope") / (of("half_saturation") ** of("slope") + x ** of("slope")),
  logistic: (x, of) => (1 - Math.exp(-of("saturation_rate") * x)) / (1 + Math.exp(-of("saturation_rate") * x)),
  tanh: (x, of) => Math.tanh((Math.atanh(0.5) * x) / of("half_saturation")),
  michaelis_menten: (x, of) => x / (of("half_saturation") + x),
  exponential: (x, of) => 1 - 0.5 ** (x / of("half_saturation")),
  power: (x, of) => x ** of("exponent"),
  log: (x, of) => Math.log(1 + of("log_rate") * x) / Math.log(1 + of("log_rate")),
};

/** Every kind has a twin: one that is missing fails here. */
export function plainWeight(kind: string, lag: number, of: Of, window: number): number {
  return twin(weights, kind)(lag, of, window);
}

export function plainCurve(kind: string, x: number, of: Of): number {
  return twin(curves, kind)(x, of);
}

function twin<T>(table: Readonly<Record<string, T>>, kind: string): T {
  if (!Object.hasOwn(table, kind)) throw new RangeError(`Write the textbook form of "${kind}" in plain-kinds.ts.`);
  return table[kind];
}

export const adstockNames: readonly string[] = adstocks.all().map(({ name }) => name);
export const saturationNames: readonly string[] = saturations.all().map(({ name }) => name);
