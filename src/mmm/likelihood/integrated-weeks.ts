// The likelihood of a panel whose week effects are integrated out: one value for each week, over the geos that have a target in it.
//
// With r the residuals of a week without its effect, sigma their standard deviation, s that of week effects, n the targets of the week, S the sum
// of r over them and Q that of r^2:
//
//   log p = -1/2 [ n log(2 pi sigma^2) + log(1 + n s^2 / sigma^2) + Q / sigma^2 - S^2 s^2 / (sigma^2 (sigma^2 + n s^2)) ].
//
// Given everything else, the effect of the week is normal around S s^2 / (sigma^2 + n s^2) with variance s^2 sigma^2 / (sigma^2 + n s^2).

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { type OnAxes, onAxes, sumOver, times } from "../axes/index.ts";

export interface IntegratedWeeks {
  /** [time] */
  readonly logLikelihood: Node;
  /** [time] Of the week effects, given everything else. */
  readonly location: Node;
  readonly deviation: Node;
}

/**
 * @param residual target less what is expected without week effects, over geo and time
 * @param seen over geo and time: 1 where there is a target, else 0
 * @param sigma standard deviation of a target around what is expected, week effect included
 * @param spread standard deviation of week effects
 */
export function integratedWeeks(residual: OnAxes, seen: OnAxes, sigma: Node, spread: Node): IntegratedWeeks {
  const known = times(residual, seen);
  const count = sumOver(seen, "geo").node;
  const sum = sumOver(known, "geo").node;
  const squares = sumOver(onAxes(g.square(known.node), known.axes), "geo").node;
  const [own, common] = [g.square(sigma), g.square(spread)];
  const whole = g.add(own, g.multiply(count, common));
  const gained = g.divide(common, g.multiply(own, whole));
  const fit = g.subtract(g.divide(squares, own), g.multiply(g.square(sum), gained));
  const scales = g.add(
    g.multiply(count, g.add(Math.log(2 * Math.PI), g.multiply(2, g.log(sigma)))),
    g.log1p(g.multiply(count, g.divide(common, own))),
  );
  return {
    logLikelihood: g.multiply(-0.5, g.add(scales, fit)),
    location: g.divide(g.multiply(sum, common), whole),
    deviation: g.sqrt(g.divide(g.multiply(common, own), whole)),
  };
}
