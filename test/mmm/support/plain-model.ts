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

export function plainModel(spec: ResolvedSpec, weeks: number): Model {
  const m = new ModelBuilder();
  const parameter = (name: string, prior: Prior): Operand =>
    prior.distribution === "fixed" ? prior.parameters[0] : m.parameter(name, distributionOf(prior));
  const one = (name: string, member: string): Operand =>
    parameter(`${name}[${member}]`, priorsByName(spec, name)[member]);

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
    expected = g.add(expected, g.multiply(one("coefficient", name), curve));
  });
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
