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
  overGeos: {
    family: "lognormal",
    center: { name: "sigma_median", meaning: "median of the sigmas of geos with an average population" },
    spread: {
      name: "sigma_spread",
      meaning: "standard deviation over the geos of the logarithm of sigma, around what their population says",
      prior: "half_normal(0.2)",
      reason: "geos of one size whose noise differs by up to about half",
    },
    size: {
      name: "sigma_population",
      meaning:
        "how noise per head falls with the population: sigma is proportional to population^(-sigma_population / 2); 1 where people buy independently of each other, 0 where all geos are alike",
      domain: [0, 1],
      closed: true,
      prior: "beta(2, 2)",
      reason: "between geos that are alike and people who buy independently",
    },
  },
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
  overGeos: {
    family: "lognormal",
    center: {
      name: "overdispersion_median",
      meaning: "median of the overdispersions of geos with an average population",
    },
    spread: {
      name: "overdispersion_spread",
      meaning:
        "standard deviation over the geos of the logarithm of the overdispersion, around what their population says",
      prior: "half_normal(0.2)",
      reason: "geos of one size whose overdispersion differs by up to about half",
    },
    size: {
      name: "overdispersion_population",
      meaning:
        "how overdispersion falls with the population: it is proportional to population^(-overdispersion_population / 2); 1 where a geo is a sum of places that vary independently, 0 where all geos are alike",
      domain: positiveLine,
      closed: true,
      prior: "truncated_normal(1, 0.5, 0, inf)",
      reason: "around geos that are sums of places that vary independently",
    },
  },
};

/** By likelihood, in the order they are reported. */
export const likelihoodParameters: Readonly<
  Record<ValueOf<typeof modelSettings.likelihood>, readonly ModelParameter[]>
> = {
  normal: [sigma],
  student_t: [sigma, freedom],
  negative_binomial: [overdispersion],
};
