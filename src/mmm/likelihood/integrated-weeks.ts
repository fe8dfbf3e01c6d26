// The likelihood of a panel whose week effects are integrated out: one value for each week, over the geos that have a target in it.
//
// With r_g the residuals of a week without its effect, v_g their variances and w_g = 1 / v_g, s the standard deviation of week effects, n the targets of
// the week, W the sum of w_g over them, U that of w_g r_g and Q that of w_g r_g^2:
//
//   log p = -1/2 [ n log(2 pi) + sum log v_g + log(1 + s^2 W) + Q - s^2 U^2 / (1 + s^2 W) ].
//
// Given everything else, the effect of the week is normal around m = s^2 U / (1 + s^2 W) with variance s^2 / (1 + s^2 W), and a target given all
// others, those of its week included, is normal: with P_g = w_g (1 + s^2 (W - w_g)) / (1 + s^2 W) it has the variance 1 / P_g, and lies
// w_g (r_g - m) / P_g above its mean (the precision matrix of the week is that of its noise less a matrix of rank one).

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { mapped, minus, type OnAxes, onAxes, plus, sumOver, times } from "../axes/index.ts";

export interface IntegratedWeeks {
  /** [time] */
  readonly logLikelihood: Node;
  /** Over geo and time: the log density of each target given all others; 0 where there is none. */
  readonly ofCells: Node;
  /** [time] Of the week effects, given everything else. */
  readonly location: Node;
  readonly deviation: Node;
}

/**
 * @param residual target less what is expected without week effects, over geo and time
 * @param seen over geo and time: 1 where there is a target, else 0
 * @param variance of a target around what is expected, week effect included: one for all, or over geo
 * @param spread standard deviation of week effects
 */
export function integratedWeeks(residual: OnAxes, seen: OnAxes, variance: OnAxes, spread: Node): IntegratedWeeks {
  const known = times(residual, seen);
  const weight = mapped(variance, (node) => g.divide(1, node));
  // What all geos have in common is multiplied once a week.
  const overGeos = (x: OnAxes, factor: OnAxes): OnAxes =>
    factor.axes.includes("geo") ? sumOver(times(x, factor), "geo") : times(sumOver(x, "geo"), factor);
  const common = onAxes(g.square(spread), []);
  const whole = overGeos(seen, weight);
  const sum = overGeos(known, weight);
  const squares = overGeos(mapped(known, g.square), weight);
  const total = mapped(times(common, whole), (node) => g.add(1, node));
  const gained = g.divide(common.node, total.node);
  const location = g.multiply(sum.node, gained);
  const logVariances = overGeos(
    seen,
    mapped(variance, (node) => g.add(Math.log(2 * Math.PI), g.log(node))),
  );
  const scales = g.add(logVariances.node, g.log1p(times(common, whole).node));
  const fit = g.subtract(squares.node, g.multiply(location, sum.node));
  // The precision of a target given all others.
  const others = plus(onAxes(g.constant(1), []), times(common, minus(whole, times(weight, seen))));
  const precision = times(
    times(weight, others),
    mapped(total, (node) => g.divide(1, node)),
  );
  const away = times(weight, minus(residual, onAxes(location, ["time"])));
  const ofCells = g.multiply(
    0.5,
    g.subtract(g.subtract(g.log(precision.node), Math.log(2 * Math.PI)), g.divide(g.square(away.node), precision.node)),
  );
  return {
    logLikelihood: g.multiply(-0.5, g.add(scales, fit)),
    ofCells: g.multiply(seen.node, ofCells),
    location,
    deviation: g.sqrt(gained),
  };
}
