// The scalar distributions by name, for tests that go over all of them.

import * as all from "../../../src/distributions/index.ts";
import type { ScalarDistribution } from "../../../src/distributions/index.ts";
import type { Operand } from "../../../src/graph/index.ts";

type Constructor = (...parameters: Operand[]) => ScalarDistribution;

export const byName: Readonly<Record<string, Constructor>> = {
  normal: (mean, sd) => all.normal(mean, sd),
  half_normal: (sd) => all.halfNormal(sd),
  student_t: (df, location, scale) => all.studentT(df, location, scale),
  half_student_t: (df, scale) => all.halfStudentT(df, scale),
  cauchy: (location, scale) => all.cauchy(location, scale),
  half_cauchy: (scale) => all.halfCauchy(scale),
  lognormal: (location, scale) => all.logNormal(location, scale),
  gamma: (shape, rate) => all.gamma(shape, rate),
  inverse_gamma: (shape, scale) => all.inverseGamma(shape, scale),
  exponential: (rate) => all.exponential(rate),
  beta: (a, b) => all.beta(a, b),
  uniform: (lower, upper) => all.uniform(lower, upper),
  truncated_normal: (mean, sd, lower, upper) => all.truncatedNormal(mean, sd, lower, upper),
  laplace: (location, scale) => all.laplace(location, scale),
  laplace_sum_1: (location, scale) => all.laplaceSum(location, scale, 1),
  laplace_sum_3: (location, scale) => all.laplaceSum(location, scale, 3),
  normal_laplace: (mean, sd, scale) => all.normalLaplace(mean, sd, scale),
  bernoulli_logit: (logit) => all.bernoulliLogit(logit),
  poisson: (rate) => all.poisson(rate),
  poisson_log: (logRate) => all.poissonLog(logRate),
  negative_binomial: (mean, dispersion) => all.negativeBinomial(mean, dispersion),
};
