// The posteriors of posteriordb on the lanes of devices, in float32, against the reference draws.

import { describe, expect, it } from "vitest";
import { judgeLanes } from "../../src/diagnostics/index.ts";
import { compileModel } from "../../src/model/index.ts";
import { sampleLanes } from "../../src/sampling/index.ts";
import { devices } from "../sampling/support/devices.ts";
import { laneSummaries } from "../sampling/support/lane-summaries.ts";
import { disagreements, posteriorsForLanes } from "./support/posteriordb.ts";

const all = posteriorsForLanes();

describe.each(devices)("on lanes of $device", ({ open }) => {
  it("posteriors agree with the reference draws within four standard errors, and a funnel is not passed over", async ({
    skip,
  }) => {
    const device = await open();
    if (device === undefined) return skip("no adapter");
    try {
      for (const reference of all) {
        const posterior = compileModel(reference.model, reference.data);
        const isFunnel = reference.name.endsWith("_centered");
        const seeds = isFunnel ? [1, 2, 3] : [20250501];
        const engine = await device.engine(
          reference.model,
          seeds.map(() => reference.data),
          16,
        );
        const density = posterior.density();
        const fits = seeds.map((seed) => ({ density, seed }));
        const results = await sampleLanes(engine, fits, { draws: isFunnel ? 250 : 500 });
        engine.dispose();
        const judged = results.map((each) => judgeLanes(each, posterior.coordinateNames));
        if (isFunnel) {
          expect(
            judged.map(({ converged }) => converged),
            reference.name,
          ).toEqual([false, false, false]);
          continue;
        }
        const [result] = results;
        const [{ reasons }] = judged;
        expect(reasons, reference.name).toEqual([]);
        expect(disagreements(laneSummaries(posterior, result.sample!), reference), reference.name).toEqual([]);
      }
    } finally {
      device.dispose();
    }
  });
});
