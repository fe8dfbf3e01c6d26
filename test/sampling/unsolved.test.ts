import { describe, expect, it } from "vitest";
import { samplerStatistics, verdict } from "../../src/diagnostics/index.ts";
import { normal } from "../../src/distributions/index.ts";
import { ode } from "../../src/graph/index.ts";
import { compileModel, ModelBuilder } from "../../src/model/index.ts";
import { sample, type SampleResult } from "../../src/sampling/index.ts";

/** y' = k y^2 from 1 is 1 / (1 - k t): there is no solution at 1 for k of 1 or more. */
async function fit(backend: "wasm" | "javascript", maxSteps?: number): Promise<SampleResult> {
  const m = new ModelBuilder();
  const k = m.parameter("k", normal(0.8, 0.3));
  const y = ode((state) => k.mul(state.square()), 1, 0, [1], maxSteps === undefined ? {} : { maxSteps });
  m.observe("y", normal(y, 20), [4]);
  const posterior = compileModel(m.build(), {}, { backend });
  return sample(posterior.density(), { seed: 3, chains: 2, warmup: 200, draws: 200 });
}

describe("solutions of equations that fail while sampling", () => {
  it.each(["wasm", "javascript"] as const)("are counted on %s, and the verdict tells", async (backend) => {
    const result = await fit(backend, 40);
    const { unsolved } = samplerStatistics(result);
    expect(unsolved!.solutions).toBeGreaterThan(0);
    expect(unsolved!.atMostSteps).toBeGreaterThan(0);
    // Where the state is found its sensitivities are, too: otherwise the run would have stopped at a gradient that is NaN.
    expect(result.complete).toBe(true);
    const check = verdict([], samplerStatistics(result)).checks.find(({ name }) => name === "solutions")!;
    expect(check.status).toBe("warn");
    expect(check.detail).toMatch(
      /solutions of differential equations failed after warm-up, \d+ of them after the greatest/,
    );
    expect(check.remedy).toContain("maxSteps");
  });

  it("are the same on both backends", async () => {
    const [a, b] = [await fit("wasm", 40), await fit("javascript", 40)];
    expect(samplerStatistics(a).unsolved).toEqual(samplerStatistics(b).unsolved);
  });

  it("are not spoken of where every solution is found", async () => {
    const m = new ModelBuilder();
    const k = m.parameter("k", normal(0, 0.1));
    m.observe(
      "y",
      normal(
        ode((state) => k.mul(state), 1, 0, [1]),
        1,
      ),
      [1],
    );
    const result = await sample(compileModel(m.build()).density(), { seed: 1, chains: 2, warmup: 100, draws: 100 });
    expect(samplerStatistics(result).unsolved).toBeUndefined();
    expect(verdict([], samplerStatistics(result)).checks.map(({ name }) => name)).not.toContain("solutions");
  });
});
