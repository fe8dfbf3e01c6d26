// Where the time of a group of fits goes on one thread: waiting for the device, energies on the host, the rest of sampling, and what
// follows it. Groups of several sizes, each for some seconds.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openForCheck } from "../devices.ts";
import {
  assembleFit,
  judgeLanes,
  type LaneEngine,
  laneSettingsFor,
  type LogDensity,
  sampleLanes,
  saveRun,
  tableName,
  wgslLaneEngine,
  writeWorldTables,
} from "../engine.ts";
import { type CheckedFit, checkedModel } from "../models.ts";
import type { SectionContext } from "../record.ts";

export interface GroupRow {
  readonly fits: number;
  readonly transitions: number;
  /** All transitions of a full run were made. */
  readonly complete: boolean;
  readonly leapfrogs: number;
  readonly calls: number;
  /** Seconds of the run by what they went to. */
  readonly seconds: {
    readonly all: number;
    readonly device: number;
    readonly metrics: number;
    readonly energies: number;
    readonly rest: number;
  };
  readonly engineMilliseconds: number;
  readonly evaluations: number;
  /** Milliseconds a fit takes of this thread for a full run, device excluded and included, without what follows sampling. */
  readonly hostMillisecondsPerFit: number;
  readonly deviceMillisecondsPerFit: number;
}

/** Seconds for each group; the first is there for what follows sampling, and comes to its end sooner. */
const firstPatience = 15;
const patience = 18;

export async function groups({ quick, budget, elapsed, keep, log }: SectionContext): Promise<void> {
  const gpu = await openForCheck();
  const model = await checkedModel("model A");
  const rows: GroupRow[] = [];
  const found: Record<string, unknown> = { rows };
  const distinct = await Promise.all(Array.from({ length: quick ? 2 : 32 }, (_, i) => model.fit(i + 1)));
  // The host's code is still being optimized in the first group, which is there for what follows sampling.
  for (const count of quick ? [2, 4] : [16, 128, 512]) {
    if (elapsed() > 0.8 * budget) break;
    const fits = Array.from({ length: count }, (_, i) => distinct[i % distinct.length]);
    const { row, after } = await group(
      model.request,
      fits,
      gpu.device,
      rows.length === 0 ? firstPatience : patience,
      quick,
    );
    rows.push(row);
    if (after !== undefined) found.afterSampling = after;
    keep(found);
    log(`${count} fits: ${JSON.stringify(row)}${after === undefined ? "" : ` then ${JSON.stringify(after)}`}`);
  }
  gpu.dispose();
}

async function group(
  request: Parameters<typeof wgslLaneEngine>[0],
  fits: readonly CheckedFit[],
  device: GPUDevice,
  seconds: number,
  quick: boolean,
): Promise<{ readonly row: GroupRow; readonly after: object | undefined }> {
  const settings = {
    ...laneSettingsFor(fits[0].resolution.spec.sampling),
    ...(quick ? { warmup: 50, draws: 4, maxLeapfrogs: 3 } : {}),
  };
  const made = performance.now();
  const data = fits.map(({ lane }) => lane);
  const engine = await wgslLaneEngine(request, data, settings.chains, device);
  const engineMilliseconds = performance.now() - made;
  const spent = { device: 0, metrics: 0, energies: 0 };
  let [calls, evaluations, leapfrogs, transitions] = [0, 0, 0, 0];
  const watched: LaneEngine = {
    name: engine.name,
    dimension: engine.dimension,
    fits: engine.fits,
    lanesPerFit: engine.lanesPerFit,
    setMetric(metrics) {
      const begin = performance.now();
      engine.setMetric(metrics);
      spent.metrics += performance.now() - begin;
    },
    async integrate(trajectories) {
      const begin = performance.now();
      await engine.integrate(trajectories);
      spent.device += performance.now() - begin;
      calls++;
    },
    dispose: () => engine.dispose(),
  };
  const watchedDensity = (density: LogDensity): LogDensity => ({
    dimension: density.dimension,
    evaluate(position, gradient) {
      const begin = performance.now();
      const value = density.evaluate(position, gradient);
      spent.energies += performance.now() - begin;
      evaluations++;
      return value;
    },
  });
  const abort = new AbortController();
  const started = performance.now();
  const results = await sampleLanes(
    watched,
    fits.map(({ posterior }, i) => ({
      density: watchedDensity(posterior.density()),
      seed: 1 + i,
      names: posterior.coordinateNames,
    })),
    settings,
    {
      signal: abort.signal,
      onProgress: (progress) => {
        leapfrogs = progress.leapfrogs;
        transitions = progress.iteration;
        if (performance.now() - started > 1000 * seconds) abort.abort();
      },
    },
  );
  const all = performance.now() - started;
  engine.dispose();
  const total = settings.warmup + settings.draws;
  const complete = transitions === total;
  const scale = total / Math.max(1, transitions) / fits.length;
  const row: GroupRow = {
    fits: fits.length,
    transitions,
    complete,
    leapfrogs,
    calls,
    seconds: {
      all: all / 1000,
      device: spent.device / 1000,
      metrics: spent.metrics / 1000,
      energies: spent.energies / 1000,
      rest: (all - spent.device - spent.metrics - spent.energies) / 1000,
    },
    engineMilliseconds,
    evaluations,
    hostMillisecondsPerFit: (all - spent.device) * scale,
    deviceMillisecondsPerFit: spent.device * scale,
  };
  if (!complete) return { row, after: undefined };

  const folder = mkdtempSync(join(tmpdir(), "carryover-gpu-"));
  try {
    const tables = join(folder, "tables");
    writeWorldTables(tables, 1, 1);
    const dataPath = join(tables, `${tableName(1)}.csv`);
    const times = { judge: 0, assemble: 0, write: 0 };
    let [good, converged] = [0, 0];
    for (const [i, result] of results.entries()) {
      const { posterior, data: table, resolution } = fits[i];
      const begin = performance.now();
      const verdict = judgeLanes(result, posterior.coordinateNames);
      times.judge += performance.now() - begin;
      if (verdict.converged) good++;
      if (result.sample === undefined) continue;
      const judged = performance.now();
      const fitTimes = { started: judged, compiled: judged, sampled: judged };
      const fit = assembleFit({
        data: table,
        resolution,
        posterior,
        result: result.sample,
        times: fitTimes,
        pointwise: true,
      });
      if (fit.diagnostics.converged) converged++;
      const assembled = performance.now();
      times.assemble += assembled - judged;
      await saveRun(fit, join(folder, `run-${i}`), { command: "check", dataPath, backend: "wasm", threads: 1 });
      times.write += performance.now() - assembled;
    }
    const perFit = (milliseconds: number): number => milliseconds / results.length;
    return {
      row,
      after: {
        fits: results.length,
        lanesConverged: good,
        converged,
        judgeMillisecondsPerFit: perFit(times.judge),
        assembleMillisecondsPerFit: perFit(times.assemble),
        writeMillisecondsPerFit: perFit(times.write),
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
