// Data sets of known truth: that they are what they say, and always the same.

import { describe, expect, it } from "vitest";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { reportedDraws } from "../../../src/mmm/fit/fit-results.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { bindModel, compileModel } from "../../../src/model/index.ts";
import { posteriorSets, priorSets } from "../../../src/studies/recovery/model-sets.ts";
import { presetSets } from "../../../src/studies/recovery/preset-sets.ts";
import { tableOfWorld } from "../../../src/studies/worlds/index.ts";
import { explicitForm } from "../../../src/mmm/fit/explicit-form.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { smallTable } from "../support/table.ts";

describe("sets from the prior", () => {
  it("are the same however many there are, and others for another seed", async () => {
    const { data, resolution } = await smallTable();
    const few = await priorSets(data, resolution, 3, 2).set(1);
    const many = await priorSets(data, resolution, 3, 9).set(1);
    expect(few.data.target.values).toEqual(many.data.target.values);
    expect(few.truth).toEqual(many.truth);
    const other = await priorSets(data, resolution, 4, 2).set(1);
    expect(other.data.target.values).not.toEqual(few.data.target.values);
    expect(few.resolution.spec.sampling.seed).toBe(4);
  });

  it.each([
    ["the default model", ""],
    ["counts", "likelihood: negative_binomial\n"],
    ["Student-t and a trend", "likelihood: student_t\ntrend: linear\n"],
    ["noise in the target", "noise: { revenue: { mechanism: laplace, scale: 500 } }\n"],
  ])("are fitted by the very model that made them, whatever target was drawn: %s", async (_, more) => {
    const { data, resolution } = await smallTable(more);
    const { spec } = resolution;
    const source = priorSets(data, resolution, 1, 6);
    expect(source.exact).toBe(true);
    const own = makeDesign(data, spec);
    const program = compileModel(mediaMixModel(spec, data.rows), modelData(own)).program;
    // Log prior and likelihood at the truth: the likelihood that drew the target with the table's scales has the density of the fit.
    for (const index of [0, 3, 5]) {
      const { data: drawn, like, truth } = await source.set(index);
      const design = makeDesign(drawn, spec, like);
      expect(design.targetScale).toEqual(own.targetScale);
      expect(design.mediaScales).toEqual(own.mediaScales);
      expect(design.media).toEqual(own.media);
      expect(design.terms.trend).toEqual(own.terms.trend);
      expect(design.counts?.bend).toEqual(own.counts?.bend);
      if (truth.kind !== "drawn") throw new Error("A set of the prior has a drawn truth.");
      const values = new Map(truth.columns);
      const { model } = program;
      const parameters = Object.fromEntries(
        model.parameters.map(({ name, elementNames }) => [name, elementNames.map((element) => values.get(element)!)]),
      );
      const posterior = bindModel(program, modelData(design));
      const { columns, logLikelihood, logPrior } = posterior.constrainDraws(posterior.unconstrain(parameters), 1);
      for (const [name, value] of truth.columns) expect(columns.get(name)![0] / value, name).toBeCloseTo(1, 8);
      expect(Number.isFinite(logLikelihood[0] + logPrior[0])).toBe(true);
      if (design.counts !== undefined) expect([...drawn.target.values].every(Number.isInteger)).toBe(true);
    }
  });

  it("of a panel have its cells, per head, and everything that the fit integrates out among their truth", async () => {
    const { document, data } = await tableOfWorld("panel", { weeks: 24, seed: 1 });
    const resolution = resolve(document, data, { seed: 1 });
    const source = priorSets(data, resolution, 1, 3);
    expect(source.geos).toEqual(data.geos?.map(({ name }) => name));
    const { data: drawn, like, truth, resolution: own } = await source.set(2);
    expect(drawn.target.values.map((value) => Number(Number.isNaN(value)))).toEqual(
      data.target.values.map((value) => Number(Number.isNaN(value))),
    );
    expect(own.spec.week_effects_form).toBe("integrated");
    if (truth.kind !== "drawn") return expect.unreachable();
    const values = new Map(truth.columns);
    const posterior = compileModel(
      mediaMixModel(explicitForm(own.spec), data.rows),
      modelData(makeDesign(drawn, own.spec, like)),
    );
    const at = posterior.unconstrain(
      Object.fromEntries(
        posterior.program.model.parameters.map(({ name, elementNames }) => [
          name,
          elementNames.map((element) => values.get(element)!),
        ]),
      ),
    );
    const { logLikelihood } = posterior.constrainDraws(at, 1);
    const known = (data.geos ?? []).map(({ name }, g) => {
      const own = data.target.values.subarray(g * data.rows, (g + 1) * data.rows);
      return { sigma: values.get(`sigma[${name}]`)!, cells: own.filter((value) => !Number.isNaN(value)).length };
    });
    const cells = known.reduce((sum, geo) => sum + geo.cells, 0);
    const logSigmas = known.reduce((sum, geo) => sum + geo.cells * Math.log(geo.sigma), 0);
    // Standardized residuals at the truth are standard normal: their sum of squares is within 5 standard deviations.
    const squares = -2 * (logLikelihood[0] + logSigmas + cells * 0.5 * Math.log(2 * Math.PI));
    expect(Math.abs(squares - cells)).toBeLessThan(5 * Math.sqrt(2 * cells));
  });

  it("keep spend, controls and rows of the table, and its target in nothing but scale", async () => {
    const { data, resolution } = await smallTable();
    const set = await priorSets(data, resolution, 1, 1).set(0);
    expect(set.data.channels).toEqual(data.channels);
    expect(set.data.controls).toEqual(data.controls);
    expect(set.data.dates).toEqual(data.dates);
    const values = data.target.values.toReversed();
    const turned = { ...data, target: { ...data.target, values } };
    const other = await priorSets(turned, resolution, 1, 1).set(0);
    set.data.target.values.forEach((value, t) => expect(other.data.target.values[t] / value).toBeCloseTo(1, 9));
  });

  it("are refused where spend is unknown too", async () => {
    const { data, resolution } = await smallTable("noise: { spend_Search: { mechanism: laplace, scale: 300 } }\n");
    expect(resolution.spec.latent_spend?.channels).toEqual(["spend_Search"]);
    expect(() => priorSets(data, resolution, 1, 1)).toThrow("A recovery study simulates the target but not spend");
  });
});

