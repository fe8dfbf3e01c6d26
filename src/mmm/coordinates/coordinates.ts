// The coordinates a media mix model is sampled in, where they are not the parameters that priors and reports speak of. Each change
// of variables comes with its Jacobian and its inverse, so that the posterior is that of the specification.
//
// What they are for. A channel with a clear effect pins down how much it makes the target vary, not the ceiling of its curve: the
// effect size is sampled instead. A channel without a visible effect may be anything the prior allows as long as its effect is
// small: near zero, and where the curve is too flat to show, effect size turns into the coefficient itself. The point of half
// effect is sampled relative to the stock of advertising at the current decay, and steep curves pin it down more closely than
// gentle ones.

import { type Distribution, real } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { mapped, meanOver, minus, type OnAxes } from "../axes/index.ts";
import type { MakePart } from "../priors/index.ts";
import { type PositiveMap, softly } from "./maps/index.ts";

/** Location and spread of the target, computed once from the data: the origin of the coordinates is then near any target. */
export interface TargetUnits {
  /** Over geo. */
  readonly means: OnAxes;
  /** Over all geos. */
  readonly mean: Node;
  /** Around the mean of each geo. */
  readonly sd: Node;
}

/**
 * For `target` over geo and time. A target that never changes counts as varying by a billionth of itself.
 * @param average over the weeks of each geo that count
 */
export function unitsOf(target: OnAxes, average: (x: OnAxes) => OnAxes): TargetUnits {
  const means = average(target);
  const variance = meanOver(average(mapped(minus(target, means), g.square)), "geo").node;
  const mean = meanOver(means, "geo").node;
  const least = g.add(g.multiply(1e-18, g.square(mean)), 1e-300);
  return { means, mean, sd: g.sqrt(g.maximum(variance, least)) };
}

/** What a parameter is multiplied by to be a quantity that has a prior in its place. */
export interface QuantityFactors {
  /** @param known before the factor: the log of the parameter, or the quantity */
  readonly of: (
    quantity: string,
    members: readonly number[],
    known: { readonly logValue: Node } | { readonly given: Node },
  ) => Node;
  /** Calls back with the factor that follows from what is reported: at once, or when that has been declared. */
  readonly whenReported: (quantity: string, members: readonly number[], use: (factor: Node) => void) => void;
}

/**
 * Samples the parts of a positive array in other coordinates. `mapOf` gets the positions of a part's members. Priors on an
 * interval or a half-line that does not begin at zero are sampled as they are.
 * @param factors of quantities whose priors stand for that of the parameter
 */
export function throughMap(
  builder: ModelBuilder,
  name: string,
  mapOf: (members: readonly number[]) => PositiveMap,
  factors?: QuantityFactors,
): MakePart {
  return (partName, distribution, array, members, quantity) => {
    const coordinateName = `${name} of ${partName}`;
    if (quantity !== undefined && factors !== undefined) {
      // The value follows from the quantity, which has the prior, also where the quantity is drawn.
      if (!isPositiveLine(distribution)) {
        const given = builder.coordinate(coordinateName, distribution.support, array);
        builder.prior(partName, distribution, given);
        return {
          value: g.divide(given, factors.of(quantity, members, { given })),
          recoverFrom: (values) =>
            factors.whenReported(quantity, members, (factor) =>
              builder.recover(coordinateName, g.multiply(values, factor)),
            ),
        };
      }
      const map = mapOf(members);
      const coordinate = builder.coordinate(coordinateName, real, array);
      const logOwn = map.logValue(coordinate);
      const factor = factors.of(quantity, members, { logValue: logOwn });
      const logGiven = g.add(logOwn, g.log(factor));
      const given = g.exp(logGiven);
      builder.prior(
        partName,
        distribution,
        given,
        g.broadcastTo(g.add(logGiven, map.logSlope(coordinate)), array.shape),
      );
      return {
        value: g.divide(given, factor),
        recoverFrom: (values) => builder.recover(coordinateName, map.inverse(logOfValue(values))),
      };
    }
    if (!isPositiveLine(distribution)) {
      const value = builder.coordinate(coordinateName, distribution.support, array);
      builder.prior(partName, distribution, value);
      return {
        value,
        recoverFrom: (values) => (values === value ? undefined : builder.recover(coordinateName, values)),
      };
    }
    const map = mapOf(members);
    const coordinate = builder.coordinate(coordinateName, real, array);
    const logValue = map.logValue(coordinate);
    const value = g.exp(logValue);
    builder.prior(partName, distribution, value, g.broadcastTo(g.add(logValue, map.logSlope(coordinate)), array.shape));
    return { value, recoverFrom: (values) => builder.recover(coordinateName, map.inverse(logOfValue(values))) };
  };
}

/** The log of a value that is to be given: log(exp(x)) is not simplified to x, which would lead back to the coordinate. */
export function logOfValue(value: Node): Node {
  return g.rawUnary("log", value);
}

/** Whether the support is all positive numbers. */
export function isPositiveLine({ support }: Distribution): boolean {
  return support.kind === "positive";
}

/**
 * coefficient = 2 least sd(target) softplus(coordinate) / spread, where spread = sqrt(variance over the weeks of the channel's
 * curve + least^2). Effects far above `least` are sampled on their own scale, where the likelihood is nearly normal; effects far
 * below it on a log scale, so that their coefficient is positive; and a curve that varies by less than `least` hides its
 * coefficient, which then has the prior's own scale and no longer follows the curve.
 */
export function effectSize(variance: Node, target: TargetUnits): PositiveMap {
  return softly(logEffectUnit(variance, target));
}

/** The coefficient whose effect is the unit of `effectSize`, of a curve of this variance. @param sd of the target */
export function effectUnit(variance: number, sd: number): number {
  return (2 * leastSpread * sd) / Math.sqrt(variance + leastSpread ** 2);
}

/** The log of that, of `TargetUnits`. */
export function logEffectUnit(variance: Node, target: TargetUnits): Node {
  const logUnit = g.log(g.multiply(2 * leastSpread, target.sd));
  return g.subtract(logUnit, g.multiply(0.5, g.log(g.add(variance, leastSpread ** 2))));
}

/**
 * Variation of a curve, as a share of its ceiling, below which it is taken for flat. Of the order of what a year or two of weekly
 * data can tell from noise; from 0.005 to 0.03 sampling was much the same.
 */
const leastSpread = 0.02;
