// Whole transitions on a GPU, which a processor plays here: posteriors against reference draws, and what a fit's draws depend on.

import { afterAll, describe, expect, it } from "vitest";
import { printDensity } from "../../../src/compile/wgsl/index.ts";
import { judgeLanes } from "../../../src/diagnostics/index.ts";
import { compileModel, densityRequest, type Posterior } from "../../../src/model/index.ts";
import { scaleFromGradient } from "../../../src/sampling/adaptation/index.ts";
import {
  compileTransitions,
  type DeviceDraws,
  type DeviceFit,
  deviceResult,
  kernelFunctions,
  kernelShape,
  sampleOnDevice,
  type TransitionKernel,
} from "../../../src/sampling/device/index.ts";
import {
  type LaneFit,
  type LaneSettings,
  resolveLaneSettings,
  startingPoints,
} from "../../../src/sampling/lanes/index.ts";
import { gpuOfTests } from "../../compile/support/gpu.ts";
import { laneSummaries } from "../support/lane-summaries.ts";
import { disagreements, posteriorsForLanes } from "../../model/support/posteriordb.ts";

const gpu = await gpuOfTests();
afterAll(() => gpu?.dispose());

interface Prepared {
  readonly posterior: Posterior;
  readonly kernel: TransitionKernel;
  fit(seed: number): { readonly lane: LaneFit; readonly device: DeviceFit };
}

async function prepared(
  {
    model,
    data,
  }: { readonly model: Parameters<typeof compileModel>[0]; readonly data: Parameters<typeof compileModel>[1] },
  settings: LaneSettings,
): Promise<Prepared> {
  const posterior = compileModel(model, data);
  const shape = kernelShape(settings.chains);
  const { printed, dataOf } = printDensity(densityRequest(model), shape.lanes, kernelFunctions);
  const kernel = await compileTransitions(gpu!.device, printed, shape);
  return {
    posterior,
    kernel,
    fit(seed) {
      const lane = {
        density: posterior.density(),
        logDensity: posterior.logDensity(),
        seed,
        names: posterior.coordinateNames,
      };
      const { points, gradient } = startingPoints(lane, settings);
      const scale = new Float64Array(gradient.length);
      scaleFromGradient(gradient, scale);
      const starts = Float32Array.from(points.flatMap((point) => [...point]));
      return {
        lane,
        device: {
          data: dataOf([
            Object.fromEntries(
              Object.entries(data ?? {}).map(([name, values]) => [
                name,
                Float64Array.from(values as ArrayLike<number>),
              ]),
            ),
          ]),
          starts,
          scale,
          seed,
        },
      };
    },
  };
}

const wellBehaved = posteriorsForLanes().filter(
  ({ name }) => name.startsWith("kidiq") || name.endsWith("noncentered") || name.startsWith("arK"),
);

describe.skipIf(gpu === undefined)("transitions on a device", () => {
  it.each(wellBehaved)("of $name give the reference posterior", async (reference) => {
    const settings = resolveLaneSettings({ draws: 500 });
    const { posterior, kernel, fit } = await prepared(reference, settings);
    const { lane, device } = fit(20250501);
    const [draws] = (await sampleOnDevice(gpu!.device, kernel, [device], settings))!.fits;
    const result = deviceResult(draws!, lane, settings);
    expect(result.problems).toEqual([]);
    expect(judgeLanes(result, posterior.coordinateNames).reasons).toEqual([]);
    expect(disagreements(laneSummaries(posterior, result.sample!), reference)).toEqual([]);
  });

  it("depend on a fit's own seed alone, not on the fits beside it", async () => {
    const settings = resolveLaneSettings({ draws: 40, warmup: 150 });
    const { kernel, fit } = await prepared(wellBehaved[0]!, settings);
    const sampled = async (seeds: readonly number[]): Promise<readonly DeviceDraws[]> =>
      (await sampleOnDevice(
        gpu!.device,
        kernel,
        seeds.map((seed) => fit(seed).device),
        settings,
      ))!.fits;
    const [alone] = await sampled([3]);
    const [first, second, third] = await sampled([1, 2, 3]);
    expect(third!.positions).toEqual(alone!.positions);
    expect(third!.stepSize).toBe(alone!.stepSize);
    expect(first!.positions).not.toEqual(second!.positions);
  });

  it("end when they are stopped", async () => {
    const settings = resolveLaneSettings({ draws: 40, warmup: 150 });
    const { kernel, fit } = await prepared(wellBehaved[0]!, settings);
    const stop = new AbortController();
    const run = sampleOnDevice(gpu!.device, kernel, [fit(1).device], settings, {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect(await run).toBeUndefined();
  });

  it("whose energies the host does not confirm are told of", async () => {
    const settings = resolveLaneSettings({ draws: 40, warmup: 150 });
    const { kernel, fit } = await prepared(wellBehaved[0]!, settings);
    const { lane, device } = fit(1);
    const [draws] = (await sampleOnDevice(gpu!.device, kernel, [device], settings))!.fits;
    const other: LaneFit = { ...lane, logDensity: (position) => 1.5 * lane.logDensity!(position) };
    expect(deviceResult(draws!, lane, settings).problems).toEqual([]);
    expect(deviceResult(draws!, other, settings).problems.map(({ code }) => code)).toEqual(["device-energies"]);
  });
});