describe("sets from a posterior", () => {
  it("have draws of it as their truth, evenly spaced", async () => {
    const { data, resolution } = await smallTable();
    const posterior = compileModel(
      mediaMixModel(resolution.spec, data.rows),
      modelData(makeDesign(data, resolution.spec)),
    );
    const { dimension } = posterior;
    const positions = Float64Array.from({ length: 10 * dimension }, (_, i) => 0.1 * Math.sin(i));
    const { blocks } = posterior.constrainDraws(positions, 10);
    const { parameters } = reportedDraws(blocks, resolution.spec, data, { chains: 1, draws: 10 });
    const run = { name: "run", data, resolution, positions, parameters };
    const source = posteriorSets(run, 1, 5);
    expect(source).toMatchObject({ exact: false, kind: "posterior" });
    const { truth } = await source.set(2);
    const { columns } = posterior.constrainDraws(positions.subarray(5 * dimension, 6 * dimension), 1);
    expect(truth).toEqual({ kind: "drawn", columns: [...columns].map(([name, [value]]) => [name, value]) });
    // More sets than draws: they come in turn.
    const more = posteriorSets(run, 1, 12);
    expect((await more.set(11)).truth).toEqual((await more.set(1)).truth);
    expect((await more.set(11)).data.target.values).not.toEqual((await more.set(1)).data.target.values);
  });
});

describe("sets of a preset", () => {
  it("are the tables of carryover simulate, seed by seed", async () => {
    const source = presetSets("media", 60, 5);
    const [first, second] = [await source.set(0), await source.set(1)];
    expect(first.seed).toBe(5);
    expect((await presetSets("media", 60, 6).set(0)).data.target.values).toEqual(second.data.target.values);
    expect(first.data.target.values).not.toEqual(second.data.target.values);
    expect(first.resolution.spec.trend).toBe("linear");
    expect(first.like).toBeUndefined();
    expect(() => presetSets("media", 3, 1)).toThrow(/weeks/);
  });
});
