// Models on TensorFlow.js against float64: the reference posteriors, and media mix models of every kind.

import { describe, it } from "vitest";
import { readMediaData } from "../../../src/data/panel/check-table.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { readModelFile, tablePath, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { caseGroups, prepare } from "../../mmm/support/cases.ts";
import { eightSchools, schools } from "../../model/support/eight-schools.ts";
import { referencePosteriors } from "../../model/support/posteriordb.ts";
import { checkModel } from "../support/tensorflow-model.ts";
import { sharedData } from "../../support/optional.ts";

/** Also checked on a GPU: between them they have recurrences, special functions and scattered channels. */
const onGpu = ["the default model", "another curve for each channel", "Student-t likelihood"];

const { path: modelA, present } = sharedData("stan_reference/a.yaml");

describe("log density and gradient on TensorFlow.js agree with float64", () => {
  it.each([true, false])("for the eight schools, centered: %s, two data sets", async (centered) => {
    const other = { ...schools, y: schools.y.map((y) => -0.5 * y) };
    await checkModel(eightSchools(centered), [schools, other], true);
  });

  it.each(referencePosteriors().filter(({ name }) => !name.startsWith("hudson")))(
    "for $name",
    async ({ model, data }) => {
      await checkModel(model, [data], false);
    },
  );

  it.skipIf(!present)("for model A", async () => {
    const document = await readModelFile(modelA);
    const table = await readMediaData(tablePath(document), writtenColumns(document));
    const { spec } = resolve(document, table);
    const design = makeDesign(table, spec);
    await checkModel(mediaMixModel(spec, design.weeks), [modelData(design)], false);
  });

  it.each(caseGroups())("for %s", async (name, group) => {
    const prepared = await Promise.all(group.map(prepare));
    const [{ spec, weeks }] = prepared;
    const fits = prepared.map(({ data }) => data);
    const gpu = onGpu.some((each) => name.startsWith(each));
    await checkModel(mediaMixModel(spec, weeks), fits, gpu);
  });
});
