// Models on the GPU against float64: the models of the reference posteriors and media mix models of every kind.

import { afterAll, describe, expect, test } from "vitest";
import { mediaMixModel } from "../../src/mmm/model.ts";
import { type Case, cases, prepare } from "../mmm/cases.ts";
import { referencePosteriors } from "../model/posteriordb.ts";
import { gpuOfTests } from "./gpu.ts";
import { checkModel } from "./wgsl-model.ts";

const gpu = await gpuOfTests();
afterAll(() => gpu?.dispose());

/** Cases of one model, which differ in their data alone, become fits of one engine. */
function groups(): [string, Case[]][] {
  const byModel = new Map<string, Case[]>();
  for (const each of cases) {
    const key = `${each.file ?? ""} ${each.weeks ?? ""} ${Object.keys(each.spend ?? {}).length > 3}`;
    byModel.set(key, [...(byModel.get(key) ?? []), each]);
  }
  return [...byModel.values()].map((each) => [each.map(({ name }) => name).join("; "), each]);
}

describe.skipIf(gpu === undefined)("log density and gradient on the GPU", () => {
  test.each(referencePosteriors())("of $name", async ({ name, model, data }) => {
    const most = await checkModel(gpu!.device, model, [data]);
    if (process.env.SHOW) console.log(name, most);
    expect(most).toBeGreaterThan(0);
  });

  test.each(groups())("of %s", async (name, group) => {
    const prepared = await Promise.all(group.map(prepare));
    const [{ spec, weeks }] = prepared as [(typeof prepared)[0]];
    const most = await checkModel(
      gpu!.device,
      mediaMixModel(spec, weeks),
      prepared.map(({ data }) => data),
    );
    if (process.env.SHOW) console.log(name, most);
    expect(most).toBeGreaterThan(0);
  });
});
