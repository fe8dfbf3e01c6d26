// Models that know of noise, and models of counts, on the GPU against float64.

import { afterAll, describe, expect, it } from "vitest";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { prepareCounts } from "../../mmm/support/count-cases.ts";
import { noisyCases, prepareNoisy } from "../../mmm/support/noisy-cases.ts";
import { gpuOfTests } from "../support/gpu.ts";
import { checkModel, harmless } from "../support/wgsl-model.ts";

const gpu = await gpuOfTests();
afterAll(() => gpu?.dispose());

const weeks = 40;
const linear = "adstock: none\nsaturation: none\ntrend: none";
const counts = {
  "counts without noise": linear,
  "counts with Laplace noise": `${linear}\nnoise: { conversions: { mechanism: discrete_laplace, scale: 2 } }`,
  "counts with normal noise": `${linear}\nnoise: { conversions: { mechanism: gaussian, scale: 2 } }`,
};

describe.skipIf(gpu === undefined)("log density and gradient on the GPU", () => {
  it.each(noisyCases)("of $name", async (each) => {
    const { spec, design } = await prepareNoisy(each, weeks);
    const rounding = await checkModel(gpu!.device, mediaMixModel(spec, design.weeks), [modelData(design)]);
    expect(rounding.logDensity).toBeLessThan(harmless.logDensity);
    // The score of noise much weaker than the residual is a small difference of large numbers.
    if (!each.name.includes("too weak")) expect(rounding.gradient).toBeLessThan(harmless.gradient);
  });

  it.each(Object.entries(counts))("of %s", async (_name, file) => {
    const world = { base: 60, perSpend: [3, 2], overdispersion: 0.15 };
    const { table, resolution } = await prepareCounts(file, world, weeks, 7);
    const design = makeDesign(table, resolution.spec);
    const rounding = await checkModel(gpu!.device, mediaMixModel(resolution.spec, design.weeks), [modelData(design)]);
    // The gradient by the overdispersion cancels where counts are nearly Poisson: no bound but the twin's own.
    expect(rounding.logDensity).toBeLessThan(harmless.logDensity);
  });
});
