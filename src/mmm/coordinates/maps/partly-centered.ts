// Values drawn from a normal distribution whose center and spread are unknown, of each of which data say something: the coordinate is standard normal given center
// and spread, were the data one observation of the value with a normal error of known variance.
//
// With spread s, variance V and share = s^2 / (s^2 + V),
//
//   value = (1 - share) center + share origin + sqrt(share V) coordinate,
//
// where origin is about what the data say. Without data (V infinite) the coordinate is (value - center) / s, which is not centered; with strong data it is
// (value - origin) / sqrt(V), which is centered. Between them the coordinate neither follows the center nor has it a scale that changes with the spread,
// whatever the spread is: there is no funnel. (With the share frozen, as in Gorinova, Moore and Hoffman 2020, that holds near one spread alone.)

import * as g from "../../../graph/index.ts";
import type { Node, Operand } from "../../../graph/index.ts";
import { softly } from "./positive-map.ts";

export interface PartlyCenteredMap {
  /** (value - center) / spread of a coordinate. */
  readonly standard: (coordinate: Node) => Node;
  /** Log of the derivative of that by the coordinate. */
  readonly logSlope: (coordinate: Node) => Node;
  readonly inverse: (standard: Node) => Node;
}

export interface PartlyCentered {
  /** Origin less center. */
  readonly offset: Operand;
  readonly spread: Node;
  /** 1 / V: 0 where the data say nothing. */
  readonly precision: Operand;
}

/** All of these broadcast against the values. */
export function partlyCentered({ offset, spread, precision }: PartlyCentered): PartlyCenteredMap {
  // With information = s^2 / V: share = information / (1 + information), and sqrt(share V) / s = 1 / sqrt(1 + information).
  const whole = g.add(1, g.multiply(g.square(spread), precision));
  const shift = g.divide(g.multiply(g.multiply(spread, precision), offset), whole);
  const root = g.sqrt(whole);
  return {
    standard: (u) => g.add(shift, g.divide(u, root)),
    logSlope: () => g.multiply(-0.5, g.log(whole)),
    inverse: (standard) => g.multiply(g.subtract(standard, shift), root),
  };
}

export interface PartlyCenteredLog {
  /** Log of the median, and about what the data say. */
  readonly center: Node;
  readonly origin: Node;
  /** Of the logarithm. */
  readonly spread: Node;
  /** What the data say of the value itself, not of its logarithm: 1 / variance, above 0. */
  readonly precision: Node;
}

/**
 * The same for positive values whose logarithm is normally distributed and of which the data tell the value itself. With star = 1 / (spread sqrt(precision)), at
 * which distribution and data say as much,
 *
 *   value = star softplus((1 - share) y(exp(center)) + share y(exp(origin)) + spread coordinate),   y(v) = softplus^-1(v / star),
 *
 * so that values far below star are sampled on a log scale, as their distribution has them, and values far above it on their own, as the data do.
 */
export function partlyCenteredLog({ center, origin, spread, precision }: PartlyCenteredLog): PartlyCenteredMap {
  const logStar = g.negate(g.add(g.log(spread), g.multiply(0.5, g.log(precision))));
  const map = softly(logStar);
  const [own, told] = [map.inverse(center), map.inverse(origin)];
  const share = g.logistic(g.multiply(2, g.subtract(center, logStar)));
  const moved = g.multiply(share, g.subtract(told, own));
  const step = (u: Node): Node => g.add(moved, g.multiply(spread, u));
  return {
    standard: (u) => g.divide(logRatio(own, step(u)), spread),
    logSlope: (u) => g.asNode(map.logSlope(g.add(own, step(u)))),
    inverse: (standard) =>
      g.divide(g.subtract(g.subtract(map.inverse(g.add(center, g.multiply(spread, standard))), own), moved), spread),
  };
}

/**
 * log(softplus(y + step) / softplus(y)), which is divided by a spread that may be tiny: small steps without the difference of two near numbers, as
 * softplus(y + step) - softplus(y) = log(1 + logistic(y) (exp(step) - 1)).
 */
function logRatio(y: Node, step: Node): Node {
  const before = g.softplus(y);
  const small = g.log1p(g.divide(g.log1p(g.multiply(g.logistic(y), g.expm1(step))), before));
  const large = g.subtract(g.log(g.softplus(g.add(y, step))), g.log(before));
  return g.select(g.less(g.absolute(step), 1), small, large);
}
