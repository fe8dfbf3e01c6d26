// Groups of fits on the device alone, by size: gradients a second, and what of the time is computing, reading and metrics on the host. Then what
// follows for a fit on one thread: result and energies, assembling, writing.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openForCheck } from "../devices.ts";
import {
  assembleFit,
  compileTransitions,
  type DeviceDraws,
  type DeviceFit,
  deviceResult,
  kernelFunctions,
  kernelShape,
  laneSettingsFor,
  type LaneFit,
  metricsOf,
  printDensity,
  sampleOnDevice,
  saveRun,
  scaleFromGradient,
  startingPoints,
  tableName,
  writeWorldTables,
} from "../engine.ts";
import { type CheckedFit, checkedModel } from "../models.ts";
import type { SectionContext } from "../record.ts";

export interface GroupRow {
  readonly fits: number;
  readonly seconds: number;
  readonly gradients: number;
  readonly gradientsPerSecond: number;
  readonly dispatches: number;
  /** Seconds by what they went to; metrics are computed by this thread alone here. */
  readonly computing: number;
  readonly reading: number;
  readonly metrics: number;
  readonly fitsPerHour: number;
  /** Without the time of metrics, which threads compute while the device moves another group. */
  readonly fitsPerHourOfDevice: number;
  readonly failed: number;
}

export interface After {
  readonly fits: number;
  readonly converged: number;
  readonly noisy: number;
  readonly worstEnergyNoise: number;
  readonly resultMillisecondsPerFit: number;
  readonly assembleMillisecondsPerFit: number;
  readonly writeMillisecondsPerFit: number;
}

/** Seconds of one gradient in float64 on this thread, while the others rest. */
function secondsPerGradient(fit: LaneFit): number {
  const { density } = fit;
  const [position, gradient] = [new Float64Array(density.dimension), new Float64Array(density.dimension)];
  const run = (count: number): number => {
    const began = performance.now();
    for (let i = 0; i < count; i++) density.evaluate(position, gradient);
    return (performance.now() - began) / 1000 / count;
  };
  run(5000);
  return run(20_000);
}

export async function groups({ quick, budget, elapsed, keep, log }: SectionContext): Promise<void> {
  const gpu = await openForCheck();
  const model = await checkedModel("model A");
  const distinct = await Promise.all(Array.from({ length: quick ? 2 : 64 }, (_, i) => model.fit(i + 1)));
  const given = laneSettingsFor(distinct[0].resolution.spec.sampling);
  const settings = quick ? { ...given, warmup: 50, draws: 10 } : given;
  const shape = kernelShape(settings.chains);
  const { printed, dataOf } = printDensity(model.request, shape.lanes, kernelFunctions);
  const kernel = await compileTransitions(gpu.device, printed, shape);
  const laneFit = ({ posterior }: CheckedFit, seed: number): LaneFit => ({
    density: posterior.density(),
    logDensity: posterior.logDensity(),
    seed,
    names: posterior.coordinateNames,
  });
  const bound = distinct.map((fit, i): DeviceFit => {
    const { points, gradient } = startingPoints(laneFit(fit, i + 1), settings);
    const starts = new Float32Array(points.flatMap((point) => Array.from(point)));
    const scale = new Float64Array(gradient.length);
    scaleFromGradient(gradient, scale);
    return { data: dataOf([fit.lane]), starts, scale, seed: i + 1 };
  });
  const rows: GroupRow[] = [];
  const found: Record<string, unknown> = { rows, secondsPerGradient: secondsPerGradient(laneFit(distinct[0], 1)) };
  for (const count of quick ? [2] : [64, 512, 1024, 2048, 4096]) {
    const last = rows.at(-1);
    if (last !== undefined && elapsed() + (last.seconds * count) / last.fits > 0.9 * budget) break;
    const fits = Array.from({ length: count }, (_, i) => ({ ...bound[i % bound.length], seed: i + 1 }));
    let metrics = 0;
    const began = performance.now();
    const result = await sampleOnDevice(gpu.device, kernel, fits, settings, {
      metrics: async (windows) => {
        const start = performance.now();
        const made = metricsOf(windows);
        metrics += (performance.now() - start) / 1000;
        return made;
      },
    });
    const seconds = (performance.now() - began) / 1000;
    if (result === undefined) throw new Error("The run was stopped.");
    const gradients = settings.chains * result.fits.reduce((sum, fit) => sum + fit.gradients, 0);
    const row: GroupRow = {
      fits: count,
      seconds,
      gradients,
      gradientsPerSecond: (1000 * gradients) / result.times.computing,
      dispatches: result.times.dispatches,
      computing: result.times.computing / 1000,
      reading: result.times.reading / 1000,
      metrics,
      fitsPerHour: (3600 * count) / seconds,
      fitsPerHourOfDevice: (3600 * count) / (seconds - metrics),
      failed: result.fits.filter(({ failed }) => failed !== 0).length,
    };
    rows.push(row);
    if (found.afterSampling === undefined) {
      const drawn = result.fits.slice(0, distinct.length);
      found.afterSampling = await after(distinct, drawn, settings, laneFit);
    }
    keep(found);
    log(`${count} fits: ${JSON.stringify(row)} ${JSON.stringify(found.afterSampling)}`);
  }
  gpu.dispose();
}

/** What follows for the first fits, one after another; the first half is not timed, because code is still being optimized. */
async function after(
  fits: readonly CheckedFit[],
  drawn: readonly DeviceDraws[],
  settings: ReturnType<typeof laneSettingsFor>,
  laneFit: (fit: CheckedFit, seed: number) => LaneFit,
): Promise<After> {
  const folder = mkdtempSync(join(tmpdir(), "carryover-gpu-"));
  try {
    const tables = join(folder, "tables");
    writeWorldTables(tables, 1, 1);
    const dataPath = join(tables, `${tableName(1)}.csv`);
    let times = { result: 0, assemble: 0, write: 0 };
    let [converged, noisy, worst, timed] = [0, 0, 0, 0];
    for (const [i, draws] of drawn.entries()) {
      if (i === Math.floor(drawn.length / 2)) [times, timed] = [{ result: 0, assemble: 0, write: 0 }, 0];
      const { posterior, data, resolution } = fits[i];
      const begin = performance.now();
      const { sample, problems, energyNoise } = deviceResult(draws, laneFit(fits[i], i + 1), settings);
      times.result += performance.now() - begin;
      timed++;
      worst = Math.max(worst, energyNoise);
      if (problems.length > 0) noisy++;
      if (sample === undefined) continue;
      const now = performance.now();
      const phases = { started: now, compiled: now, sampled: now };
      const fit = assembleFit({ data, resolution, posterior, result: sample, times: phases, pointwise: true });
      if (fit.diagnostics.converged) converged++;
      const assembled = performance.now();
      times.assemble += assembled - now;
      await saveRun(fit, join(folder, `run-${i}`), { command: "check", dataPath, backend: "wasm", threads: 1 });
      times.write += performance.now() - assembled;
    }
    return {
      fits: drawn.length,
      converged,
      noisy,
      worstEnergyNoise: worst,
      resultMillisecondsPerFit: times.result / timed,
      assembleMillisecondsPerFit: times.assemble / timed,
      writeMillisecondsPerFit: times.write / timed,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
