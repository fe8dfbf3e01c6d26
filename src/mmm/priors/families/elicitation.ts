// Priors given by what is known of a quantity, such as its mean and standard deviation or two of its quantiles, instead of by the arguments
// of a family. Closed forms where there are any, else roots to the last digits.

import { rootBetween } from "../../../numerics/optimize/index.ts";
import {
  betaCdf,
  gammaCdf,
  inverseBetaCdf,
  inverseNormalCdf,
  lgamma,
  logNormalCdf,
} from "../../../numerics/special/index.ts";

/** The value that a quantity is below with this probability. */
export interface QuantilePoint {
  readonly probability: number;
  readonly value: number;
}

/** Why no member of a family is as wanted. `limit` is what the standard deviation, or the degrees of freedom, would have to be below, or above. */
export type Impossible = "outside" | "order" | "sd" | "freedom" | "mean" | "reach";
export type Solved = readonly number[] | { readonly impossible: Impossible; readonly limit?: number };

/** How members of a family are found by what is known of the quantity. */
export interface Elicitation {
  /** Names of the arguments that are given as they are beside it; they come first or last in `solve`, as in the family. */
  readonly held: readonly string[];
  /** From a mean, and a standard deviation where the family has one to choose. */
  readonly moments?: {
    readonly names: readonly ("mean" | "sd")[];
    readonly solve: (values: readonly number[], held: readonly number[]) => Solved;
  };
  /** From so many quantiles, ascending. */
  readonly quantiles?: {
    readonly count: 1 | 2;
    readonly solve: (points: readonly QuantilePoint[], held: readonly number[]) => Solved;
  };
}

type Solve = (points: readonly QuantilePoint[], held: readonly number[]) => Solved;

type FromMoments = NonNullable<Elicitation["moments"]>;
type FromQuantiles = NonNullable<Elicitation["quantiles"]>;
type Standard = (probability: number, held: readonly number[]) => number;

/** One positive number that is chosen as scale of a standard quantity. */
function scaled(standard: Standard): FromQuantiles {
  return { count: 1, solve: positive(([{ probability, value }], held) => [value / standard(probability, held)]) };
}

/** Location and scale of a standard quantity. */
function located(standard: Standard): FromQuantiles {
  return {
    count: 2,
    solve: ([low, high], held) => {
      const [from, to] = [standard(low.probability, held), standard(high.probability, held)];
      const scale = (high.value - low.value) / (to - from);
      return [low.value - scale * from, scale];
    },
  };
}

/** The quantile of a Student-t with these degrees of freedom. */
function studentQuantile(probability: number, df: number): number {
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  const x = inverseBetaCdf(2 * tail, df / 2, 0.5);
  const size = Math.sqrt((df * (1 - x)) / x);
  return probability < 0.5 ? -size : size;
}

const laplaceQuantile = (p: number): number => (p < 0.5 ? Math.log(2 * p) : -Math.log(2 * (1 - p)));
const cauchyQuantile = (p: number): number => Math.tan(Math.PI * (p - 0.5));

function positive(solve: Solve): Solve {
  return (points, held) => (points.some(({ value }) => value <= 0) ? { impossible: "outside" } : solve(points, held));
}

/** Shape of a gamma from the logarithm of the ratio of two quantiles, which falls with the shape; then its rate. */
const gammaQuantiles: Solve = positive(([low, high]) => {
  const wanted = Math.log(high.value / low.value);
  const ratio = (logShape: number): number => {
    const shape = Math.exp(logShape);
    return gammaLogQuantile(high.probability, shape) - gammaLogQuantile(low.probability, shape) - wanted;
  };
  if (!(ratio(logShapes[0]) > 0 && ratio(logShapes[1]) < 0)) return { impossible: "reach" };
  const shape = Math.exp(rootBetween(ratio, ...logShapes));
  return [shape, Math.exp(gammaLogQuantile(low.probability, shape)) / low.value];
});

/** Logarithms of the least and the largest shape that are looked among. */
const logShapes = [Math.log(0.01), Math.log(1e6)] as const;

