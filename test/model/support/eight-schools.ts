// The eight schools (Rubin 1981; Gelman et al., Bayesian Data Analysis, section 5.5): estimates and standard errors of eight studies.

import { halfCauchy, normal } from "../../../src/distributions/index.ts";
import { type Model, ModelBuilder } from "../../../src/model/index.ts";

export const schools: { readonly y: readonly number[]; readonly sigma: readonly number[] } = {
  y: [28, 8, -3, 7, -1, 1, 18, 12],
  sigma: [15, 10, 16, 11, 9, 11, 10, 18],
};

export function eightSchools(centered: boolean): Model {
  const m = new ModelBuilder();
  const mu = m.parameter("mu", normal(0, 5));
  const tau = m.parameter("tau", halfCauchy(5));
  const theta = m.parameter("theta", normal(mu, tau), { shape: [8], centered });
  const y = m.data("y", [8]);
  const sigma = m.data("sigma", [8]);
  m.observe("y", normal(theta, sigma), y);
  return m.build();
}
