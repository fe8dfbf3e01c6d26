// The posteriors of posteriordb on lanes: draws of the many-lane sampler against the reference draws.

import { describe, expect, it } from "vitest";
import { judgeLanes } from "../../src/diagnostics/index.ts";
import { compileModel, type Posterior } from "../../src/model/index.ts";
import { type LaneResult, sampleLanes } from "../../src/sampling/index.ts";
import { cpuLaneEngine } from "../sampling/support/cpu-lane-engine.ts";
import { laneSummaries } from "../sampling/support/lane-summaries.ts";
import { disagreements, posteriorsForLanes } from "./support/posteriordb.ts";

const all = posteriorsForLanes();
const wellBehaved = all.filter(({ name }) => !name.endsWith("_centered"));
const funnels = all.filter(({ name }) => name.endsWith("_centered"));

async function onLanes(posterior: Posterior, seeds: readonly number[], draws: number): Promise<LaneResult[]> {
  const density = posterior.density();
  const engine = cpuLaneEngine(
    seeds.map(() => density),
    16,
  );
  return sampleLanes(
    engine,
    seeds.map((seed) => ({ density, seed })),
    { draws },
  );
}

describe.each(wellBehaved)("$name on lanes", (reference) => {
  it("agrees with the reference draws within four standard errors", async () => {
    const posterior = compileModel(reference.model, reference.data);
    const [result] = await onLanes(posterior, [20250501], 500);
    expect(judgeLanes(result, posterior.coordinateNames).reasons).toEqual([]);
    expect(disagreements(laneSummaries(posterior, result.sample!), reference)).toEqual([]);
  });
});

describe.each(funnels)("$name, a funnel, on lanes", (reference) => {
  it("is never passed over in silence: every seed is to be sampled again on the CPU", async () => {
    const posterior = compileModel(reference.model, reference.data);
    const results = await onLanes(posterior, [1, 2, 3, 4, 5, 6, 7, 8], 250);
    expect(results.map((result) => judgeLanes(result).converged)).toEqual(results.map(() => false));
  });
});
