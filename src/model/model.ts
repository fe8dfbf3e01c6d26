// A finished model: named coordinates, parameters, priors, observations and data, all as nodes of one graph.

import type { Distribution, ProperDistribution, Support, Transform } from "../distributions/index.ts";
import type { Node, Numbers, Shape } from "../graph/index.ts";

/** A block of the unconstrained vector that the sampler moves in. */
export interface Coordinate {
  readonly name: string;
  /** The free numbers: a parameter input of the graph. */
  readonly input: Node;
  /** The free numbers brought into the support. */
  readonly value: Node;
  readonly support: Support;
  readonly transform: Transform;
  /** Along each axis of the free numbers. */
  readonly labels: readonly (readonly string[])[];
  /** One name for each free number. */
  readonly elementNames: readonly string[];
  /** The value computed from parameters that have priors, where that is not plain; see ModelBuilder.recover. */
  readonly recovery?: Node;
}

/** Something that is reported for each draw. */
export interface Quantity {
  readonly name: string;
  readonly node: Node;
  /** Along each axis; none for a single number. */
  readonly labels: readonly (readonly string[])[];
  readonly elementNames: readonly string[];
  readonly unit?: string;
}

/** The prior of a node. */
export interface PriorTerm {
  readonly name: string;
  readonly distribution: Distribution;
  readonly node: Node;
}

/** A likelihood term whose values for single observations are kept, for leave-one-out. */
export interface PointwiseTerm {
  readonly name: string;
  /** Log likelihood of each observation. */
  readonly pointwise: Node;
  /** Along each axis of the observations. */
  readonly labels: readonly (readonly string[])[];
  readonly elementNames: readonly string[];
}

/** A likelihood term with a distribution, which can be drawn from. */
export interface Observation extends PointwiseTerm {
  readonly distribution: ProperDistribution;
  /** What is observed: usually a data input. */
  readonly node: Node;
  /** Along each axis of what is observed, which has more of them than `labels` where one observation is a vector. */
  readonly observedLabels: readonly (readonly string[])[];
}

export interface DataEntry {
  readonly name: string;
  readonly shape: Shape;
  readonly node: Node;
  /** Along each axis. */
  readonly labels: readonly (readonly string[])[];
  readonly elementNames: readonly string[];
}

/** What `build` of a ModelBuilder makes of its statements. */
export interface ModelParts {
  /** In the order of the unconstrained vector. */
  readonly coordinates: readonly Coordinate[];
  readonly parameters: readonly Quantity[];
  readonly derived: readonly Quantity[];
  readonly priors: readonly PriorTerm[];
  readonly observations: readonly Observation[];
  /** The observations and the potentials with pointwise values, in the order of the model. */
  readonly pointwise: readonly PointwiseTerm[];
  readonly data: readonly DataEntry[];
  /**
   * What the sampler sees: log prior, log Jacobian of everything between the unconstrained vector and the parameters, and
   * log likelihood. Non-centered parameters enter by their standard form, which is the same up to rounding.
   */
  readonly logDensity: Node;
  /** Log density of the parameters on the scale of their priors, potentials included, without any Jacobian. */
  readonly logPrior: Node;
  /** Log Jacobian from the unconstrained vector to the quantities that have priors: logDensity - logPrior - logLikelihood. */
  readonly logJacobian: Node;
  readonly logLikelihood: Node;
}

/** Values by name: a number, an array that is flat in row-major order, or nested arrays. */
export type DataValues = Readonly<Record<string, Numbers>>;

/**
 * @param data by name: numbers, flat arrays in row-major order, or nested arrays
 * @param settings of the sampler (`seed`, `chains`, `warmup`, `draws`, `targetAccept`, ...), and how it runs: `threads`, `signal`, `onProgress`, ...
 * @returns a promise of the fit, with `cancel()` for what is still being sampled
 */
export type FitModel = (
  data?: DataValues,
  settings?: import("../fitting/index.ts").ModelFitSettings,
) => import("../fitting/index.ts").RunningFit;

/**
 * @param data as of a fit; of what is observed only the shapes matter
 * @param options `draws` (default 1000), `seed` (default 1), `backend`
 */
export type DrawPrior = (
  data?: DataValues,
  options?: import("../fitting/index.ts").PriorOptions,
) => Promise<import("../fitting/index.ts").ModelPrior>;

export interface Model extends ModelParts {
  /**
   * Samples the posterior on worker threads and gives everything that follows from the draws as one object:
   *
   * ```ts
   * const fit = await model.fit({ y, sigma }, { seed: 1 });
   * console.log(fit);
   * ```
   */
  readonly fit: FitModel;
  /**
   * Draws from the prior, with what would be observed (prior predictive), before anything is fitted:
   *
   * ```ts
   * const prior = await model.priorDraws({ y, sigma });
   * prior.draws("tau");
   * prior.predictive("y");
   * ```
   *
   * @throws CarryoverError for a model with potentials or flat priors, which have no draws
   */
  readonly priorDraws: DrawPrior;
}