/** Logarithm of a quantile of a gamma of rate 1. */
function gammaLogQuantile(probability: number, shape: number): number {
  const f = (logX: number): number => gammaCdf(Math.exp(logX), shape) - probability;
  // Where the quantile is far below 1: P(shape, x) is nearly x^shape / Gamma(shape + 1).
  const start = Math.min(Math.log(shape), (Math.log(probability) + lgamma(shape + 1)) / shape);
  let [low, high] = [start - 1, Math.log(shape + 1) + 1];
  while (f(low) > 0) low -= 1;
  while (f(high) < 0) high += 1;
  return rootBetween(f, low, high);
}

/** Mean and then concentration of a beta: the wider, the smaller the concentration. */
const betaQuantiles: Solve = ([low, high]) => {
  if (low.value <= 0 || high.value >= 1) return { impossible: "outside" };
  const shares = (logSize: number): readonly [number, number] => {
    const size = Math.exp(logSize);
    const at = (logit: number): readonly [number, number] => {
      const [mean, rest] = [1 / (1 + Math.exp(-logit)), 1 / (1 + Math.exp(logit))];
      return [size * mean, size * rest];
    };
    const f = (logit: number): number => betaCdf(low.value, ...at(logit)) - low.probability;
    let [from, to] = [-2, 2];
    while (f(from) < 0 && from > -500) from *= 2;
    while (f(to) > 0 && to < 500) to *= 2;
    return at(rootBetween(f, from, to));
  };
  const excess = (logSize: number): number => betaCdf(high.value, ...shares(logSize)) - high.probability;
  return searched(excess, Math.log(0.01), Math.log(1e7), shares);
};

/** The root of a function that rises or falls from one end to the other; nothing where it does not change its sign. */
function searched(f: (x: number) => number, from: number, to: number, made: (x: number) => readonly number[]): Solved {
  try {
    return made(rootBetween(f, from, to));
  } catch (error) {
    if (error instanceof RangeError) return { impossible: "reach" };
    throw error;
  }
}

/** Mean and standard deviation before truncation: the wider, the larger the standard deviation. */
const truncatedQuantiles: Solve = ([low, high], [lower, upper]) => {
  if (low.value <= lower || high.value >= upper) return { impossible: "outside" };
  if (!Number.isFinite(lower) && !Number.isFinite(upper)) return normalQuantiles([low, high], []);
  const width = high.value - low.value;
  const meanFor = (sd: number): number => {
    const f = (mean: number): number => betweenShare(low.value, mean, sd, lower, upper) - low.probability;
    let reach = sd;
    while (f(low.value - reach) < 0 && reach < 1e12 * sd) reach *= 2;
    const from = low.value - reach;
    reach = sd;
    while (f(low.value + reach) > 0 && reach < 1e12 * sd) reach *= 2;
    return rootBetween(f, from, low.value + reach);
  };
  const made = (logSd: number): readonly number[] => {
    const sd = Math.exp(logSd);
    return [meanFor(sd), sd];
  };
  const excess = (logSd: number): number => {
    const [mean, sd] = made(logSd);
    return betweenShare(high.value, mean, sd, lower, upper) - high.probability;
  };
  return searched(excess, Math.log(width * 1e-3), Math.log(width * 1e3), made);
};

/** P(X <= x) of a normal between two bounds. */
function betweenShare(x: number, mean: number, sd: number, lower: number, upper: number): number {
  const [a, z, b] = [lower, x, upper].map((end) => (end - mean) / sd);
  return Math.exp(logBetween(a, z) - logBetween(a, b));
}

/** Log of the probability that a standard normal is between two numbers, which are taken in the lower tail. */
function logBetween(a: number, b: number): number {
  if (a > 0) return logBetween(-b, -a);
  const upper = b === Number.POSITIVE_INFINITY ? 0 : logNormalCdf(b);
  return a === Number.NEGATIVE_INFINITY ? upper : upper + Math.log(-Math.expm1(logNormalCdf(a) - upper));
}

const { solve: normalQuantiles } = located(inverseNormalCdf);

/** A family of positive numbers has a positive mean. */
function ofPositive(solve: FromMoments["solve"]): FromMoments["solve"] {
  return (values, held) => (values[0] > 0 ? solve(values, held) : { impossible: "mean" });
}

const both = ["mean", "sd"] as const;

