// Constraining transforms: from free real numbers to values inside a support, with the log Jacobian in closed form.

import { type Transform, type Constrained, type BoundValues, outside, checkLength } from "./transform-terms.ts";
import {
  add,
  asNode,
  broadcastTo,
  divide,
  evaluate,
  exp,
  log,
  logistic,
  multiply,
  type Node,
  type Operand,
  type Shape,
  softplus,
  subtract,
} from "../graph/index.ts";
import type { Support } from "./support.ts";
import { choleskyCorrelationTransform, choleskyCovarianceTransform } from "./transform-cholesky.ts";
import { orderedTransform, positiveOrderedTransform } from "./transform-ordered.ts";
import { simplexTransform } from "./transform-simplex.ts";
import { sumToZeroTransform } from "./transform-sum-to-zero.ts";

/** The transform onto arrays of this shape with elements, or vectors along the last axis, inside `support`. */
export function transformTo(support: Support, shape: Shape): Transform {
  switch (support.kind) {
    case "real":
      return elementwise(
        shape,
        (u) => ({ value: u, logJacobian: asNode(0) }),
        (x) => x,
        (x) => x,
        support,
      );
    case "positive":
      return elementwise(
        shape,
        (u) => ({ value: exp(u), logJacobian: u }),
        (x) => log(x),
        (x) => Math.log(x),
        support,
      );
    case "above":
      return elementwise(
        shape,
        (u) => ({ value: add(support.lower, exp(u)), logJacobian: u }),
        (x) => log(subtract(x, support.lower)),
        (x, lower) => Math.log(x - lower),
        support,
        support.lower,
      );
    case "below":
      return elementwise(
        shape,
        (u) => ({ value: subtract(support.upper, exp(u)), logJacobian: u }),
        (x) => log(subtract(support.upper, x)),
        (x, _, upper) => Math.log(upper - x),
        support,
        undefined,
        support.upper,
      );
    case "interval":
      return elementwise(
        shape,
        (u) => {
          const width = subtract(support.upper, support.lower);
          // log of logistic(u) (1 - logistic(u)) is u - 2 softplus(u).
          const logSlope = subtract(u, multiply(2, softplus(u)));
          return {
            value: add(support.lower, multiply(width, logistic(u))),
            logJacobian: add(logSlope, log(broadcastTo(width, shape))),
          };
        },
        (x) => log(divide(subtract(x, support.lower), subtract(support.upper, x))),
        (x, lower, upper) => Math.log((x - lower) / (upper - x)),
        support,
        support.lower,
        support.upper,
      );
    case "ordered":
      return orderedTransform(shape);
    case "positiveOrdered":
      return positiveOrderedTransform(shape);
    case "simplex":
      return simplexTransform(shape);
    case "sumToZero":
      return sumToZeroTransform(shape);
    case "choleskyCorrelation":
      return choleskyCorrelationTransform(shape);
    case "choleskyCovariance":
      return choleskyCovarianceTransform(shape);
    case "whole":
      throw new RangeError("Whole numbers have no unconstrained form; only continuous parameters can be sampled.");
  }
}

const constantBound: BoundValues = (bound) => evaluate([bound], {})[0];

function elementwise(
  shape: Shape,
  constrain: (unconstrained: Node) => Constrained,
  invert: (value: Node) => Node,
  inverse: (x: number, lower: number, upper: number) => number,
  support: Support,
  lower: Operand = Number.NEGATIVE_INFINITY,
  upper: Operand = Number.POSITIVE_INFINITY,
): Transform {
  return {
    unconstrainedShape: shape,
    constrain,
    invert,
    unconstrain(values, boundValues = constantBound) {
      const from = boundValues(broadcastTo(lower, shape));
      const to = boundValues(broadcastTo(upper, shape));
      checkLength(values, shape);
      return values.map((x, i) => {
        const u = inverse(x, from[i], to[i]);
        if (!Number.isFinite(u)) throw outside(support, x, i);
        return u;
      });
    },
  };
}
