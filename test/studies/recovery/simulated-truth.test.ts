import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { type ModelDocument, parseModelFile, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { compileModel } from "../../../src/model/index.ts";
import { truthOfSimulation } from "../../../src/studies/recovery/simulated-truth.ts";

/** A world's table with its own model file, or with lines added to it. */
async function fitted(world: "ecommerce" | "media", weeks: number, seed: number, more = "") {
  const simulation = simulate(world, { weeks, seed });
  const document: ModelDocument = await parseModelFile(simulation.modelYaml + more, "model.yaml");
  const values = columnsByName(simulation.columns);
  const data = await mediaDataFromColumns(values, { source: world, ...writtenColumns(document) });
  const { spec } = resolve(document, data);
  const design = makeDesign(data, spec);
  const truths = truthOfSimulation(simulation.truth, spec, design);
  const valueOf = (group: string, name: string): number =>
    truths.find((each) => each.group === group && each.name === name)!.value;
  return { simulation, spec, design, truths, valueOf };
}

describe("the truth of a world in the terms of its model", () => {
  it.each([
    ["ecommerce", 104, 1],
    ["media", 156, 3],
    // No week has a promotion: the control is left out.
    ["ecommerce", 20, 23],
  ] as const)("makes the model the world: %s, %d weeks, seed %d", async (world, weeks, seed) => {
    const { simulation, spec, design, truths, valueOf } = await fitted(world, weeks, seed);
    const posterior = compileModel(mediaMixModel(spec, weeks), modelData(design));
    const { parameters, derived } = posterior.program.model;
    const at = posterior.unconstrain(
      Object.fromEntries(
        parameters.map(({ name, elementNames }) => [name, elementNames.map((own) => valueOf("parameter", own))]),
      ),
    );
    const { columns, logLikelihood } = posterior.constrainDraws(at, 1);
    // What the model leaves unexplained at the truth is the world's noise, rounded to cents with the revenue.
    const sigma = valueOf("parameter", "sigma");
    const { noise } = simulation.truth.weekly;
    const expected = noise
      .map((value) => value / design.targetScale.scale / sigma)
      .reduce((sum, z) => sum - 0.5 * z * z - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI), 0);
    // A rounding of half a cent changes a term by z 0.005 / noise_sd.
    expect(Math.abs(logLikelihood[0] - expected)).toBeLessThan((weeks * 3 * 0.005) / simulation.truth.noise_sd);
    for (const { elementNames, name } of derived) {
      for (const element of elementNames) {
        const known = element.replace("weekly half_saturation", "half_saturation");
        expect(columns.get(element)![0] / valueOf("quantity", known), `${name} ${element}`).toBeCloseTo(1, 9);
      }
    }
    const total = truths
      .filter(({ name }) => name.startsWith("contribution["))
      .reduce((sum, { value }) => sum + value, 0);
    expect(valueOf("quantity", "total_contribution")).toBeCloseTo(total, 3);
    for (const { name } of spec.channels) {
      expect(valueOf("quantity", `marginal_roi[${name}]`)).toBe(simulation.truth.channels[name].marginal_roi);
    }
  });

  it("has no parameter where the model has another part than the world, and contributions all the same", async () => {
    const windowed = await fitted("ecommerce", 60, 1, "adstock: { window: 8 }\n");
    expect(
      windowed.truths
        .map(({ name }) => name)
        .filter((name) => /decay|slope|half|coefficient|intercept|sigma/.test(name)),
    ).toEqual([]);
    expect(windowed.valueOf("quantity", "contribution[Meta]")).toBeGreaterThan(0);
    expect(windowed.valueOf("parameter", "season[1]")).toBeGreaterThan(0);

    const logistic = await fitted("ecommerce", 60, 1, "saturation: logistic\n");
    const names = logistic.truths.map(({ name }) => name);
    expect(names).toContain("decay[Meta]");
    expect(names).toContain("half_life[Meta]");
    expect(names.filter((name) => /saturation|slope|coefficient|intercept|sigma/.test(name))).toEqual([]);
    expect(names).toContain("roi[Meta]");
  });

  it("has zeros for waves that the world does not have", async () => {
    const { simulation, valueOf } = await fitted("ecommerce", 60, 1);
    const more = simulation.modelYaml.replace("harmonics: 1", "harmonics: 3");
    const document = await parseModelFile(more, "model.yaml");
    const values = columnsByName(simulation.columns);
    const data = await mediaDataFromColumns(values, { source: "x", ...writtenColumns(document) });
    const { spec } = resolve(document, data);
    const truths = truthOfSimulation(simulation.truth, spec, makeDesign(data, spec));
    const season = truths.filter(({ name }) => name.startsWith("season")).map(({ value }) => value);
    expect(season).toEqual([valueOf("parameter", "season[1]"), 0, 0, 0, 0, 0]);
  });
});
