import { describe, expect, it } from "vitest";
import { distributions, graph as g, parseModelFile, priorFamilies, resolveSpecification } from "../../../src/index.ts";
import { fittedModel } from "../../../src/decisions/draws/index.ts";
import { priorColumn, priorSample } from "../../../src/decisions/predictions/predictive-prior.ts";
import { fitMediaMix } from "../../../src/mmm/fit/index.ts";
import { distributionOf } from "../../../src/mmm/priors/index.ts";
import { madeUpModel } from "../../decisions/support/made-up-model.ts";

/** Gumbel: density exp(-(z + exp(-z))) / scale with z = (x - location) / scale; mean location + 0.5772 scale. */
function gumbel(location: g.Operand, scale: g.Operand): distributions.ScalarDistribution {
  const [center, spread] = [g.asNode(location), g.asNode(scale)];
  return {
    event: "scalar",
    name: "gumbel",
    parameters: [
      { name: "location", node: center },
      { name: "scale", node: spread },
    ],
    support: distributions.real,
    logDensity: (x) => {
      const z = g.divide(g.subtract(x, center), spread);
      return g.subtract(g.negate(g.add(z, g.exp(g.negate(z)))), g.log(spread));
    },
    draw: (random, [m, s]) => m - s * Math.log(random.exponential()),
  };
}

priorFamilies.add({
  name: "gumbel",
  arguments: [
    { name: "location", rule: "finite" },
    { name: "scale", rule: "positive" },
  ],
  support: () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  distribution: gumbel,
});

const resolved = async (prior: string) => {
  const { data } = await madeUpModel({ file: "target: revenue", draws: 1 });
  const file = `data: table.csv\npriors: { control: "${prior}", trend: "gumbel(location=1, scale=0.5)" }
sampling: { chains: 1, warmup: 100, draws: 50 }\n`;
  return { data, resolution: resolveSpecification(await parseModelFile(file, "model.yaml"), data) };
};

describe("A family of priors of one's own", () => {
  it("is written in model files by its name, and sampled from and under", async () => {
    const { data, resolution } = await resolved("gumbel(0, 1)");
    expect(resolution.spec.priors.trend).toEqual({ distribution: "gumbel", parameters: [1, 0.5] });
    const fit = await fitMediaMix(data, resolution, { threads: 1 });
    expect(fit.summary.parameters.find(({ name }) => name === "trend")?.sd).toBeGreaterThan(0);
    const count = 4000;
    const sample = priorSample(fittedModel(fit), count);
    const trend = priorColumn(sample, "trend", [])!;
    const mean = trend.reduce((sum, value) => sum + value, 0) / count;
    // Mean 1 + 0.5772 * 0.5, standard deviation pi / sqrt(6) * 0.5; four standard errors.
    expect(Math.abs(mean - 1 - 0.5772156649 * 0.5)).toBeLessThan((4 * 0.5 * Math.PI) / Math.sqrt(6 * count));
  });

  it("has its arguments checked like any other", async () => {
    await expect(resolved("gumbel(0, -1)")).rejects.toThrow("gumbel(location, scale)");
    await expect(resolved("gumbel(0)")).rejects.toThrow("gumbel(location, scale)");
    await expect(resolved("gumble(0, 1)")).rejects.toThrow('Did you mean "gumbel"?');
  });

  it("keeps its name to itself", () => {
    expect(() => priorFamilies.add({ ...priorFamilies.find("gumbel")! })).toThrow('named "gumbel"');
    expect(() => distributionOf({ distribution: "fixed", parameters: [1] })).toThrow("no distribution");
  });
});
