// What lift tests say of the parameters: the log density of their lifts around what the model says they would read, with the bias that the
// tests of a source share integrated out.
//
// With mu the readings that the model expects, v what one of the bias is in the unit of each lift (mu itself where the bias is a share, 1 where it is
// an amount), b ~ N(m, s^2) the bias of the source and e_k ~ N(0, se_k^2):
//
//   lift_k = mu_k + v_k b + e_k,
//
// and with r_k = lift_k - mu_k - v_k m, w_k = 1 / se_k^2, A = sum w v^2 and B = sum w v r over the tests of a source
//
//   log p = -1/2 [ n log(2 pi) + sum log se^2 + log(1 + s^2 A) + sum w r^2 - s^2 B^2 / (1 + s^2 A) ].

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { Experiment } from "../experiments/index.ts";
import { experimentNames as names } from "./experiment-rows.ts";

/** Positions of the tests of each source; a test without a source is one by itself. */
export function testsBySource(experiments: readonly Experiment[]): readonly (readonly number[])[] {
  const bySource = new Map<string, number[]>();
  experiments.forEach(({ source, name }, k) => {
    const key = JSON.stringify(source === undefined ? [name] : source);
    bySource.set(key, [...(bySource.get(key) ?? []), k]);
  });
  return [...bySource.values()];
}

/** The log density of all lifts, a number. @param expected [tests] readings without bias */
export function logDensityOfLifts(
  experiments: readonly Experiment[],
  expected: Node,
  data: (name: string, shape: readonly number[]) => Node,
): Node {
  const tests = experiments.length;
  const ofTests = (name: string): Node => data(name, [tests]);
  const weights = g.divide(1, g.square(ofTests(names.errors)));
  const hasBias = experiments.some(({ bias, bias_mean: mean }) => bias > 0 || mean !== 0);
  const constants = g.subtract(g.log(weights), Math.log(2 * Math.PI));
  if (!hasBias) {
    const away = g.subtract(ofTests(names.lifts), expected);
    return g.multiply(0.5, g.sum(g.subtract(constants, g.multiply(weights, g.square(away)))));
  }
  const isShare = experiments.map(({ bias_unit: unit }) => (unit === "share" ? 1 : 0));
  const perBias = g.select(g.constant(isShare), expected, 1);
  const away = g.subtract(ofTests(names.lifts), g.add(expected, g.multiply(perBias, ofTests(names.biasMeans))));
  const own = g.sum(g.subtract(constants, g.multiply(weights, g.square(away))));
  const sources = testsBySource(experiments);
  const isOf = sources.flatMap((members) => experiments.map((_, k) => (members.includes(k) ? 1 : 0)));
  const overSources = (values: Node): Node =>
    g.sum(g.multiply(g.reshape(g.constant(isOf), [sources.length, tests]), g.expand(values, 0)), [1]);
  const variance = g.square(
    g.gather(
      ofTests(names.biases),
      sources.map(([first]) => first),
      0,
    ),
  );
  const scaled = g.multiply(variance, overSources(g.multiply(weights, g.square(perBias))));
  const pulled = overSources(g.multiply(weights, g.multiply(perBias, away)));
  const gained = g.divide(g.multiply(variance, g.square(pulled)), g.add(1, scaled));
  return g.multiply(0.5, g.add(own, g.sum(g.subtract(gained, g.log1p(scaled)))));
}
