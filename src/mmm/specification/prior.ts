// Priors as written in a model file, `half_normal(0.5)`: the distributions, their arguments, and a printer. parse-prior.ts reads them.

import { type Domain, familyOf, priorFamilies } from "../priors/families/index.ts";

export type { Domain } from "../priors/families/index.ts";

/** Names of the distributions a prior may have, in the order they are documented. */
export function priorDistributions(): readonly string[] {
  return priorFamilies.all().map(({ name }) => name);
}

/**
 * A prior: a distribution and its parameters in the order of `priorSignature`. `fixed(value)` holds a parameter at a value.
 * gamma(shape, rate); inverse_gamma(shape, scale); lognormal(location, scale) of the logarithm; exponential(rate).
 * joint_lognormal(location, own, common): as lognormal with scale sqrt(own^2 + common^2), where what goes with `common` is the same for all
 * channels whose prior of the parameter is of this family.
 * Only the bounds of a truncated_normal may be infinite.
 */
export interface Prior {
  readonly distribution: string;
  readonly parameters: readonly number[];
  /** What it was written by, where that is a mean and standard deviation or quantiles: "mean=1.2, sd=0.4", "5%=0.5, 95%=3". */
  readonly given?: string;
}

/** `lognormal(location, scale)`: a distribution and the names of its arguments. */
export function priorSignature(distribution: string): string {
  return `${distribution}(${argumentNames(distribution).join(", ")})`;
}

/** Names of the arguments of a distribution, in order. */
export function argumentNames(distribution: string): readonly string[] {
  return familyOf({ distribution }).arguments.map((argument) => argument.name);
}

/** Smallest closed interval that holds all of a prior's probability. */
export function priorSupport(prior: Prior): Domain {
  return familyOf(prior).support(prior.parameters);
}

/** A prior by the arguments of its family, as text that `parsePrior` reads back. */
export function formatPrior(prior: Prior): string {
  return `${prior.distribution}(${prior.parameters.map(formatNumber).join(", ")})`;
}

/** A prior as it was written: `lognormal(mean=1.2, sd=0.4)` for one that is given by these. */
export function formatWritten(prior: Prior): string {
  return prior.given === undefined ? formatPrior(prior) : `${prior.distribution}(${prior.given})`;
}

/** A number as priors write it. */
export function formatNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "inf";
  if (value === Number.NEGATIVE_INFINITY) return "-inf";
  return Object.is(value, -0) ? "0" : String(value);
}
