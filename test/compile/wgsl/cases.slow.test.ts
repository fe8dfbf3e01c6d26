// The WGSL kernels on the graphs that every backend is tested on: values and derivatives of each output, several fits in one engine.

import { afterAll, describe, it } from "vitest";
import { wgslLaneEngine } from "../../../src/compile/wgsl/index.ts";
import { cases } from "../../graph/support/cases.ts";
import { checkRequest, graphLanes, probed, twins } from "../support/check-lanes.ts";
import { gpuOfTests } from "../support/gpu.ts";

const gpu = await gpuOfTests();
afterAll(() => gpu?.dispose());

const fits = 3;

describe.skipIf(gpu === undefined)("WGSL lanes", () => {
  it.each(Object.keys(cases))("compute %s", async (name) => {
    const request = probed(cases[name]!());
    const { data, at } = graphLanes(request, fits);
    await checkRequest(request, data, at, (...lanes) => wgslLaneEngine(...lanes, gpu!.device), twins());
  });
});
