// What every distribution is: a record of graph parameters, support, normalized log density and exact draws.

import { asNode, constantValue, type Node, type Operand } from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import type { Support } from "./support.ts";

export interface DistributionParameter {
  readonly name: string;
  readonly node: Node;
}

interface Common {
  /** `normal`, `half_normal`, ...: the name in model files. */
  readonly name: string;
  /** In the order of the constructor's arguments; each broadcasts with the value. */
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
  /** One exact draw; parameters as numbers in the order of `parameters`. */
  draw(random: Random, parameters: readonly number[] | Float64Array): number;
  /** Present for location-scale families: location + scale * a draw of `standard` has this distribution. */
  readonly locationScale?: { readonly location: Node; readonly scale: Node; readonly standard: ScalarDistribution };
}

/** A distribution whose distribution function is at hand, so that it can be censored. */
export interface WithCdf extends ScalarDistribution {
  /** Log of the probability of values up to x, element by element. */
  logCdf(x: Node): Node;
}

/** A distribution of vectors along the last axis; parameters whose name is in `vectors` have that axis too. */
export interface VectorDistribution extends Common {
  readonly event: "vector";
  /** Length of a vector. */
  readonly length: number;
  /** Log density of each vector: the shape of `x` without its last axis. */
  logDensity(x: Node): Node;
  /** Writes one exact draw into `out`; each parameter is a vector of `length` numbers. */
  drawVector(random: Random, parameters: readonly ArrayLike<number>[], out: Float64Array): void;
}

/** No density at all: contributes nothing, cannot be drawn. */
export interface FlatDistribution extends Common {
  readonly event: "flat";
}

export type Distribution = ScalarDistribution | VectorDistribution | FlatDistribution;

/** Parameters by name, with a check of those that are constant. */
export function parameter(
  distribution: string,
  name: string,
  operand: Operand,
  rule: "finite" | "positive" | "any" = "finite",
): DistributionParameter {
  const node = asNode(operand);
  if (node.kind === "constant") {
    for (const value of node.values) {
      const good = rule === "any" ? !Number.isNaN(value) : Number.isFinite(value) && (rule === "finite" || value > 0);
      if (!good) {
        const wanted = { any: "a number", finite: "a finite number", positive: "a finite number above 0" }[rule];
        throw new RangeError(`The ${name} of ${distribution} must be ${wanted}, not ${value}.`);
      }
    }
  }
  return { name, node };
}

/** True when the node is this number everywhere. */
export function isValue(node: Node, value: number): boolean {
  return constantValue(node) === value;
}
