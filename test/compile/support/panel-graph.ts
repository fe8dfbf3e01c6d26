// A panel as a graph, large enough to be divided among threads: adstock and a bent curve of each channel in each geo, sums over channels, weeks and geos.

import type { CompileRequest } from "../../../src/compile/index.ts";
import * as g from "../../../src/graph/index.ts";
import { randomStream } from "../../../src/numerics/index.ts";

export interface PanelSize {
  readonly channels: number;
  readonly geos: number;
  readonly weeks: number;
}

/** Log density, then its gradient, over [logit decay, log coefficient by geo]. */
export function panelRequest({ channels, geos, weeks }: PanelSize): CompileRequest {
  const decay = g.parameterInput("logit decay", [channels]);
  const coefficient = g.parameterInput("log coefficient", [channels, geos]);
  const spend = g.dataInput("spend", [channels, geos, weeks]);
  const target = g.dataInput("target", [geos, weeks]);
  const stock = g.recurrence(g.expand(g.expand(g.logistic(decay), 1), 2), spend, 2);
  const effect = g.sum(g.multiply(g.expand(g.exp(coefficient), 2), g.tanh(stock)), [0]);
  const errors = g.sum(g.square(g.subtract(target, effect)));
  const priors = [decay, coefficient].map((each) => g.sum(g.square(each))).reduce((a, b) => g.add(a, b));
  const logDensity = g.multiply(-0.5, g.add(errors, priors));
  const gradients = g.gradient(logDensity, [decay, coefficient]);
  return {
    parameters: [decay, coefficient],
    data: [spend, target],
    outputs: [
      { name: "log density", node: logDensity },
      ...gradients.map((node, i) => ({ name: `gradient ${i}`, node })),
    ],
  };
}

export function panelValues({ channels, geos, weeks }: PanelSize): Record<"spend" | "target", Float64Array> {
  const random = randomStream([7, channels, geos, weeks]);
  return {
    spend: Float64Array.from({ length: channels * geos * weeks }, () => random.uniform()),
    target: Float64Array.from({ length: geos * weeks }, () => random.normal()),
  };
}
