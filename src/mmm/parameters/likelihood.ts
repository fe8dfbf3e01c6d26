// The parameters of each likelihood: what stands between the expected target and the one in the table.

import type { modelSettings, ValueOf } from "../../settings/index.ts";
import { type ModelParameter, positiveLine } from "./parameter.ts";

const sigma: ModelParameter = {
  name: "sigma",
  axes: [],
  domain: positiveLine,
  meaning: "standard deviation (student_t: scale) of what the model leaves unexplained, in scaled target",
  needs: "likelihood: normal or student_t",
  prior: "half_normal(1)",
  reason: "from an exact fit to one that explains nothing",
  assumes: ["target"],
};

const freedom: ModelParameter = {
  name: "degrees_of_freedom",
  axes: [],
  domain: positiveLine,
  meaning: "degrees of freedom of the Student-t likelihood; small means heavy tails",
  needs: "likelihood: student_t",
  prior: "gamma(2, 0.1)",
  reason: "from very heavy tails to nearly normal (Juarez and Steel 2010)",
};

const overdispersion: ModelParameter = {
  name: "overdispersion",
  axes: [],
  domain: positiveLine,
  meaning:
    "what the model leaves unexplained of a count beyond chance, as a share of its mean: variance mean + (overdispersion * mean)^2",
  needs: "likelihood: negative_binomial",
  prior: "half_normal(0.5)",
  reason:
    "from weeks that differ by chance alone (Poisson) to rates that are off by half of what is expected, or by all",
};

/** By likelihood, in the order they are reported. */
export const likelihoodParameters: Readonly<
  Record<ValueOf<typeof modelSettings.likelihood>, readonly ModelParameter[]>
> = {
  normal: [sigma],
  student_t: [sigma, freedom],
  negative_binomial: [overdispersion],
};
