// A panel of geos as a graph: the log density that panel.c computes by hand. Decay, slope and half-saturation of a channel are common to all geos.

import type { Backend } from "../../src/compile/index.ts";
import type { LogDensity } from "../../src/sampling/density.ts";
import { library, makeDensity } from "../harness/shipped.ts";

export interface PanelSize {
  readonly geos: number;
  readonly weeks: number;
  readonly channels: number;
}

export interface PanelData extends PanelSize {
  /** [geo, channel, week] */
  readonly spend: Float64Array;
  /** [geo, week] */
  readonly response: Float64Array;
}

/** Log-normal spend and standard normal responses, with a fixed seed. */
export function panelData(size: PanelSize): PanelData {
  const { geos, weeks, channels } = size;
  const random = library.randomStream([20251128, geos, weeks, channels]);
  return {
    ...size,
    spend: Float64Array.from({ length: geos * channels * weeks }, () => Math.exp(0.5 * random.normal())),
    response: Float64Array.from({ length: geos * weeks }, () => random.normal()),
  };
}

/** The log density over [logit decay, log slope, log half, log coef [geo, channel], intercept [geo], log sigma], all standard normal. */
export function panelDensity({ geos, weeks, channels, spend, response }: PanelData, backend: Backend): LogDensity {
  const { graph: g, compile } = library;
  const [logitDecay, logSlope, logHalf] = ["logit decay", "log slope", "log half"].map((name) =>
    g.parameterInput(name, [channels]),
  );
  const logCoef = g.parameterInput("log coef", [geos, channels]);
  const intercept = g.parameterInput("intercept", [geos]);
  const logSigma = g.parameterInput("log sigma", []);
  const parameters = [logitDecay, logSlope, logHalf, logCoef, intercept, logSigma];
  const [x, y] = [g.dataInput("spend", [geos, channels, weeks]), g.dataInput("response", [geos, weeks])];
  const adstock = g.recurrence(g.expand(g.logistic(logitDecay), 1), x, 2);
  const distance = g.subtract(g.log(adstock), g.expand(logHalf, 1));
  const hill = g.logistic(g.multiply(g.expand(g.exp(logSlope), 1), distance));
  const media = g.sum(g.multiply(g.expand(g.exp(logCoef), 2), hill), [1]);
  const residual = g.subtract(y, g.add(g.expand(intercept, 1), media));
  const squares = g.multiply(g.exp(g.multiply(-2, logSigma)), g.sum(g.square(residual)));
  const priors = parameters.map((parameter) => g.multiply(-0.5, g.sum(g.square(parameter))));
  const likelihood = g.subtract(g.multiply(-0.5, squares), g.multiply(geos * weeks, logSigma));
  const logDensity = priors.reduce((sum, term) => g.add(sum, term), likelihood);
  const gradients = g.gradient(logDensity, parameters).map((node, i) => ({ name: `gradient ${i}`, node }));
  const outputs = [{ name: "log density", node: logDensity }, ...gradients];
  const program = compile({ parameters, data: [x, y], outputs }, backend);
  return makeDensity({ program, data: { spend, response } });
}
