import { afterAll, describe, expect, it } from "vitest";
import { everyDistribution } from "../../model/support/every-distribution.ts";
import { gpuOfTests } from "../support/gpu.ts";
import { checkModel, harmless } from "../support/wgsl-model.ts";

const gpu = await gpuOfTests();
afterAll(() => gpu?.dispose());

describe.skipIf(gpu === undefined)("every distribution on the GPU", () => {
  it("agrees with float64 in log density and gradient", async () => {
    const rounding = await checkModel(gpu!.device, everyDistribution(), [{}]);
    expect(rounding.logDensity).toBeLessThan(harmless.logDensity);
    expect(rounding.gradient).toBeLessThan(harmless.gradient);
  });
});
