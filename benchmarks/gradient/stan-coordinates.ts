// Model A over Stan's own coordinates, as a graph, compiled as it ships: the same sum of terms as peers/a.stan, constants dropped as Stan does.

import { byColumn, type ModelData } from "../model-a/data.ts";
import { library, makeDensity } from "../harness/shipped.ts";
import type { Backend } from "../../src/compile/index.ts";
import type { LogDensity } from "../../src/sampling/density.ts";

/** The log density over [logit decay, log slope, log half, log coef, gamma, intercept, log sigma], as samplers call it. */
export function stanCoordinates(data: ModelData, backend: Backend): LogDensity {
  const { graph: g, compile } = library;
  const { T, C, K } = data;
  const channelwise = ["logit decay", "log slope", "log half", "log coef"].map((name) => g.parameterInput(name, [C]));
  const [logitDecay, logSlope, logHalf, logCoef] = channelwise;
  const gamma = g.parameterInput("gamma", [K]);
  const intercept = g.parameterInput("intercept", []);
  const logSigma = g.parameterInput("log sigma", []);
  const spend = g.dataInput("spend", [C, T]);
  const controls = g.dataInput("controls", [K, T]);
  const response = g.dataInput("response", [T]);

  const [decay, slope, coef, sigma] = [g.logistic(logitDecay), g.exp(logSlope), g.exp(logCoef), g.exp(logSigma)];
  // Weeks before the first spend: the logarithm stays finite and the curve is 0 there.
  const adstock = g.recurrence(g.expand(decay, 1), g.add(spend, 1e-300), 1);
  const distance = g.subtract(g.log(adstock), g.expand(logHalf, 1));
  const hill = g.logistic(g.multiply(g.expand(slope, 1), distance));
  const media = g.sum(g.multiply(g.expand(coef, 1), hill), [0]);
  const controlled = g.sum(g.multiply(g.expand(gamma, 1), controls), [0]);
  const expected = g.add(g.add(intercept, media), controlled);
  const residual = g.divide(g.subtract(response, expected), sigma);

  const terms = [
    // beta(2, 2) and gamma(4, 2) with the Jacobians of logit and log; log-normal(0, 0.7), whose -log half the Jacobian cancels.
    g.multiply(2, g.sum(g.add(g.log(decay), g.log1p(g.negate(decay))))),
    g.sum(g.subtract(g.multiply(4, logSlope), g.multiply(2, slope))),
    g.sum(g.multiply(-0.5, g.square(g.divide(logHalf, 0.7)))),
    // Half-normal(0, 1) and half-normal(0, 0.5) with the Jacobian of log; normal(0, 1), normal(0, 5).
    g.sum(g.add(g.multiply(-0.5, g.square(coef)), logCoef)),
    g.add(g.multiply(-2, g.square(sigma)), logSigma),
    g.sum(g.multiply(-0.5, g.square(gamma))),
    g.multiply(-0.5, g.square(g.divide(intercept, 5))),
    g.subtract(g.multiply(-0.5, g.sum(g.square(residual))), g.multiply(T, logSigma)),
  ];
  const logDensity = terms.reduce((sum, term) => g.add(sum, term));
  const parameters = [...channelwise, gamma, intercept, logSigma];
  const gradients = g.gradient(logDensity, parameters).map((node, i) => ({ name: `gradient ${i}`, node }));
  const outputs = [{ name: "log density", node: logDensity }, ...gradients];
  const program = compile({ parameters, data: [spend, controls, response], outputs }, backend);
  const values = { spend: byColumn(data.X), controls: byColumn(data.Z), response: Float64Array.from(data.y) };
  return makeDensity({ program, data: values });
}
