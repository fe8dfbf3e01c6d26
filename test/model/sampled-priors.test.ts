// Priors sampled by NUTS against their exact draws: density, transform and its Jacobian, and the sampler of draws, all at once.

import { expect, it } from "vitest";
import { essMean, mean, standardDeviation } from "../../src/diagnostics/index.ts";
import * as d from "../../src/distributions/index.ts";
import { compileModel, ModelBuilder } from "../../src/model/index.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { sample } from "../../src/sampling/index.ts";

it("priors of vectors, matrices and mixtures are sampled as they are drawn", async () => {
  const m = new ModelBuilder();
  const factor = m.parameter("factor", d.lkjCholesky(2, 3));
  const sd = m.parameter("sd", d.gamma(4, 4), { shape: [3] });
  m.derive("correlation", factor.at(1).mul(factor.at(2)).sum());
  m.parameter("normals", d.multivariateNormal([0, 1, 2], factor.mul(sd.expand(-1))), {
    shape: [2, 3],
    centered: false,
  });
  m.parameter("function", d.gaussianProcess(d.matern32(1, 0.7), [0, 1, 3]));
  m.parameter("angle", d.vonMises(1, 2));
  m.parameter("effects", d.sumToZeroNormal(1, 4));
  m.parameter("steps", d.orderedVector(d.gamma(2, 1), 2));
  m.parameter("mixture", d.mixture([0.3, 0.7], [d.normal(-1, 1), d.normal(1, 0.5)]));
  const posterior = compileModel(m.build());
  const draws = 1000;
  const { chains } = await sample(posterior.density(), { draws, seed: 3 });
  const positions = Float64Array.from(chains.flatMap((chain) => [...chain.positions]));
  const sampled = posterior.constrainDraws(positions, chains.length * draws).columns;
  const drawn = posterior.priorDraws(randomStream([5]), 4000).columns;
  const far = [...sampled].flatMap(([name, values]) =>
    // Means and mean squares; a right one is beyond five standard errors with probability 6e-7.
    [values, values.map((x) => x * x)].flatMap((each, power) => {
      const exact = drawn.get(name)!.map((x) => x ** (power + 1));
      if (standardDeviation(exact) === 0) return [];
      const ess = essMean({ chains: chains.length, draws, values: each });
      const error = Math.hypot(standardDeviation(each) / Math.sqrt(ess), standardDeviation(exact) / Math.sqrt(4000));
      const z = (mean(each) - mean(exact)) / error;
      return Math.abs(z) < 5 ? [] : [`${name}^${power + 1}: ${z}`];
    }),
  );
  expect(far).toEqual([]);
});
