// A finished model: named coordinates, parameters, priors, observations and data, all as nodes of one graph.

import type { Distribution, ProperDistribution, Support, Transform } from "../distributions/index.ts";
import type { Node, Shape } from "../graph/index.ts";

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
  readonly elementNames: readonly string[];
}

/** A likelihood term with a distribution, which can be drawn from. */
export interface Observation extends PointwiseTerm {
  readonly distribution: ProperDistribution;
  /** What is observed: usually a data input. */
  readonly node: Node;
}

export interface DataEntry {
  readonly name: string;
  readonly shape: Shape;
  readonly node: Node;
  readonly elementNames: readonly string[];
}

export interface Model {
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
