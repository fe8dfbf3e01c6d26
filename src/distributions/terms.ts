// Pieces of log densities that several distributions share, each in the form that keeps its digits in the tails.

import {
  add,
  broadcastTo,
  constantValue,
  divide,
  erfc,
  erfcx,
  exp,
  less,
  lgamma,
  log,
  log1p,
  maximum,
  minimum,
  multiply,
  negate,
  type Node,
  type Operand,
  select,
  sizeOf,
  square,
  subtract,
} from "../graph/index.ts";

export const logTwo: number = Math.LN2;
export const halfLogTwoPi = 0.9189385332046728;
export const logPi = 1.1447298858494002;

/** `select` that is decided now when the condition is a constant. */
export function choose(condition: Node, whenTrue: () => Node, whenFalse: () => Node): Node {
  const value = constantValue(condition);
  if (value === undefined) return select(condition, whenTrue(), whenFalse());
  return value !== 0 ? whenTrue() : whenFalse();
}

/**
 * ((x - location) / scale)^2. A scale with fewer elements than x divides after the square, where a sum over x takes it
 * out of the loop.
 */
export function squaredDistance(x: Node, location: Node, scale: Node): Node {
  const difference = subtract(x, location);
  if (sizeOf(scale.shape) < sizeOf(difference.shape)) {
    return multiply(square(divide(1, scale)), square(difference));
  }
  return square(divide(difference, scale));
}

/**
 * log gamma(x + 1/2) - log gamma(x) for x > 0. From 20 on by its asymptotic series (Tricomi & Erdelyi 1951; next term
 * below 1e-17 there): the difference of two large numbers would have no digits left.
 */
export function logGammaHalfStep(x: Node): Node {
  return choose(
    less(x, 20),
    () => subtract(lgamma(add(x, 0.5)), lgamma(x)),
    () => {
      const large = constantValue(x) === undefined ? maximum(x, 20) : x;
      const inverse = divide(1, large);
      const s = square(inverse);
      const series = oddSeries(inverse, s, [-1 / 8, 1 / 192, -1 / 640, 17 / 14336, -31 / 18432, 691 / 180224]);
      return add(multiply(0.5, log(large)), series);
    },
  );
}

/** Remainder of Stirling's formula: lgamma(x) = (x - 1/2) log x - x + log(2 pi) / 2 + this, to 1e-17 from x = 20 on. */
export function stirlingRemainder(x: Node): Node {
  const inverse = divide(1, x);
  return oddSeries(inverse, square(inverse), [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360]);
}

/** inverse * (c0 + c1 s + c2 s^2 + ...). */
function oddSeries(inverse: Node, s: Node, coefficients: readonly number[]): Node {
  const last = coefficients.length - 1;
  let total: Operand = coefficients[last];
  for (let i = last - 1; i >= 0; i--) total = add(coefficients[i], multiply(s, total));
  return multiply(inverse, total);
}

const rootHalf = Math.SQRT1_2;

/** Log of the probability that a standard normal exceeds `a`, accurate in both tails. */
export function logUpperTail(a: Node): Node {
  return choose(
    less(a, 0),
    () => log1p(multiply(-0.5, erfc(multiply(-rootHalf, bounded(minimum, a))))),
    () => {
      const right = bounded(maximum, a);
      return add(multiply(-0.5, square(right)), log(multiply(0.5, erfcx(multiply(rootHalf, right)))));
    },
  );
}

/** The branch not taken must stay finite, derivatives included: its argument is held on its side of zero. */
function bounded(side: typeof maximum, x: Node): Node {
  return constantValue(x) === undefined ? side(x, 0) : x;
}

/**
 * Log of the probability that a standard normal lies between `a` and `b`, a < b, accurate in both tails. The relative
 * error of the probability is about 1e-16 / (b - a) for narrow intervals.
 */
export function logBetween(a: Node, b: Node): Node {
  const near = maximum(a, negate(b));
  const far = maximum(b, negate(a));
  return choose(
    less(0, near),
    () => {
      // Both bounds on one side: Q(near) - Q(far) with exp(-near^2 / 2) taken out.
      const from = maximum(near, 0);
      const ratio = exp(multiply(-0.5, multiply(subtract(far, from), add(far, from))));
      const rest = subtract(erfcx(multiply(rootHalf, from)), multiply(erfcx(multiply(rootHalf, far)), ratio));
      return add(multiply(-0.5, square(from)), log(multiply(0.5, rest)));
    },
    () => {
      const below = erfc(multiply(-rootHalf, minimum(a, 0)));
      const above = erfc(multiply(rootHalf, maximum(b, 0)));
      return log1p(multiply(-0.5, add(below, above)));
    },
  );
}

/** `term` in the shape that it and `x` broadcast to. */
export function inShapeOf(term: Node, x: Node): Node {
  return add(term, broadcastTo(0, x.shape));
}
