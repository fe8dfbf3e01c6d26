// Models on the GPU against float64: the models of the reference posteriors and media mix models of every kind.

import { afterAll, describe, expect, it } from "vitest";
import { readMediaData } from "../../../src/data/panel/check-table.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { readModelFile, tablePath, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { caseGroups, prepare } from "../../mmm/support/cases.ts";
import { referencePosteriors } from "../../model/support/posteriordb.ts";
import { gpuOfTests } from "../support/gpu.ts";
import { checkModel, harmless } from "../support/wgsl-model.ts";
import { sharedData } from "../../support/optional.ts";

const gpu = await gpuOfTests();
afterAll(() => gpu?.dispose());

const { path: modelA, present } = sharedData("stan_reference/a.yaml");

describe.skipIf(gpu === undefined)("log density and gradient on the GPU", () => {
  it.each(referencePosteriors().filter(({ name }) => !name.startsWith("hudson")))(
    "of $name",
    async ({ model, data }) => {
      // Away from the mode the log density of some is in the millions, and off by as much as a float32 of that size must be.
      expect((await checkModel(gpu!.device, model, [data])).gradient).toBeLessThan(harmless.gradient);
    },
  );

  it.each(caseGroups())("of %s", async (_name, group) => {
    const prepared = await Promise.all(group.map(prepare));
    const [{ spec, weeks }] = prepared as [(typeof prepared)[0]];
    const data = prepared.map((each) => each.data);
    const rounding = await checkModel(gpu!.device, mediaMixModel(spec, weeks), data);
    expect(rounding.logDensity).toBeLessThan(harmless.logDensity);
    expect(rounding.gradient).toBeLessThan(harmless.gradient);
  });

  it.skipIf(!present)("of the reference model A", async () => {
    const document = await readModelFile(modelA);
    const table = await readMediaData(tablePath(document), writtenColumns(document));
    const { spec } = resolve(document, table);
    const design = makeDesign(table, spec);
    const rounding = await checkModel(gpu!.device, mediaMixModel(spec, design.weeks), [modelData(design)]);
    expect(rounding.logDensity).toBeLessThan(harmless.logDensity);
    expect(rounding.gradient).toBeLessThan(harmless.gradient);
  });
});
