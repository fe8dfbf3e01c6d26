// Many fits on one device from starting points to draws: jittered HMC as in src/sampling/lanes, every transition made there.

import { watchDevice } from "../../compile/wgsl/index.ts";
import { foldKey } from "../../numerics/index.ts";
import { streamPurposes } from "../chain.ts";
import {
  firstStepSize,
  type LaneSettings,
  laneWindowEnds,
  lengthRule,
  mostDraws,
  superchainsOf,
} from "../lanes/index.ts";
import { logElements, recordElements, type RecordRoom } from "./buffers.ts";
import { DeviceRun, type DeviceTimes, type TransitionKernel } from "./device-run.ts";
import { type AdvanceCall, endElements } from "./kernel.ts";
import { firstMetric, type Metrics, metricsOf, type Windows } from "./metrics.ts";

/** What a fit brings; plain data. */
export interface DeviceFit {
  /** Its data as the kernel takes them. */
  readonly data: Float32Array;
  /** [superchains x dimension]: where its chains start. */
  readonly starts: Float32Array;
  /** Scale of each coordinate, until draws tell more. */
  readonly scale: Float64Array;
  readonly seed: number;
  /** Number of this fit among fits that share a seed. Default 0. */
  readonly fit?: number;
}

/** What the device gives of a fit; plain data in shared memory, so that it costs other threads nothing to take it. */
export interface DeviceDraws {
  readonly dimension: number;
  /** [draw][chain][dimension]. */
  readonly positions: Float32Array;
  /** [draw][chain][logNames]. */
  readonly logs: Float32Array;
  /** [transition][chain][endElements]: ends of the last trajectories of warm-up, for energies to be compared. */
  readonly ends: Float32Array;
  /** M^-1 = L L'. */
  readonly factor: Float32Array;
  readonly stepSize: number;
  readonly trajectoryLength: number;
  readonly metrics: number;
  /** Of each chain, in all and in warm-up. */
  readonly gradients: number;
  readonly warmupGradients: number;
  /** 0, or one of `failures`. */
  readonly failed: number;
  /** Its share of the seconds of warm-up and of sampling. */
  readonly seconds: { readonly warmup: number; readonly sampling: number };
}

export interface DeviceOptions {
  readonly signal?: AbortSignal | undefined;
  /** Computes metrics, in pieces of `piece` fits; default: here. */
  readonly metrics?: (windows: Windows) => Promise<Metrics>;
  /** Fits that made all transitions up to this one. */
  readonly onProgress?: (iteration: number) => void;
}

export interface DeviceResult {
  readonly fits: readonly DeviceDraws[];
  readonly times: DeviceTimes;
}

/** Fits whose metrics are computed in one piece. */
const piece = 32;
/** Trajectories of warm-up whose energies are compared, of all chains of a fit together; see `isQuiet`. */
const compared = 256;
/** Draws that are recorded before they are read. */
const drawsAtOnce = 128;

/** Transitions whose records are held at once. */
export function roomFor(settings: LaneSettings, dimension: number): RecordRoom {
  const { chains, warmup, draws } = settings;
  const ends = laneWindowEnds(warmup);
  const longest = Math.max(...ends.map((end, i) => end - (ends[i - 1] ?? 0)));
  const wanted = Math.ceil(Math.max(mostDraws, 2 * dimension) / chains);
  return {
    windowSlots: Math.max(Math.min(longest, wanted), comparedSlots(settings)),
    drawSlots: Math.min(draws, drawsAtOnce),
    draws,
  };
}

/** One more, because the first trajectory's start is not known to the host. */
function comparedSlots({ chains, warmup }: LaneSettings): number {
  const after = warmup - laneWindowEnds(warmup).at(-1)!;
  return Math.min(after, Math.ceil(compared / chains) + 1);
}

/**
 * Samples fits that share a kernel. The draws of a fit are a function of its own seed, data and starting points, and of the device; other
 * fits do not matter, nor how many there are. Undefined when it was stopped. A fit that cannot go on says why in `failed`.
 * @throws CarryoverError when the device fails
 */