/** By family; those that are not here are given by their own arguments alone. */
export const elicitations: Readonly<Record<string, Elicitation>> = {
  // Mean and standard deviation are arguments of its own.
  normal: { held: [], quantiles: located(inverseNormalCdf) },
  half_normal: {
    held: [],
    moments: { names: ["mean"], solve: ofPositive(([mean]) => [mean * Math.sqrt(Math.PI / 2)]) },
    quantiles: scaled((p) => inverseNormalCdf((1 + p) / 2)),
  },
  student_t: {
    held: ["df"],
    moments: {
      names: both,
      solve: ([mean, sd], [df]) =>
        df > 2 ? [mean, sd * Math.sqrt((df - 2) / df)] : { impossible: "freedom", limit: 2 },
    },
    quantiles: located((p, [df]) => studentQuantile(p, df)),
  },
  half_student_t: {
    held: ["df"],
    moments: {
      names: ["mean"],
      solve: ofPositive(([mean], [df]) =>
        df > 1
          ? [mean / (2 * Math.sqrt(df / Math.PI) * Math.exp(lgamma((df + 1) / 2) - lgamma(df / 2) - Math.log(df - 1)))]
          : { impossible: "freedom", limit: 1 },
      ),
    },
    quantiles: scaled((p, [df]) => studentQuantile((1 + p) / 2, df)),
  },
  cauchy: { held: [], quantiles: located(cauchyQuantile) },
  half_cauchy: { held: [], quantiles: scaled((p) => Math.tan((Math.PI * p) / 2)) },
  lognormal: {
    held: [],
    moments: {
      names: both,
      solve: ofPositive(([mean, sd]) => {
        const variance = Math.log1p((sd / mean) ** 2);
        return [Math.log(mean) - variance / 2, Math.sqrt(variance)];
      }),
    },
    quantiles: {
      count: 2,
      solve: positive((points) =>
        normalQuantiles(
          points.map(({ probability, value }) => ({ probability, value: Math.log(value) })),
          [],
        ),
      ),
    },
  },
  gamma: {
    held: [],
    moments: { names: both, solve: ofPositive(([mean, sd]) => [(mean / sd) ** 2, mean / sd ** 2]) },
    quantiles: { count: 2, solve: gammaQuantiles },
  },
  inverse_gamma: {
    held: [],
    moments: {
      names: both,
      solve: ofPositive(([mean, sd]) => [(mean / sd) ** 2 + 2, mean * ((mean / sd) ** 2 + 1)]),
    },
    // Its inverse is a gamma.
    quantiles: {
      count: 2,
      solve: positive((points) =>
        gammaQuantiles(
          points.map(({ probability, value }) => ({ probability: 1 - probability, value: 1 / value })).toReversed(),
          [],
        ),
      ),
    },
  },
  exponential: {
    held: [],
    moments: { names: ["mean"], solve: ofPositive(([mean]) => [1 / mean]) },
    quantiles: { count: 1, solve: positive(([{ probability, value }]) => [-Math.log1p(-probability) / value]) },
  },
  beta: {
    held: [],
    moments: {
      names: both,
      solve: ([mean, sd]) => {
        if (!(mean > 0 && mean < 1)) return { impossible: "mean", limit: 1 };
        const size = (mean * (1 - mean)) / sd ** 2 - 1;
        return size > 0 ? [mean * size, (1 - mean) * size] : { impossible: "sd", limit: Math.sqrt(mean * (1 - mean)) };
      },
    },
    quantiles: { count: 2, solve: betaQuantiles },
  },
  uniform: {
    held: [],
    moments: { names: both, solve: ([mean, sd]) => [mean - sd * Math.sqrt(3), mean + sd * Math.sqrt(3)] },
    quantiles: {
      count: 2,
      solve: ([low, high]) => {
        const width = (high.value - low.value) / (high.probability - low.probability);
        return [low.value - width * low.probability, low.value + width * (1 - low.probability)];
      },
    },
  },
  // Mean and standard deviation are arguments of its own: before truncation.
  truncated_normal: { held: ["lower", "upper"], quantiles: { count: 2, solve: truncatedQuantiles } },
  laplace: {
    held: [],
    moments: { names: both, solve: ([mean, sd]) => [mean, sd / Math.SQRT2] },
    quantiles: located(laplaceQuantile),
  },
};
