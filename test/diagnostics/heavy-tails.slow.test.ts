import { describe, expect, it } from "vitest";
import { samplerStatistics, summarize, verdict } from "../../src/diagnostics/index.ts";
import { halfCauchy, halfNormal } from "../../src/distributions/index.ts";
import { compileModel, ModelBuilder } from "../../src/model/index.ts";
import { sample } from "../../src/sampling/index.ts";

describe("the summary of a model", () => {
  it("gives no mean of a half-Cauchy parameter, which has none, but its median; and the mean of its neighbor", async () => {
    const m = new ModelBuilder();
    m.parameter("heavy", halfCauchy(1));
    m.parameter("light", halfNormal(1));
    const posterior = compileModel(m.build());
    for (const seed of [1, 2, 3]) {
      const result = await sample(posterior.density(), { seed, draws: 5000 });
      const positions = Float64Array.from(result.chains.flatMap((chain) => [...chain.positions]));
      const { columns } = posterior.constrainDraws(positions, 20_000);
      const parameters = [...columns].map(([name, values]) => {
        return { name, summary: summarize({ chains: 4, draws: 5000, values }) };
      });
      const [heavy, light] = parameters.map(({ summary }) => summary);
      expect(heavy).toMatchObject({ statistic: "median", estimate: heavy.median });
      for (const name of ["mean", "sd", "mcse_mean", "mcse_sd"] as const) expect(heavy[name]).toBeNaN();
      // The median of a half-Cauchy is its scale; the distribution's density there is 1 / pi.
      const error = (0.5 * Math.PI) / Math.sqrt(heavy.ess_bulk);
      expect(Math.abs(heavy.median - 1)).toBeLessThan(5 * error);
      expect(light).toMatchObject({ statistic: "mean", estimate: light.mean });
      const { checks } = verdict(parameters, samplerStatistics(result, posterior.coordinateNames));
      expect(checks.find(({ name }) => name === "means")).toMatchObject({ status: "warn" });
      expect(checks.find(({ name }) => name === "means")!.detail).toContain("The mean of heavy is not given");
    }
  });
});
