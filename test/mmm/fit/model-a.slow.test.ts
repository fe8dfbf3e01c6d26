// The reference model A: its gradient in Stan's own coordinates, and its posterior in ours, against what Stan gives.

import { describe, expect, it } from "vitest";
import { judgeLanes } from "../../../src/diagnostics/index.ts";
import { beta, gamma, halfNormal, logNormal, normal } from "../../../src/distributions/index.ts";
import * as g from "../../../src/graph/index.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { compileModel, type Model, ModelBuilder } from "../../../src/model/index.ts";
import { sample, sampleLanes } from "../../../src/sampling/index.ts";
import { cpuLaneEngine } from "../../sampling/support/cpu-lane-engine.ts";
import { disagreeing, json, modelA, present } from "../support/model-a.ts";

/** The Stan program a.stan in the public builder, statement by statement. */
function inStansCoordinates(weeks: number): Model {
  const m = new ModelBuilder();
  const decay = m.parameter("decay", beta(2, 2), { shape: [3] });
  const slope = m.parameter("slope", gamma(4, 2), { shape: [3] });
  const half = m.parameter("half", logNormal(0, 0.7), { shape: [3] });
  const coefficient = m.parameter("coef", halfNormal(1), { shape: [3] });
  const effects = m.parameter("gamma", normal(0, 1), { shape: [3] });
  const intercept = m.parameter("intercept", normal(0, 5));
  const sigma = m.parameter("sigma", halfNormal(0.5));
  const column = (x: g.Node): g.Node => g.expand(x, 1);
  const stock = g.recurrence(column(decay), m.data("X", [3, weeks]), 1);
  const curve = g.logistic(g.multiply(column(slope), g.subtract(g.log(stock), column(g.log(half)))));
  const media = g.sum(g.multiply(column(coefficient), curve), [0]);
  const others = g.sum(g.multiply(column(effects), m.data("Z", [3, weeks])), [0]);
  m.observe("y", normal(g.add(intercept, g.add(media, others)), sigma), m.data("y", [weeks]));
  return m.build();
}

describe.skipIf(!present)("model A", () => {
  it.each(["wasm", "javascript"] as const)(
    "has Stan's gradient in Stan's coordinates to 1e-9, in %s",
    async (backend) => {
      const { design } = await modelA();
      const data = {
        X: design.media,
        Z: [...design.terms.control.values, ...design.terms.season.values],
        y: design.target,
      };
      const density = compileModel(inStansCoordinates(design.weeks), data, { backend }).density();
      const { unconstrained, gradient: expected } = json("a_logp.json") as Record<string, number[]>;
      const gradient = new Float64Array(density.dimension);
      density.evaluate(Float64Array.from(unconstrained), gradient);
      expected.forEach((value, i) => expect(Math.abs(gradient[i] / value - 1)).toBeLessThan(1e-9));
    },
  );

  it("agrees, sampled with the defaults in the engine's coordinates, with Stan's posterior within four standard errors", async () => {
    const { spec, design } = await modelA();
    const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
    const draws = 2000;
    const result = await sample(posterior.density(), { seed: 20240901, draws });
    expect(disagreeing(posterior, result)).toEqual([]);

    // As written in Stan the model takes 187 leapfrogs a draw; in these coordinates it is to take 25 at most.
    const { chains } = result;
    const spent = chains.reduce((sum, { gradients, warmupGradients }) => sum + gradients - warmupGradients, 0);
    expect(spent / (4 * draws)).toBeLessThanOrEqual(25);
    expect(chains.map(({ divergences }) => divergences)).toEqual([0, 0, 0, 0]);
  });

  it("agrees, sampled by chains that adapt together", async () => {
    const { spec, design } = await modelA();
    const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
    const result = await sample(posterior.density(), { algorithm: "chees", seed: 20240901, draws: 2000 });
    expect(disagreeing(posterior, result)).toEqual([]);
    const { chains } = result;
    // NUTS takes 12 a draw.
    const spent = chains.reduce((sum, { gradients, warmupGradients }) => sum + gradients - warmupGradients, 0);
    expect(spent / (4 * 2000)).toBeLessThanOrEqual(12);
    expect(chains.map(({ divergences }) => divergences)).toEqual([0, 0, 0, 0]);
  });

  it("agrees, sampled on lanes in float32 three times at once, with Stan's posterior within four standard errors", async () => {
    const { spec, design } = await modelA();
    const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
    const density = posterior.density();
    const engine = cpuLaneEngine([density, density, density], 16);
    const results = await sampleLanes(
      engine,
      [1, 2, 3].map((seed) => ({ density, seed })),
    );
    for (const result of results) {
      const { converged, reasons } = judgeLanes(result, posterior.coordinateNames);
      expect(reasons).toEqual([]);
      expect(converged).toBe(true);
      expect(disagreeing(posterior, result.sample!)).toEqual([]);
    }
  });
});
