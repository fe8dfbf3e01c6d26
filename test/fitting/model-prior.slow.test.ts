// Draws of the prior of a model of one's own.

import { describe, expect, it } from "vitest";
import { halfCauchy, normal } from "../../src/distributions/index.ts";
import { ModelBuilder } from "../../src/model/index.ts";
import { data, eightSchools, schools } from "./support/eight-schools.ts";

describe("model.priorDraws", () => {
  it("gives parameters, what is derived and what would be observed, by name, and the same for the same seed", async () => {
    const model = eightSchools();
    const draws = 4000;
    const prior = await model.priorDraws(data, { draws, seed: 5 });
    expect(prior.names).toEqual(["mu", "tau", "theta", "effect"]);
    const theta = prior.draws("theta");
    expect(theta.shape).toEqual([1, draws, 8]);
    expect(theta.axes).toEqual([{ name: "theta_dim_0", labels: schools }]);
    expect(prior.draws("theta[Deerfield]").values).toEqual(theta.at("Deerfield").values);
    // Quantiles to five standard errors: half of the draws of tau are below 5, and 68.3% of mu between -5 and 5.
    const share = (name: string, inside: (value: number) => boolean): number =>
      prior.draws(name).values.filter(inside).length / draws;
    expect(Math.abs(share("tau", (value) => value < 5) - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(draws));
    expect(Math.abs(share("mu", (value) => Math.abs(value) < 5) - 0.6827)).toBeLessThan((5 * 0.466) / Math.sqrt(draws));
    // What is observed stands around its theta by sigma.
    const score = prior.predictive();
    expect(score.shape).toEqual([1, draws, 8]);
    const standard = score.values.map((value, k) => (value - theta.values[k]) / data.sigma[k % 8]);
    const within = standard.filter((value) => Math.abs(value) < 1).length / standard.length;
    expect(Math.abs(within - 0.6827)).toBeLessThan((5 * 0.466) / Math.sqrt(8 * draws));
    const again = await model.priorDraws(data, { draws: 100, seed: 5 });
    expect(again.draws("mu").values).toEqual(prior.draws("mu").values.slice(0, 100));
  });

  it("is there on the builder, and refuses what it does not know", async () => {
    const m = new ModelBuilder();
    m.observe("y", normal(m.parameter("mu", halfCauchy(5)), 1), [1.2, 0.7, 1.9]);
    const prior = await m.priorDraws();
    expect(prior.predictive("y").shape).toEqual([1, 1000, 3]);
    expect(() => prior.draws("nu")).toThrow('There are no draws of "nu"');
    expect(() => prior.predictive("z")).toThrow('observes nothing called "z"');
    await expect(m.priorDraws({}, { draws: 5 })).rejects.toThrow("draws");
    await expect(m.priorDraws({}, { drawz: 500 } as never)).rejects.toThrow("drawz");
  });
});
