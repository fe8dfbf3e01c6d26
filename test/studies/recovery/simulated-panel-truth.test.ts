import { expect, it } from "vitest";
import { explicitForm } from "../../../src/mmm/fit/explicit-form.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { reportedDraws } from "../../../src/mmm/fit/fit-results.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { compileModel } from "../../../src/model/index.ts";
import { truthOfPanel } from "../../../src/studies/recovery/simulated-panel-truth.ts";
import { studiedDraws } from "../../../src/studies/recovery/studied-draws.ts";
import { tableOfWorld } from "../../../src/studies/worlds/index.ts";

it.each([
  ["panel", ""],
  ["panel-late", "pooling: { season: complete }\n"],
])("the truth of %s makes the model the world, for all geos and each; %j", async (world, more) => {
  const { simulation, document, data } = await tableOfWorld(world, { weeks: 60, seed: 2, more });
  const { truth } = simulation;
  if (!("geos" in truth)) return expect.unreachable();
  const { spec } = resolve(document, data);
  const design = makeDesign(data, spec);
  const posterior = compileModel(mediaMixModel(explicitForm(spec), design.weeks), modelData(design));
  const truths = truthOfPanel(truth, spec, design);
  const known = new Map(truths.map(({ group, name, value }) => [`${group} ${name}`, value]));
  // Noise per head is the same in all geos, and so is the season: at the edge of what the model has, which no interval holds, so it is no truth to recover.
  const atTheEdge = { sigma_population: 1e-12, sigma_spread: 1, ...(more === "" ? { season_spread: 1 } : {}) };
  for (const [name, value] of Object.entries(atTheEdge)) {
    expect(known.has(`parameter ${name}`)).toBe(false);
    known.set(`parameter ${name}`, value);
  }
  const week = truth.week_effects.map((value) => value / 1000 / design.targetScale.scale);
  const { parameters } = posterior.program.model;
  const values = parameters.map(({ name, elementNames }) => [
    name,
    name === "week" ? week : elementNames.map((own) => known.get(`parameter ${own}`) ?? Number.NaN),
  ]);
  // Everything that the model has the world says.
  expect(values.flatMap(([name, own]) => ((own as number[]).some(Number.isNaN) ? [name] : []))).toEqual([]);
  const at = posterior.unconstrain(Object.fromEntries(values));
  const { blocks, logLikelihood } = posterior.constrainDraws(at, 1);
  const sigma = known.get("parameter sigma_median")!;
  const expected = data.geos!.flatMap(({ name }, g) => {
    const own = truth.geos.find((geo) => geo.name === name)!;
    return own.weekly.noise.map((noise, k) => {
      if (Number.isNaN(data.target.values[g * data.rows + own.first_week - 1 + k])) return 0;
      const z = noise / own.population / design.targetScale.scale / sigma;
      return -0.5 * z * z - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
    });
  });
  const total = expected.reduce((sum, each) => sum + each, 0);
  // Spend, prices and revenue are rounded to cents.
  expect(Math.abs(logLikelihood[0] - total)).toBeLessThan(0.05);
  // Quantities of the model at the truth are the world's, in total and by geo.
  const reported = reportedDraws(blocks, spec, data, { chains: 1, draws: 1 });
  const quantities = studiedDraws(reported, spec, data, design).filter(({ group }) => group === "quantity");
  for (const { name, values: own } of quantities) {
    expect(own[0] / known.get(`quantity ${name}`)!, name).toBeCloseTo(1, 3);
  }
  expect(quantities.filter(({ geo }) => geo === "East").length).toBe(3 * 3);
});

it("a world of which the model lacks a part has its returns, and no level or noise of the model", async () => {
  const { simulation, document, data } = await tableOfWorld("panel-national", { weeks: 60, seed: 2 });
  const { truth } = simulation;
  if (!("geos" in truth)) return expect.unreachable();
  const { spec } = resolve(document, data);
  const known = truthOfPanel(truth, spec, makeDesign(data, spec));
  const named = (name: string): number => known.find((each) => each.name === name)?.value ?? Number.NaN;
  expect(named("contribution[TV]")).toBe(truth.channels[0].total_contribution);
  expect(truth.geos.reduce((sum, { name }) => sum + named(`contribution_by_geo[TV,${name}]`), 0)).toBeCloseTo(
    truth.channels[0].total_contribution,
    3,
  );
  // This model has no week effects of its own.
  expect(named("sigma")).toBeNaN();
});
