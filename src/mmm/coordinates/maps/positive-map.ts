// Changes of variables for positive parameters, and the stock that those of a saturation curve are relative to.

import * as g from "../../../graph/index.ts";
import type { Node, Operand } from "../../../graph/index.ts";

/** A change of variables for the elements of a positive vector, from free coordinates. */
export interface PositiveMap {
  /** Log of the value. */
  readonly logValue: (coordinate: Node) => Node;
  /** Log of d log value / d coordinate. */
  readonly logSlope: (coordinate: Node) => Operand;
  /** Coordinate of a value given by its log. */
  readonly inverse: (logValue: Node) => Node;
}

/** log value = offset + coordinate: the value relative to exp(offset). */
export function relativeTo(offset: Node): PositiveMap {
  return {
    logValue: (u) => g.add(u, offset),
    logSlope: () => 0,
    inverse: (logValue) => g.subtract(logValue, offset),
  };
}

/**
 * value = exp(logUnit) softplus(coordinate): linear far above the unit, logarithmic far below it. Priors fall off no faster than the
 * value's own tail then; on a log scale their upper tails are walls, from which long steps never come back.
 */
export function softly(logUnit: Operand): PositiveMap {
  return {
    logValue: (u) => g.add(g.log(g.softplus(u)), logUnit),
    // d log softplus / du = logistic / softplus.
    logSlope: (u) => g.negate(g.add(g.softplus(g.negate(u)), g.log(g.softplus(u)))),
    // With y = softplus(u): u = y + log(1 - exp(-y)).
    inverse: (logValue) => {
      const y = g.exp(g.subtract(logValue, logUnit));
      return g.add(y, g.log(g.negate(g.expm1(g.negate(y)))));
    },
  };
}

/**
 * value = exp(logUnit) K sinh(softplus(coordinate) / K), K = `unitsOfLine`: as `softly` up to K units, and logarithmic far above them. For spreads, whose densities
 * fall off as a power where data say that they are not zero.
 */
export function softlyBetween(logUnit: Operand): PositiveMap {
  const scaled = (y: Node): Node => g.divide(y, unitsOfLine);
  // log sinh(z) = z + log(1 - exp(-2 z)) - log 2.
  const shrunk = (z: Node): Node => g.log(g.negate(g.expm1(g.multiply(-2, z))));
  return {
    logValue: (u) => {
      const z = scaled(g.softplus(u));
      return g.add(g.add(g.add(z, shrunk(z)), Math.log(unitsOfLine / 2)), logUnit);
    },
    // d log sinh(softplus / K) / du = coth(softplus / K) logistic / K.
    logSlope: (u) => {
      const z = scaled(g.softplus(u));
      const logCoth = g.subtract(g.log1p(g.exp(g.multiply(-2, z))), shrunk(z));
      return g.subtract(g.subtract(logCoth, g.softplus(g.negate(u))), Math.log(unitsOfLine));
    },
    inverse: (logValue) => {
      const x = g.divide(g.exp(g.subtract(logValue, logUnit)), unitsOfLine);
      const squared = g.square(x);
      // The inverse of sinh, without the difference of two near numbers.
      const rest = g.divide(squared, g.add(1, g.sqrt(g.add(1, squared))));
      const y = g.multiply(unitsOfLine, g.log1p(g.add(x, rest)));
      return g.add(y, g.log(g.negate(g.expm1(g.negate(y)))));
    },
  };
}

const unitsOfLine = 4;

/**
 * log half = typical log stock + coordinate / sqrt(1 + slope). Where the data speak, log half is known to about 1 / slope; where they
 * do not, the prior's width is the same for all slopes: the square root lies between, and slopes near zero change nothing.
 */
export function halfPoint(typicalLogStock: Node, slope: Node): PositiveMap {
  const root = g.sqrt(g.add(1, slope));
  return {
    logValue: (u) => g.add(g.divide(u, root), typicalLogStock),
    logSlope: () => g.negate(g.log(root)),
    inverse: (logValue) => g.multiply(g.subtract(logValue, typicalLogStock), root),
  };
}

/**
 * Log of the stock [channels, ..., weeks] around which a channel's curve is best described: the power mean of order -2 over the weeks, since it is in
 * the weeks of little stock that a curve shows where it bends. A week counts at least `leastStock` of the mean stock, because
 * spend may be zero for long.
 */
export function typicalLogStock(stock: Node): Node {
  const axes = stock.shape.slice(1).map((_, axis) => axis + 1);
  const floor = g.square(g.multiply(leastStock, g.mean(stock, axes)));
  const spread = g.reshape(floor, [...floor.shape, ...axes.map(() => 1)]);
  return g.multiply(-0.5, g.log(g.mean(g.divide(1, g.add(g.square(stock), spread)), axes)));
}

const leastStock = 0.01;
