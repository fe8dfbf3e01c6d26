// Eight schools (Rubin 1981; Gelman et al., Bayesian Data Analysis, section 5.5): what most tests of fits fit.

import { halfCauchy, normal } from "../../../src/distributions/index.ts";
import { type Model, ModelBuilder } from "../../../src/model/index.ts";

export const schools: readonly string[] = [
  "Choate",
  "Deerfield",
  "Phillips Andover",
  "Phillips Exeter",
  "Hotchkiss",
  "Lawrenceville",
  "St. Paul's",
  "Mt. Hermon",
];

export const data: { readonly y: readonly number[]; readonly sigma: readonly number[] } = {
  y: [28, 8, -3, 7, -1, 1, 18, 12],
  sigma: [15, 10, 16, 11, 9, 11, 10, 18],
};

/** With the schools as labels; `centered` is the form in which chains get stuck. */
export function eightSchools(centered = false): Model {
  const m = new ModelBuilder();
  const mu = m.parameter("mu", normal(0, 5));
  const tau = m.parameter("tau", halfCauchy(5));
  const theta = m.parameter("theta", normal(mu, tau), { shape: [8], labels: schools, centered });
  m.derive("effect", theta.sub(mu), { labels: schools, unit: "points" });
  const y = m.data("y", [8], { labels: schools });
  m.observe("score", normal(theta, m.data("sigma", [8])), y, { labels: schools });
  return m.build();
}
