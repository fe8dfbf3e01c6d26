// What a family of priors is: how it is written in a model file, and the distribution that it stands for.

import type { ScalarDistribution, ArrayDistribution } from "../../../distributions/index.ts";
import type { Operand } from "../../../graph/index.ts";
import type { Elicitation } from "./elicitation.ts";

/** How one argument of a prior may be chosen. */
export type ArgumentRule = "finite" | "positive" | "bound";

/** Lower and upper end; either may be infinite. */
export type Domain = readonly [lower: number, upper: number];

export interface PriorArgument {
  readonly name: string;
  /** "finite": any number; "positive": above 0; "bound": any number, infinite ones included. */
  readonly rule: ArgumentRule;
}

/**
 * A family of priors. A Gumbel prior, as a family of one's own:
 *
 * ```ts
 * priorFamilies.add({
 *   name: "gumbel",
 *   arguments: [{ name: "location", rule: "finite" }, { name: "scale", rule: "positive" }],
 *   support: () => [-Infinity, Infinity],
 *   distribution: gumbel, // (location, scale) => ScalarDistribution
 * });
 * ```
 *
 * A model file then writes `priors: { trend: "gumbel(0, 1)" }`.
 */
export interface PriorFamily {
  /** In snake_case, as in `name(1, 2)`. */
  readonly name: string;
  readonly arguments: readonly PriorArgument[];
  /** Smallest closed interval that holds all the probability. */
  readonly support: (parameters: readonly number[]) => Domain;
  /** Of one number; arguments may also be arrays, one element for each channel. */
  readonly distribution: (...parameters: Operand[]) => ScalarDistribution;
  /**
   * Of the priors of several channels or controls together, in a family that has them depend on each other. Each of them by itself is
   * `distribution`, which also stands for a single one, and for every element of a parameter that varies over more than channels or controls.
   */
  readonly joint?: (length: number, ...parameters: Operand[]) => ArrayDistribution;
  /** How one is found by a mean and standard deviation, or by quantiles; by default its arguments alone say it. */
  readonly elicited?: Elicitation;
  /** Tells priors apart that cannot be one distribution of arrays, such as by which of their bounds are infinite. */
  readonly variant?: (parameters: readonly number[]) => string;
}
