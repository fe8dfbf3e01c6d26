// The slow, obvious twin of the media mix model: every parameter sampled as itself, adstock as a sum over all lags, the Hill curve
// as powers. Its log prior and log likelihood are what the specification says.

import { normal, studentT } from "../../../src/distributions/index.ts";
import * as g from "../../../src/graph/index.ts";
import type { Node, Operand } from "../../../src/graph/index.ts";
import { distributionOf } from "../../../src/mmm/priors/index.ts";
import type { Prior } from "../../../src/mmm/specification/prior.ts";
import { priorOf, priorsByName, type ResolvedSpec } from "../../../src/mmm/specification/resolved-spec.ts";
import { harmonicLabels } from "../../../src/mmm/terms/baseline/index.ts";
import { type Model, ModelBuilder } from "../../../src/model/index.ts";

/** What their common part adds to the log density of independent log-normal numbers: their logs given one another, one after the other. */
function dependence(members: readonly (readonly [log: Node, parameters: readonly number[]])[]): Node {
  const n = members.length;
  const covariance = members.map(([, [, own, common]], i) =>
    members.map(([, other], j) => common * other[2] + (i === j ? own ** 2 : 0)),
  );
  let total: Node = g.asNode(0);
  const rows: number[][] = [];
  const whitened: Node[] = [];
  for (let i = 0; i < n; i++) {
    rows.push([]);
    for (let j = 0; j <= i; j++) {
      let rest = covariance[i][j];
      for (let k = 0; k < j; k++) rest -= rows[i][k] * rows[j][k];
      rows[i].push(j === i ? Math.sqrt(rest) : rest / rows[j][j]);
    }
    const distance = g.subtract(members[i][0], members[i][1][0]);
    let left: Node = distance;
    for (let k = 0; k < i; k++) left = g.subtract(left, g.multiply(rows[i][k], whitened[k]));
    whitened.push(g.divide(left, rows[i][i]));
    const alone = g.add(
      g.multiply(0.5, g.divide(g.square(distance), covariance[i][i])),
      0.5 * Math.log(covariance[i][i]),
    );
    total = g.add(total, g.subtract(g.subtract(alone, g.multiply(0.5, g.square(whitened[i]))), Math.log(rows[i][i])));
  }
  return total;
}

export function plainModel(spec: ResolvedSpec, weeks: number): Model {
  const m = new ModelBuilder();
  const parameter = (name: string, prior: Prior): Operand =>
    prior.distribution === "fixed" ? prior.parameters[0] : m.parameter(name, distributionOf(prior));
  const one = (name: string, member: string): Operand =>
    parameter(`${name}[${member}]`, priorsByName(spec, name)[member]);

  const coefficients: Node[] = [];
  const media = m.data("media", [spec.channels.length, weeks]);
  let expected: Node = g.broadcastTo(parameter("intercept", priorOf(spec, "intercept")), [weeks]);
  spec.channels.forEach(({ name, adstock, saturation }, c) => {
    const spend = g.add(g.pick(media, c), 1e-300);
    let stock: Node = spend;
    if (adstock.kind === "geometric") {
      const decay = one("decay", name);
      const lags = adstock.window === "infinite" ? weeks - 1 : (adstock.window as number);
      let total: Node = g.asNode(1);
      for (let lag = 1; lag <= lags; lag++) {
        const weight = g.power(decay, lag);
        stock = g.add(stock, g.multiply(weight, g.shift(spend, lag)));
        total = g.add(total, weight);
      }
      if (adstock.normalize) {
        stock = adstock.window === "infinite" ? g.multiply(stock, g.subtract(1, decay)) : g.divide(stock, total);
      }
    }
    let curve = stock;
    if (saturation.kind === "hill") {
      const slope = one("slope", name);
      const raised = g.power(g.divide(stock, one("half_saturation", name)), slope);
      curve = g.divide(raised, g.add(1, raised));
    } else if (saturation.kind === "logistic") {
      const falling = g.exp(g.negate(g.multiply(one("saturation_rate", name), stock)));
      curve = g.divide(g.subtract(1, falling), g.add(1, falling));
    }
    const coefficient = one("coefficient", name);
    coefficients.push(g.asNode(coefficient));
    expected = g.add(expected, g.multiply(coefficient, curve));
  });
  const priors = Object.values(priorsByName(spec, "coefficient"));
  const joint = priors.flatMap((prior, c) => (prior.distribution === "joint_lognormal" ? [c] : []));
  if (joint.length > 1) {
    m.potential("coefficients together", dependence(joint.map((c) => [g.log(coefficients[c]), priors[c].parameters])));
  }
  if (spec.controls.length > 0) {
    const rows = m.data("control rows", [spec.controls.length, weeks]);
    spec.controls.forEach((name, i) => {
      expected = g.add(expected, g.multiply(one("control", name), g.pick(rows, i)));
    });
  }
  if (spec.seasonality !== "none") {
    const labels = harmonicLabels(spec.seasonality);
    const rows = m.data("season rows", [labels.length, weeks]);
    labels.forEach((label, i) => {
      const weight = parameter(`season[${label}]`, priorOf(spec, "season"));
      expected = g.add(expected, g.multiply(weight, g.pick(rows, i)));
    });
  }
  if (spec.weekday === true) {
    const labels = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    const rows = m.data("weekday rows", [labels.length, weeks]);
    labels.forEach((label, i) => {
      expected = g.add(expected, g.multiply(parameter(`weekday[${label}]`, priorOf(spec, "weekday")), g.pick(rows, i)));
    });
  }
  if (spec.trend === "linear") {
    expected = g.add(expected, g.multiply(parameter("trend", priorOf(spec, "trend")), m.data("trend rows", [weeks])));
  }
  const sigma = parameter("sigma", priorOf(spec, "sigma"));
  const likelihood =
    spec.likelihood === "normal"
      ? normal(expected, sigma)
      : studentT(parameter("degrees_of_freedom", priorOf(spec, "degrees_of_freedom")), expected, sigma);
  m.observe("target", likelihood, m.data("target row", [weeks]));
  return m.build();
}
