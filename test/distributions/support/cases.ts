// The scalar distributions by name, each with the cases that tests take it through. A new distribution is found by its export and gets cases
// by itself; write an entry here where its tails or branches need others, and values of an independent program in golden.json.

import * as all from "../../../src/distributions/index.ts";
import type { ScalarDistribution } from "../../../src/distributions/index.ts";
import { type Operand, subtract } from "../../../src/graph/index.ts";
import { automaticCases, exported } from "./automatic-cases.ts";

export interface DistributionCases {
  readonly make: (...parameters: Operand[]) => ScalarDistribution;
  /** Parameters, and points between which the density is smooth and not too uneven; densities integrate to one. */
  readonly integrals?: readonly (readonly [parameters: readonly number[], points: readonly number[]])[];
  /** Of whole numbers: parameters, and the last one summed; what is beyond is below 1e-13. */
  readonly sums?: readonly (readonly [parameters: readonly number[], last: number])[];
  /** Parameters, and values at which gradients are held to differences: tails and both sides of every branch. */
  readonly gradients: readonly (readonly [parameters: readonly number[], values: readonly number[]])[];
  /** Parameters for which draws are held to the density. */
  readonly draws: readonly (readonly number[])[];
}

const inf = Number.POSITIVE_INFINITY;

const written: Readonly<Record<string, DistributionCases>> = {
  normal: {
    make: (mean, sd) => all.normal(mean, sd),
    integrals: [
      [
        [0, 1],
        [-inf, 0, inf],
      ],
      [
        [3, 0.2],
        [-inf, 3, inf],
      ],
    ],
    gradients: [
      [
        [0.5, 2],
        [-40, 0.3, 7],
      ],
    ],
    draws: [[3, 0.2]],
  },
  half_normal: {
    make: (sd) => all.halfNormal(sd),
    integrals: [
      [[1], [0, inf]],
      [[30], [0, inf]],
    ],
    gradients: [[[2], [0.001, 0.3, 70]]],
    draws: [[2]],
  },
  student_t: {
    make: (df, location, scale) => all.studentT(df, location, scale),
    integrals: [
      [
        [1.5, 0, 1],
        [-inf, 0, inf],
      ],
      [
        [4, -2, 3],
        [-inf, -2, inf],
      ],
      [
        [60, 1, 0.5],
        [-inf, 1, inf],
      ],
    ],
    gradients: [
      [
        [4, 0.5, 2],
        [-40, 0.3, 10000],
      ],
      [
        [90, 0.5, 2],
        [-40, 0.3, 7],
      ],
    ],
    draws: [
      [1.5, 1, 2],
      [7, 0, 1],
    ],
  },
  half_student_t: {
    make: (df, scale) => all.halfStudentT(df, scale),
    integrals: [
      [
        [3, 2.5],
        [0, inf],
      ],
      [
        [30, 0.1],
        [0, inf],
      ],
    ],
    gradients: [
      [
        [3, 2.5],
        [0.3, 1000],
      ],
    ],
    draws: [[3, 2.5]],
  },
  cauchy: {
    make: (location, scale) => all.cauchy(location, scale),
    integrals: [
      [
        [0, 1],
        [-inf, 0, inf],
      ],
      [
        [5, 0.1],
        [-inf, 5, inf],
      ],
    ],
    gradients: [
      [
        [0.5, 2],
        [-40, 0.3, 10000],
      ],
    ],
    draws: [[5, 0.1]],
  },
  half_cauchy: {
    make: (scale) => all.halfCauchy(scale),
    integrals: [
      [[2.5], [0, inf]],
      [[0.1], [0, inf]],
    ],
    gradients: [[[2.5], [0.01, 0.3, 1000]]],
    draws: [[2.5]],
  },
  lognormal: {
    make: (location, scale) => all.logNormal(location, scale),
    integrals: [
      [
        [0, 1],
        [0, 1, inf],
      ],
      [
        [-1, 0.25],
        [0, 0.36787944117144233, inf],
      ],
    ],
    gradients: [
      [
        [0.5, 0.8],
        [0.001, 0.3, 50],
      ],
    ],
    draws: [[-1, 0.5]],
  },
  gamma: {
    make: (shape, rate) => all.gamma(shape, rate),
    integrals: [
      [
        [2, 1],
        [0, 2, inf],
      ],
      [
        [0.5, 3],
        [0, 1, inf],
      ],
      [
        [50, 10],
        [0, 5, inf],
      ],
    ],
    gradients: [
      [
        [2.5, 1.5],
        [0.01, 0.3, 30],
      ],
      [
        [0.3, 1.5],
        [0.01, 0.3, 30],
      ],
    ],
    draws: [
      [0.4, 3],
      [7, 3],
    ],
  },
  inverse_gamma: {
    make: (shape, scale) => all.inverseGamma(shape, scale),
    integrals: [
      [
        [3, 2],
        [0, 1, inf],
      ],
      [
        [0.7, 0.1],
        [0, 0.1, inf],
      ],
    ],
    gradients: [
      [
        [2.5, 1.5],
        [0.05, 0.3, 30],
      ],
    ],
    draws: [[2, 3]],
  },
  exponential: {
    make: (rate) => all.exponential(rate),
    integrals: [
      [[0.3], [0, inf]],
      [[20], [0, inf]],
    ],
    gradients: [[[1.7], [0.3, 30]]],
    draws: [[0.3]],
  },
  beta: {
    make: (a, b) => all.beta(a, b),
    integrals: [
      [
        [2, 5],
        [0, 1],
      ],
      [
        [0.7, 0.9],
        [0, 0.5, 1],
      ],
      [
        [30, 3],
        [0, 0.9, 1],
      ],
    ],
    gradients: [
      [
        [2, 0.6],
        [0.01, 0.3, 0.9],
      ],
    ],
    draws: [
      [0.5, 0.7],
      [3, 8],
    ],
  },
  uniform: {
    make: (lower, upper) => all.uniform(lower, upper),
    integrals: [
      [
        [0, 1],
        [0, 1],
      ],
      [
        [-3, 7.5],
        [-3, 7.5],
      ],
    ],
    gradients: [
      [
        [-1, 3],
        [0.3, 2],
      ],
    ],
    draws: [[-3, 7.5]],
  },
  truncated_normal: {
    make: (mean, sd, lower, upper) => all.truncatedNormal(mean, sd, lower, upper),
    integrals: [
      [
        [0, 1, -0.5, 0.6],
        [-0.5, 0.6],
      ],
      [
        [0, 1, 8, 10],
        [8, 8.5, 10],
      ],
      [
        [0, 1, 30, inf],
        [30, inf],
      ],
      [
        [2, 3, -inf, -20],
        [-inf, -20],
      ],
      [
        [0.5, 0.2, 0, inf],
        [0, 0.5, inf],
      ],
      [
        [0.5, 0.2, -inf, 0.6],
        [-inf, 0.6],
      ],
    ],
    gradients: [
      [
        [0.5, 1, -0.5, 1.2],
        [0.3, 1],
      ],
      [
        [0, 1, 6, 8],
        [6.3, 7],
      ],
      [
        [0, 1, -8, -6],
        [-6.3, -7],
      ],
      [
        [0.4, 0.9, 0, inf],
        [0.3, 5],
      ],
      [
        [-20, 1, 0, inf],
        [0.03, 0.5],
      ],
      [
        [0.4, 0.9, -inf, 1.5],
        [0.3, -5],
      ],
    ],
    draws: [
      [0, 1, -0.5, 0.6],
      [0, 1, -2, 3],
      [0, 1, 1, 1.2],
      [0, 1, 1, 4],
      [0, 1, 30, inf],
      [0, 1, 30, 30.01],
      [2, 3, -inf, -20],
      [0.5, 0.2, 0, inf],
    ],
  },
  laplace: {
    make: (location, scale) => all.laplace(location, scale),
    integrals: [
      [
        [0, 1],
        [-inf, 0, inf],
      ],
      [
        [2, 0.3],
        [-inf, 2, inf],
      ],
    ],
    gradients: [
      [
        [0.5, 2],
        [-40, 0.3, 7],
      ],
    ],
    draws: [[2, 0.3]],
  },
  laplace_sum_1: {
    make: (location, scale) => all.laplaceSum(location, scale, 1),
    integrals: [
      [
        [2, 0.3],
        [-inf, 2, inf],
      ],
    ],
    gradients: [
      [
        [0.5, 2],
        [-40, 0.3, 7],
      ],
    ],
    draws: [[2, 0.3]],
  },
  laplace_sum_3: {
    make: (location, scale) => all.laplaceSum(location, scale, 3),
    integrals: [
      [
        [2, 0.3],
        [-inf, 2, inf],
      ],
    ],
    gradients: [
      [
        [0.5, 2],
        [-40, 0.3, 7],
      ],
    ],
    draws: [[2, 0.3]],
  },
  normal_laplace: {
    make: (mean, sd, scale) => all.normalLaplace(mean, sd, scale),
    integrals: [
      [
        [0, 1, 1],
        [-inf, 0, inf],
      ],
      [
        [2, 0.3, 2],
        [-inf, 2, inf],
      ],
      [
        [2, 3, 0.01],
        [-inf, 2, inf],
      ],
    ],
    gradients: [
      [
        [0.5, 0.7, 2],
        [-40, 0.3, 7],
      ],
      [
        [0.5, 2, 0.1],
        [-4, 0.3, 7],
      ],
    ],
    draws: [[2, 0.3, 0.5]],
  },
  beta_proportion: {
    make: (mean, concentration) => all.betaProportion(mean, concentration),
    integrals: [
      [
        [0.3, 7],
        [0, 0.3, 1],
      ],
      [
        [0.6, 3],
        [0, 0.6, 1],
      ],
    ],
    gradients: [
      [
        [0.3, 7],
        [0.01, 0.3, 0.9],
      ],
    ],
    draws: [
      [0.3, 7],
      [0.9, 1.2],
    ],
  },
  asymmetric_laplace: {
    make: (location, scale, probability) => all.asymmetricLaplace(location, scale, probability),
    integrals: [
      [
        [0, 1, 0.5],
        [-inf, 0, inf],
      ],
      [
        [2, 0.3, 0.9],
        [-inf, 2, inf],
      ],
    ],
    gradients: [
      [
        [0.5, 2, 0.2],
        [-4, 0.3, 7],
      ],
    ],
    draws: [
      [2, 0.3, 0.9],
      [-1, 2, 0.2],
    ],
  },
  exponentially_modified_normal: {
    make: (mean, sd, rate) => all.exponentiallyModifiedNormal(mean, sd, rate),
    integrals: [
      [
        [0.3, 1, 0.5],
        [-inf, 1, inf],
      ],
      [
        [2, 0.3, 20],
        [-inf, 2, inf],
      ],
    ],
    gradients: [
      [
        [0.5, 2, 0.7],
        [-40, 0.3, 1.9, 2.1, 70],
      ],
    ],
    draws: [
      [2, 0.3, 4],
      [-1, 2, 0.2],
    ],
  },
  von_mises: {
    make: (location, concentration) => all.vonMises(location, concentration),
    integrals: [
      [
        [0.5, 0.3],
        [-Math.PI, 0.5, Math.PI],
      ],
      [
        [3, 19.9],
        [-Math.PI, 0, 3, Math.PI],
      ],
      [
        [-1, 200],
        [-Math.PI, -1, Math.PI],
      ],
    ],
    gradients: [
      [
        [0.5, 2],
        [-3, 0.3, 3],
      ],
      [
        [-2, 30],
        [-3, 0.3, 3],
      ],
    ],
    draws: [
      [0.5, 0.3],
      [3, 4],
      [-1, 200],
      [1, 1e-7],
    ],
  },
  bernoulli: {
    make: (probability) => all.bernoulli(probability),
    sums: [
      [[0.3], 1],
      [[1e-9], 1],
    ],
    gradients: [[[0.7], [0, 1]]],
    draws: [[0.7]],
  },
  binomial: {
    make: (trials, probability) => all.binomial(trials, probability),
    sums: [
      [[10, 0.3], 10],
      [[1, 0.9], 1],
      [[500, 0.02], 500],
    ],
    gradients: [
      [
        [10, 0.3],
        [0, 4, 10],
      ],
    ],
    draws: [
      [7, 0.3],
      [25, 0.9],
      [1000, 0.4],
      [100000, 0.003],
    ],
  },
  binomial_logit: {
    make: (trials, logit) => all.binomialLogit(trials, logit),
    sums: [
      [[10, 0.3], 10],
      [[500, -4], 500],
    ],
    gradients: [
      [
        [10, -0.4],
        [0, 4, 10],
      ],
    ],
    draws: [
      [7, 0.3],
      [60, -2],
    ],
  },
  beta_binomial: {
    make: (trials, a, b) => all.betaBinomial(trials, a, b),
    sums: [
      [[10, 0.3, 2], 10],
      [[300, 19, 21], 300],
      [[20, 1e9, 2e9], 20],
    ],
    gradients: [
      [
        [10, 1.5, 30],
        [0, 4, 10],
      ],
    ],
    draws: [
      [7, 0.3, 2],
      [200, 5, 9],
    ],
  },
  geometric: {
    make: (probability) => all.geometric(probability),
    sums: [
      [[0.3], 100],
      [[0.95], 20],
    ],
    gradients: [[[0.3], [0, 4, 30]]],
    draws: [[0.3], [0.02]],
  },
  zero_inflated_poisson: {
    make: (probability, rate) => all.zeroInflatedPoisson(probability, rate),
    sums: [
      [[0.3, 4], 80],
      [[0.01, 0.2], 30],
    ],
    gradients: [
      [
        [0.3, 4],
        [0, 1, 9],
      ],
    ],
    draws: [[0.3, 4]],
  },
  zero_inflated_negative_binomial: {
    make: (probability, mean, dispersion) => all.zeroInflatedNegativeBinomial(probability, mean, dispersion),
    sums: [[[0.3, 4, 0.7], 3000]],
    gradients: [
      [
        [0.3, 4, 0.7],
        [0, 1, 9],
      ],
    ],
    draws: [[0.3, 4, 0.7]],
  },
  "mixture of two normals": {
    make: (w, m1, s1, m2, s2) => all.mixture([w, subtract(1, w)], [all.normal(m1, s1), all.normal(m2, s2)]),
    integrals: [
      [
        [0.3, 0, 1, 5, 0.2],
        [-inf, 0, 4, 5, inf],
      ],
    ],
    gradients: [
      [
        [0.3, 0, 1, 5, 0.2],
        [-30, 0.3, 4, 5, 40],
      ],
    ],
    draws: [[0.3, 0, 1, 5, 0.2]],
  },
  "mixture of a half-normal and a normal": {
    make: (w, sd, mean, other) => all.mixture([w, subtract(1, w)], [all.halfNormal(sd), all.normal(mean, other)]),
    integrals: [
      [
        [0.3, 1, 2, 1.5],
        [-inf, 0, 2, inf],
      ],
    ],
    gradients: [
      [
        [0.3, 1, 2, 1.5],
        [-3, 0.3, 4],
      ],
    ],
    draws: [[0.3, 1, 2, 1.5]],
  },
  "mixture of a log-normal and two gammas": {
    make: (a, b, m, s, k, r) =>
      all.mixture([a, b, subtract(subtract(1, a), b)], [all.logNormal(m, s), all.gamma(k, r), all.gamma(r, 4)]),
    integrals: [
      [
        [0.3, 0.2, 0, 1, 2, 3],
        [0, 0.5, inf],
      ],
    ],
    gradients: [
      [
        [0.3, 0.2, 0, 1, 2, 3],
        [0.01, 0.3, 4],
      ],
    ],
    draws: [[0.3, 0.2, 0, 1, 2, 3]],
  },
  "mixture of a Poisson and a binomial": {
    make: (w, rate, p) => all.mixture([w, subtract(1, w)], [all.poisson(rate), all.binomial(5, p)]),
    sums: [[[0.3, 4, 0.2], 60]],
    gradients: [
      [
        [0.3, 4, 0.2],
        [0, 5, 6, 20],
      ],
    ],
    draws: [[0.3, 4, 0.2]],
  },
  categorical: {
    make: (a, b) => all.categorical([a, b, subtract(subtract(1, a), b)]),
    sums: [[[0.3, 0.6], 2]],
    gradients: [
      [
        [0.3, 0.6],
        [0, 1, 2],
      ],
    ],
    draws: [[0.3, 0.6]],
  },
  categorical_logit: {
    make: (a, b, c) => all.categoricalLogit([a, b, c]),
    sums: [
      [[0.3, 2, -1], 2],
      [[800, 0, -800], 2],
    ],
    gradients: [
      [
        [0.3, 2, -1],
        [0, 1, 2],
      ],
    ],
    draws: [
      [0.3, 2, -1],
      [801, 800, 799],
    ],
  },
  ordered_logistic: {
    make: (location, a, b, c) => all.orderedLogistic(location, [a, b, c]),
    sums: [
      [[0.3, -1, 0, 2], 3],
      [[50, -1, 0, 2], 3],
    ],
    gradients: [
      [
        [0.3, -1, 0, 2],
        [0, 1, 2, 3],
      ],
    ],
    draws: [
      [0.3, -1, 0, 2],
      [2, -1, 0.5, 2],
    ],
  },
  "ordered_logistic of two categories": {
    make: (location, cut) => all.orderedLogistic(location, [cut]),
    sums: [[[0.3, -1], 1]],
    gradients: [
      [
        [0.3, -1],
        [0, 1],
      ],
    ],
    draws: [[0.3, -1]],
  },
  bernoulli_logit: {
    make: (logit) => all.bernoulliLogit(logit),
    sums: [
      [[0.3], 1],
      [[-7], 1],
    ],
    gradients: [
      [[0.7], [0, 1]],
      [[-12], [0, 1]],
    ],
    draws: [[0.7]],
  },
  poisson: {
    make: (rate) => all.poisson(rate),
    sums: [
      [[0.3], 40],
      [[25], 200],
    ],
    gradients: [[[3.2], [0, 4, 30]]],
    draws: [[0.8], [9.9], [10.1], [150]],
  },
  poisson_log: {
    make: (logRate) => all.poissonLog(logRate),
    sums: [
      [[1.4], 80],
      [[5], 500],
    ],
    gradients: [[[1.2], [0, 4, 30]]],
    draws: [[3]],
  },
  negative_binomial: {
    make: (mean, dispersion) => all.negativeBinomial(mean, dispersion),
    sums: [
      [[4, 0.7], 3000],
      [[20, 19], 600],
      [[20, 21], 600],
      [[30, 10000000], 300],
    ],
    gradients: [
      [
        [6, 1.5],
        [0, 4, 30],
      ],
      [
        [6, 50],
        [0, 4, 30],
      ],
    ],
    draws: [
      [6, 0.7],
      [40, 30],
    ],
  },
};

/** Whatever is exported, with the cases that are written for it or those made for any. */
export const distributions: Readonly<Record<string, DistributionCases>> = {
  ...Object.fromEntries(
    exported()
      .filter(({ name }) => !(name in written))
      .map((each) => [each.name, automaticCases(each)]),
  ),
  ...written,
};

/** A distribution by its name. */
export const byName: Readonly<Record<string, DistributionCases["make"]>> = Object.fromEntries(
  Object.entries(distributions).map(([name, { make }]) => [name, make]),
);

/** All cases of one sort, each behind the name of its distribution. */
export function casesOf<T extends readonly unknown[]>(
  pick: (cases: DistributionCases) => readonly T[] | undefined,
): (readonly [string, ...T])[] {
  return Object.entries(distributions).flatMap(([name, cases]) =>
    (pick(cases) ?? []).map((each) => [name, ...each] as const),
  );
}