export async function sampleOnDevice(
  device: GPUDevice,
  kernel: TransitionKernel,
  fits: readonly DeviceFit[],
  settings: LaneSettings,
  { signal, metrics = async (windows) => metricsOf(windows), onProgress }: DeviceOptions = {},
): Promise<DeviceResult | undefined> {
  const { warmup, draws, chains, maxLeapfrogs, targetAccept, maxEnergyError } = settings;
  const { density } = kernel;
  const { dimension } = density;
  const room = roomFor(settings, dimension);
  const watch = watchDevice(device);
  const run = new DeviceRun(device, kernel, watch, room, fits.length);
  const shared = (elements: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * elements));
  const logStart = recordElements(dimension, chains, room) * fits.length;
  const ofLogs = logElements(chains, room);
  const width = endElements(dimension);
  const stopped = (): boolean => signal?.aborted === true;
  const factors = fits.map(({ scale }) => firstMetric(scale));
  const call = (until: number, recordFrom: number, recordEnds: 0 | 1): Omit<AdvanceCall, "fits" | "budget"> => ({
    until,
    recordFrom,
    slots: until - recordFrom,
    recordEnds,
    logStart,
    draws,
    warmup,
    maxLeapfrogs,
    targetAccept,
    maxEnergyError,
  });
  /** Of each fit, the records of the last transitions up to `until`. */
  const advance = async (until: number, recordFrom: number, recordEnds: 0 | 1): Promise<Float32Array<ArrayBuffer>> => {
    await run.advance(call(until, recordFrom, recordEnds), stopped);
    if (stopped()) return new Float32Array(0);
    onProgress?.(until);
    const elements = (until - recordFrom) * chains * (recordEnds === 1 ? width : dimension);
    return run.records(0, fits.length * elements);
  };
  try {
    run.sendData(joined(fits.map(({ data }) => data)));
    run.sendStarts(joined(fits.map(({ starts }) => startsOfChains(starts, dimension, settings))));
    run.sendMetrics(0, joined(factors));
    fits.forEach((fit, index) => begin(run, index, fit));
    run.sendStates();
    const began = performance.now();

    let from = 0;
    for (const end of laneWindowEnds(warmup)) {
      const recordFrom = Math.max(from, end - room.windowSlots);
      const ends = await advance(end, recordFrom, 1);
      if (stopped()) return undefined;
      await learnMetrics(run, { dimension, count: (end - recordFrom) * chains, ends }, factors, metrics);
      if (stopped()) return undefined;
      from = end;
    }
    const ends = await advance(warmup, warmup - comparedSlots(settings), 1);
    if (stopped()) return undefined;
    const warm = performance.now();
    const warmupGradients = fits.map((_, fit) => run.state(fit).whole("gradients"));
    const positions = fits.map(() => shared(draws * chains * dimension));
    for (let first = 0; first < draws; first += room.drawSlots) {
      const count = Math.min(room.drawSlots, draws - first);
      const drawn = await advance(warmup + first + count, warmup + first, 0);
      if (stopped()) return undefined;
      const size = count * chains * dimension;
      positions.forEach((all, fit) => {
        all.set(drawn.subarray(fit * size, (fit + 1) * size), first * chains * dimension);
      });
    }
    const logs = await run.records(logStart, ofLogs * fits.length);
    const done = performance.now();
    const seconds = {
      warmup: (warm - began) / 1000 / fits.length,
      sampling: (done - warm) / 1000 / fits.length,
    };
    const sizeOfEnds = ends.length / fits.length;
    const results = fits.map((_, fit): DeviceDraws => {
      const state = run.state(fit);
      const own = (of: Float32Array, size: number): Float32Array => {
        const copy = shared(size);
        copy.set(of.subarray(fit * size, (fit + 1) * size));
        return copy;
      };
      return {
        dimension,
        positions: positions[fit],
        logs: own(logs, ofLogs),
        ends: own(ends, sizeOfEnds),
        factor: factors[fit].slice(0, dimension * dimension),
        stepSize: state.float("stepSize"),
        trajectoryLength: Math.exp(state.float("lengthLog")),
        metrics: state.whole("metrics"),
        gradients: state.whole("gradients"),
        warmupGradients: warmupGradients[fit],
        failed: state.whole("failed"),
        seconds,
      };
    });
    return { fits: results, times: run.times };
  } finally {
    run.dispose();
    watch.dispose();
  }
}

function begin(run: DeviceRun, index: number, { seed, fit = 0 }: DeviceFit): void {
  const state = run.state(index);
  state.setWhole("fresh", 1);
  state.setWhole("searching", 1);
  state.setFloat("tried", firstStepSize);
  state.setFloat("stepSize", firstStepSize);
  const length = lengthRule.trajectoryLength();
  state.setFloat("lengthLog", length.log);
  state.setFloat("lengthMeanLog", length.meanLog);
  const key = foldKey([seed, fit, streamPurposes.device]);
  for (const [i, name] of (["key0", "key1", "key2", "key3"] as const).entries()) state.setWhole(name, key[i]);
}

/** Metrics of all fits that take part, in pieces; the first one of a fit begins another search for a step size. */
async function learnMetrics(
  run: DeviceRun,
  window: Omit<Windows, "fits">,
  factors: Float32Array<ArrayBuffer>[],
  compute: (windows: Windows) => Promise<Metrics>,
): Promise<void> {
  const size = window.count * endElements(window.dimension);
  const firsts = Array.from({ length: Math.ceil(factors.length / piece) }, (_, k) => k * piece);
  await Promise.all(
    firsts.map(async (first) => {
      const fits = Math.min(piece, factors.length - first);
      const ends = window.ends.slice(first * size, (first + fits) * size);
      const { values, made } = await compute({ ...window, fits, ends });
      const length = values.length / fits;
      for (let k = 0; k < fits; k++) {
        if (made[k] === 0) continue;
        factors[first + k] = values.slice(k * length, (k + 1) * length);
        const state = run.state(first + k);
        const before = state.whole("metrics");
        state.setWhole("metrics", before + 1);
        if (before > 0) continue;
        state.setWhole("searching", 1);
        state.setWhole("direction", 0);
        state.setFloat("tried", state.float("stepSize"));
      }
      run.sendMetrics(first, joined(factors.slice(first, first + fits)));
    }),
  );
  run.sendStates();
}

/** [chain][dimension], the same within a superchain. */
function startsOfChains(starts: Float32Array, dimension: number, settings: LaneSettings): Float32Array<ArrayBuffer> {
  return joined(
    superchainsOf(settings).map((superchain) => starts.subarray(superchain * dimension, (superchain + 1) * dimension)),
  );
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}
