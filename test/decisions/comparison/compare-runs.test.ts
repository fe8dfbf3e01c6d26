import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { compareRuns, type RunToCompare } from "../../../src/decisions/comparison/compare-runs.ts";
import { fittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";

async function runOf(name: string, text: string, seed = 2): Promise<RunToCompare> {
  const { columns } = simulate("ecommerce", { weeks: 80, seed });
  const data = await mediaDataFromColumns(columnsByName(columns));
  const file = `data: table.csv\n${text}\nsampling: { chains: 2, warmup: 250, draws: 200 }`;
  const fit = await fitMediaMix(data, resolve(await parseModelFile(file, "model.yaml"), data), { threads: 1 });
  return { name, model: fittedModel(fit), pointwise: fit.pointwise };
}

describe("runs beside each other", async () => {
  const full = await runOf("full", "");
  const bare = await runOf("without season", "seasonality: none");
  // The same belief about a target that is divided by its maximum: priors are stated in scaled units.
  const [location, scale] = [full.model.design.targetScale.location, full.model.design.targetScale.scale];
  const largest = Math.max(...full.model.data.target.values);
  const ratio = scale / largest;
  const rescaled = await runOf(
    "rescaled",
    `scaling: { target: max }
priors:
  coefficient: half_normal(${2 * ratio})
  control: normal(0, ${ratio})
  season: normal(0, ${ratio})
  intercept: normal(${location / largest}, ${5 * ratio})
  sigma: half_normal(${ratio})`,
  );

  it("have the best first, with paired differences and their errors", () => {
    const { differences, refusal, runs } = compareRuns([bare, full]);
    expect(refusal).toBeUndefined();
    expect(differences?.map(({ name }) => name)).toEqual(["full", "without season"]);
    expect(differences?.[0]).toEqual({ name: "full", difference: 0, se: 0 });
    const elpd = (name: string) => runs.find((run) => run.name === name)?.loo?.elpd ?? Number.NaN;
    expect(differences?.[1].difference).toBeCloseTo(elpd("without season") - elpd("full"), 8);
    // Season is in the world: leaving it out costs more than the error of the difference.
    expect(differences?.[1].difference).toBeLessThan(-2 * (differences?.[1].se ?? 0));
    expect(runs.map(({ roi }) => roi.length)).toEqual([3, 3]);
  });

  it("do not differ by the units in which the target is modeled", () => {
    const { differences } = compareRuns([full, rescaled]);
    const [, other] = differences ?? [];
    // The logarithms of the scales differ by 80 log(ratio), about -140; what is left is Monte Carlo error of two fits.
    expect(Math.abs(80 * Math.log(ratio))).toBeGreaterThan(100);
    expect(Math.abs(other.difference)).toBeLessThan(5);
  });

  it("are refused a difference when their data or targets are not the same, or rows were not kept", async () => {
    const elsewhere: RunToCompare = {
      ...full,
      name: "elsewhere",
      model: { ...full.model, data: { ...full.model.data, hash: "f00" } },
    };
    const different = compareRuns([full, elsewhere]);
    expect(different.differences).toBeUndefined();
    expect(different.refusal).toContain("full and elsewhere are fits of different tables");
    expect(different.runs).toHaveLength(2);
    const target = { ...full.model.data.target, name: "orders" };
    const orders = { ...full, name: "orders", model: { ...full.model, data: { ...full.model.data, target } } };
    expect(compareRuns([full, orders]).refusal).toContain("different targets");
    const { pointwise: _, ...dropped } = bare;
    expect(compareRuns([full, dropped]).refusal).toContain("kept in without season");
  });
});
