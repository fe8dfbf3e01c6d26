// What every distribution is: a record of graph parameters, support, normalized log density and exact draws.

import { asNode, constantValue, type Node, type Operand, type Shape } from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import {
  badParameter,
  distributionError,
  noProbabilities,
  parameterWithoutAxis,
} from "../problems/distribution-problems.ts";
import type { Support } from "./support.ts";

export interface DistributionParameter {
  readonly name: string;
  readonly node: Node;
  /**
   * How many of its last axes are its own: 1 for a vector of probabilities, 2 for a matrix, 0 for one number for each vector. The axes
   * before them broadcast with those axes of the value that are not the distribution's. Without this the parameter broadcasts with the
   * whole value.
   */
  readonly axes?: number;
}

/** The shape of a parameter without the axes that are its own. */
export function batchShape({ node, axes = 0 }: DistributionParameter): Shape {
  return node.shape.slice(0, node.shape.length - axes);
}

interface Common {
  /** `normal`, `half_normal`, ...: the name in model files. */
  readonly name: string;
  /** In the order of the constructor's arguments, each under a name of its own. */
  readonly parameters: readonly DistributionParameter[];
  readonly support: Support;
}

/** A distribution of single numbers; arrays of them are independent elements whose parameters broadcast. */
export interface ScalarDistribution extends Common {
  readonly event: "scalar";
  /**
   * Log density (log probability for whole numbers) of each element, with all constants, for values inside the support.
   * Terms of parameters alone are separate addends in the shape of the parameters, so that a sum over observations
   * computes them once.
   */
  logDensity(x: Node): Node;
  /** One exact draw; parameters as numbers in the order of `parameters`, all numbers of each that has axes of its own. */
  draw(random: Random, parameters: readonly number[] | Float64Array): number;
  /** Present for location-scale families: location + scale * a draw of `standard` has this distribution. */
  readonly locationScale?: { readonly location: Node; readonly scale: Node; readonly standard: ScalarDistribution };
}

/** A distribution whose distribution function is at hand, so that it can be censored. */
export interface WithCdf extends ScalarDistribution {
  /** Log of the probability of values up to x, element by element. */
  logCdf(x: Node): Node;
}

/** A value as a fixed map of standard draws, for sampling in coordinates that are not centered. */
export interface AffineForm {
  readonly standard: ArrayDistribution;
  /** The value made of a standard draw. */
  apply(raw: Node): Node;
  /** The standard draw that a value was made of. */
  undo(value: Node): Node;
  /** Log of the absolute determinant of `apply`, for each value. */
  readonly logScale: Node;
}

/** A distribution of vectors along the last axis, or of matrices along the last two. */
export interface ArrayDistribution extends Common {
  readonly event: "array";
  /** The extents of one value: [length] of a vector, [rows, columns] of a matrix. */
  readonly eventShape: Shape;
  /** Log density of each vector or matrix: the shape of `x` without its last axes. */
  logDensity(x: Node): Node;
  /**
   * Writes one exact draw into `out`, in row-major order. Each parameter is stretched to the event's shape, or holds all its numbers
   * where it has axes of its own.
   */
  drawArray(random: Random, parameters: readonly ArrayLike<number>[], out: Float64Array): void;
  /** Present where a value is a location plus a matrix times independent draws. */
  readonly affine?: AffineForm;
}

/** No density at all: contributes nothing, cannot be drawn. */
export interface FlatDistribution extends Common {
  readonly event: "flat";
}

/** A distribution that has a density. */
export type ProperDistribution = ScalarDistribution | ArrayDistribution;

export type Distribution = ProperDistribution | FlatDistribution;

/** The extents of one value; none for single numbers. */
export function eventShapeOf(distribution: Distribution): Shape {
  return distribution.event === "array" ? distribution.eventShape : [];
}

/** What a constant parameter must be. */
export type ParameterRule = "finite" | "positive" | "angle" | "any" | "probability" | "count";

const rules: Readonly<Record<ParameterRule, { readonly holds: (value: number) => boolean; readonly wanted: string }>> =
  {
    any: { holds: (value) => !Number.isNaN(value), wanted: "a number" },
    finite: { holds: Number.isFinite, wanted: "a finite number" },
    angle: { holds: (value) => Math.abs(value) <= Math.PI, wanted: "an angle in radians from -pi to pi" },
    positive: { holds: (value) => Number.isFinite(value) && value > 0, wanted: "a finite number above 0" },
    probability: { holds: (value) => value > 0 && value < 1, wanted: "a number between 0 and 1, both left out" },
    count: { holds: (value) => Number.isInteger(value) && value >= 0, wanted: "a whole number, 0 or more" },
  };

/** Parameters by name, with a check of those that are constant. */
export function parameter(
  distribution: string,
  name: string,
  operand: Operand,
  rule: ParameterRule = "finite",
): DistributionParameter {
  const node = asNode(operand, `${name} of ${distribution}`);
  const { holds, wanted } = rules[rule];
  if (node.kind === "constant") {
    const bad = node.values.find((value) => !holds(value));
    if (bad !== undefined) throw distributionError(badParameter(distribution, name, wanted, bad));
  }
  return { name, node };
}

/** A parameter that is a vector along its last axis. */
export function vectorParameter(
  distribution: string,
  name: string,
  operand: Operand,
  rule: ParameterRule = "finite",
  least = 2,
): DistributionParameter & { readonly length: number } {
  const { node } = parameter(distribution, name, operand, rule);
  const length = node.shape.at(-1) ?? 0;
  if (length < least) throw distributionError(parameterWithoutAxis(distribution, name, least, node.shape));
  return { name, node, axes: 1, length };
}

/** Probabilities along the last axis; constant ones must sum to 1. */
export function probabilities(
  distribution: string,
  name: string,
  operand: Operand,
): DistributionParameter & { readonly length: number } {
  const given = vectorParameter(distribution, name, operand, "probability");
  const { node, length } = given;
  if (node.kind !== "constant") return given;
  for (let start = 0; start < node.values.length; start += length) {
    const total = node.values.subarray(start, start + length).reduce((a, b) => a + b, 0);
    if (Math.abs(total - 1) > 1e-9) throw distributionError(noProbabilities(distribution, name, total));
  }
  return given;
}

/** True when the node is this number everywhere. */
export function isValue(node: Node, value: number): boolean {
  return constantValue(node) === value;
}
