import { describe, expect, it } from "vitest";
import { samplerStatistics, summarize, verdict } from "../../src/diagnostics/index.ts";
import type { LogDensity } from "../../src/sampling/density.ts";
import { type SampleResult, type Settings, sample } from "../../src/sampling/index.ts";

/** 0.3 N(0, 0.3) + 0.7 N(3, 0.3) in the last coordinate, standard normals in the others. */
function twoModes(dimension: number): LogDensity {
  return {
    dimension,
    evaluate(position, gradient) {
      const last = dimension - 1;
      let total = 0;
      for (let i = 0; i < last; i++) {
        gradient[i] = -position[i];
        total -= 0.5 * position[i] * position[i];
      }
      const near = Math.log(0.3) - 0.5 * (position[last] / 0.3) ** 2;
      const far = Math.log(0.7) - 0.5 * ((position[last] - 3) / 0.3) ** 2;
      const both = Math.max(near, far) + Math.log1p(Math.exp(-Math.abs(near - far)));
      gradient[last] = -(Math.exp(near - both) * position[last] + Math.exp(far - both) * (position[last] - 3)) / 0.09;
      return total + both;
    },
  };
}

function converged(result: SampleResult): boolean {
  const { dimension, chains, settings } = result;
  const parameters = Array.from({ length: dimension }, (_, i) => {
    const values = Float64Array.from(
      chains.flatMap(({ positions }) =>
        Array.from({ length: settings.draws }, (__, k) => positions[k * dimension + i]),
      ),
    );
    return { name: `x[${i}]`, summary: summarize({ chains: chains.length, draws: settings.draws, values }) };
  });
  return verdict(parameters, samplerStatistics(result)).converged;
}

describe.each<[string, Partial<Settings>]>([
  ["the defaults", {}],
  ["Stan's schedule", { schedule: "stan", warmup: 500 }],
  ["chains that adapt together", { algorithm: "chees" }],
])("two modes that chains cannot move between, with %s", (_, settings) => {
  it.each([1, 6])("are not passed over in silence, in %d dimensions", async (dimension) => {
    let silent = 0;
    for (let seed = 1; seed <= 20; seed++) {
      if (converged(await sample(twoModes(dimension), { seed, draws: 200, ...settings }))) silent++;
    }
    expect(silent).toBeLessThanOrEqual(1);
  });
});
