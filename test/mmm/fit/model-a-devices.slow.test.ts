// The reference model A on the lanes of devices, in float32, against what Stan gives.

import { describe, expect, it } from "vitest";
import { judgeLanes } from "../../../src/diagnostics/index.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { compileModel } from "../../../src/model/index.ts";
import { sampleLanes } from "../../../src/sampling/index.ts";
import { devices } from "../../sampling/support/devices.ts";
import { disagreeing, modelA, present } from "../support/model-a.ts";

describe.skipIf(!present).each(devices)("model A on lanes of $device", ({ open }) => {
  it("agrees with Stan's posterior within four standard errors", async ({ skip }) => {
    const device = await open();
    if (device === undefined) return skip("no adapter");
    const { spec, design } = await modelA();
    const data = modelData(design);
    const model = mediaMixModel(spec, design.weeks);
    const posterior = compileModel(model, data);
    const engine = await device.engine(model, [data], 16);
    try {
      const [result] = await sampleLanes(engine, [{ density: posterior.density(), seed: 20250502 }]);
      expect(judgeLanes(result, posterior.coordinateNames).reasons).toEqual([]);
      expect(disagreeing(posterior, result.sample!)).toEqual([]);
    } finally {
      engine.dispose();
      device.dispose();
    }
  });
});
