// What a gradient costs by number of lanes, and what share of the device's arithmetic and memory that is (the ceilings are a section of
// their own; the tables divide by them).

import { openForCheck } from "../devices.ts";
import {
  kernelCost,
  type KernelCost,
  type LaneData,
  lower,
  mathSource,
  type MathName,
  wgslLaneEngine,
  workgroupSize,
} from "../engine.ts";
import { type CheckedModel, checkedModel, laneDataOf, lanesInBox, type ModelName } from "../models.ts";
import type { SectionContext } from "../record.ts";

const lanesPerFit = 16;
/** Tables that differ; with more fits they come again. */
const distinct = 32;

export interface LanesRow {
  readonly lanes: number;
  readonly steps: number;
  /** Best and median of some calls, wall time. */
  readonly microsecondsPerGradient: number;
  readonly medianMicrosecondsPerGradient: number;
  readonly gradientsPerSecond: number;
  readonly callMilliseconds: number;
  readonly engineMilliseconds: number;
  readonly firstCallMilliseconds: number;
  /** Largest difference in log density between lanes that should agree to the last bit. */
  readonly lanesDisagree: number;
}

export interface GradientCost extends Omit<KernelCost, "operations"> {
  readonly operations: KernelCost["operations"];
  /** Operators that stand in the source of the functions called, each once: about what they cost. */
  readonly functionOperators: Readonly<Record<string, number>>;
  readonly operationsWithFunctions: number;
  readonly bytes: number;
}

export function lanesSection(name: ModelName, counts: readonly number[], stepCounts: readonly number[] = [8]) {
  return async ({ quick, budget, elapsed, keep, log }: SectionContext): Promise<void> => {
    const gpu = await openForCheck();
    const model = await checkedModel(name);
    const rows: LanesRow[] = [];
    const found = {
      model: name,
      workgroupSize,
      dawn: process.env.CARRYOVER_DAWN ?? "",
      dimension: model.dimension,
      cost: gradientCost(model),
      rows,
      stoppedAt: undefined as number | undefined,
      error: undefined as string | undefined,
    };
    keep(found);
    const data = await laneDataOf(model, distinct);
    for (const lanes of quick ? quickOf(counts) : counts) {
      if (elapsed() > 0.85 * budget) {
        found.stoppedAt = lanes;
        break;
      }
      try {
        for (const row of await rowsOf(model, data, gpu.device, lanes, stepCounts, quick ? 0.3 : 1)) {
          rows.push(row);
          log(
            `${name}, workgroup ${workgroupSize}, ${lanes} lanes, ${row.steps} steps a call: ${row.microsecondsPerGradient.toPrecision(3)} us, ` +
              `${row.gradientsPerSecond.toExponential(2)} gradients/s, call ${row.callMilliseconds.toFixed(2)} ms, engine ${row.engineMilliseconds.toFixed(0)} ms`,
          );
        }
      } catch (error) {
        found.error = `${lanes} lanes: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
        keep(found);
        break;
      }
      keep(found);
    }
    keep(found);
    gpu.dispose();
  };
}

function quickOf(counts: readonly number[]): readonly number[] {
  const few = counts.filter((count) => count <= 256);
  return few.length > 0 ? few : [256];
}

async function rowsOf(
  model: CheckedModel,
  data: readonly LaneData[],
  device: GPUDevice,
  lanes: number,
  stepCounts: readonly number[],
  seconds: number,
): Promise<LanesRow[]> {
  const perFit = Math.min(lanes, lanesPerFit);
  const fits = Array.from({ length: lanes / perFit }, (_, i) => data[i % data.length]);
  const begin = performance.now();
  const engine = await wgslLaneEngine(model.request, fits, perFit, device);
  const engineMilliseconds = performance.now() - begin;
  try {
    const repeat = data.length * perFit;
    const trajectories = lanesInBox(lanes, model.dimension, 0.3, repeat);
    const before = performance.now();
    await engine.integrate(trajectories);
    const firstCallMilliseconds = performance.now() - before;
    let lanesDisagree = 0;
    for (let lane = repeat; lane < lanes; lane++) {
      const off = Math.abs(trajectories.logDensity[lane] - trajectories.logDensity[lane - repeat]);
      if (!(off <= lanesDisagree)) lanesDisagree = Number.isNaN(off) ? 1e30 : off;
    }
    // So short that lanes stay where gradients are finite.
    trajectories.stepSize.fill(1e-5);
    const rows: LanesRow[] = [];
    for (const steps of stepCounts) {
      const call = async (): Promise<number> => {
        trajectories.steps.fill(steps);
        const start = performance.now();
        await engine.integrate(trajectories);
        return performance.now() - start;
      };
      // Until dispatches have grown to what the device does in their time.
      for (let i = 0; i < 4; i++) await call();
      const times: number[] = [];
      const started = performance.now();
      while (times.length < 3 || (performance.now() - started < 1000 * seconds && times.length < 200)) {
        times.push(await call());
        if (performance.now() - started > 8000) break;
      }
      times.sort((a, b) => a - b);
      const [best, middle] = [times[0], times[times.length >> 1]];
      rows.push({
        lanes,
        steps,
        microsecondsPerGradient: (1000 * best) / (lanes * steps),
        medianMicrosecondsPerGradient: (1000 * middle) / (lanes * steps),
        gradientsPerSecond: (lanes * steps) / (middle / 1000),
        callMilliseconds: middle,
        engineMilliseconds,
        firstCallMilliseconds,
        lanesDisagree,
      });
    }
    return rows;
  } finally {
    engine.dispose();
  }
}

/** Operators in the source of a function and of all that it calls. */
function operatorsOf(name: MathName): number {
  const source = mathSource([name]).replaceAll(/\/\/.*$|\/\*[\s\S]*?\*\//gm, "");
  const fused = source.match(/\bfma\(/g)?.length ?? 0;
  return 2 * fused + (source.match(/ [-+*/] | [-+*/]= /g)?.length ?? 0);
}

function gradientCost({ request, dimension }: CheckedModel): GradientCost {
  const cost = kernelCost(lower(request).program);
  const { additions, multiplications, divisions, selections, functions } = cost.operations;
  const functionOperators: Record<string, number> = {};
  let called = 0;
  for (const [name, count] of Object.entries(functions)) {
    functionOperators[name] = operatorsOf(name as MathName);
    called += count * functionOperators[name];
  }
  // The leapfrog step: the product with the metric, and two updates of the momentum and one of the position.
  const leapfrog = 2 * dimension ** 2 + 6 * dimension;
  const own = additions + multiplications + divisions + selections + leapfrog;
  const { lane, fit, constant, tables } = cost.read;
  const bytes = lane + fit + constant + tables + cost.written + 4 * (2 * dimension ** 2 + 8 * dimension);
  return { ...cost, functionOperators, operationsWithFunctions: own + called, bytes };
}
