// Models that know of noise, and models of counts, on TensorFlow.js against float64.

import { describe, it } from "vitest";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { prepareCounts } from "../../mmm/support/count-cases.ts";
import { prepare } from "../../mmm/support/cases.ts";
import { noisyCases, prepareNoisy } from "../../mmm/support/noisy-cases.ts";
import { checkModel } from "../support/tensorflow-model.ts";

const weeks = 40;
const linear = "adstock: none\nsaturation: none\ntrend: none";
const counts: Readonly<Record<string, string>> = {
  "counts without noise": linear,
  "counts with Laplace noise": `${linear}\nnoise: { conversions: { mechanism: discrete_laplace, scale: 2 } }`,
  "counts with normal noise": `${linear}\nnoise: { conversions: { mechanism: gaussian, scale: 2 } }`,
};

describe("log density and gradient on TensorFlow.js agree with float64", () => {
  it.each(noisyCases)("for $name", async (each) => {
    const { spec, design } = await prepareNoisy(each, weeks);
    const gpu = each.name === "noise in revenue alone";
    await checkModel(mediaMixModel(spec, design.weeks), [modelData(design)], gpu);
  });

  it.each(["knots", "local_level", "hsgp"])("for a trend of the kind %s", async (kind) => {
    const { spec, data } = await prepare({
      name: kind,
      weeks,
      file: `adstock: none\nsaturation: none\ntrend: ${kind}`,
    });
    await checkModel(mediaMixModel(spec, weeks), [data], false);
  });

  it.each(Object.keys(counts))("for %s", async (name) => {
    const world = { base: 60, perSpend: [3, 2], overdispersion: 0.15 };
    const { table, resolution } = await prepareCounts(counts[name], world, weeks, 7);
    const design = makeDesign(table, resolution.spec);
    await checkModel(mediaMixModel(resolution.spec, design.weeks), [modelData(design)], false);
  });
});
