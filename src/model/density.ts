// The log density of a compiled model over its unconstrained vector, made here or in a worker thread.

import { codeUrl } from "../package/index.ts";
import { type Program, instantiate } from "../compile/index.ts";
import type { DensitySource, StartingRange, LogDensity, SamplerModules } from "../sampling/index.ts";

/** What a worker needs: plain data that crosses by structured clone; data in shared memory are not copied. */
export interface DensityPayload {
  /** Outputs: the log density, then its gradient, all one after another. */
  readonly program: Program;
  readonly data: Readonly<Record<string, Float64Array>>;
  /** The sampler's code to run beside a program in WebAssembly (`samplerModules`). Without it transitions are JavaScript. */
  readonly sampler?: SamplerModules | undefined;
  /** Names of the unconstrained coordinates. */
  readonly names?: readonly string[];
  readonly start?: StartingRange;
}

/** The factory that a DensitySource names. Every density has memory of its own. */
export function makeDensity(payload: DensityPayload): LogDensity {
  const executable = instantiate(payload.program);
  executable.setData(payload.data);
  let { parameters, outputs } = executable;
  const dimension = parameters.length;
  const { linearMemory: memory, run } = executable;
  const { parameterRange, outputRange } = payload.program;
  /** The first byte behind the program's memory. */
  const end = memory?.buffer.byteLength ?? 0;
  const reserve = (bytes: number): number => {
    if (memory === undefined) throw new Error("A density without linear memory has no room for a kernel.");
    const missing = end + bytes - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / pageBytes));
      parameters = new Float64Array(memory.buffer, parameterRange.start * 8, parameterRange.size);
      outputs = new Float64Array(memory.buffer, outputRange.start * 8, outputRange.size);
    }
    return end;
  };
  const { team, code } = payload.program;
  return {
    dimension,
    names: payload.names,
    team:
      team === undefined || memory === undefined || code.kind !== "wasm"
        ? undefined
        : { module: code.module, memory, ...team },
    start: payload.start,
    unsolved:
      payload.program.failures.length === 0
        ? undefined
        : () => {
            const all = memory === undefined ? executable.memory : new Float64Array(memory.buffer);
            const total = (slot: number): number =>
              payload.program.failures.reduce((count, start) => count + all[start + slot], 0);
            return { solutions: total(0), atMostSteps: total(1) };
          },
    evaluate(position, gradient) {
      parameters.set(position);
      run();
      for (let i = 0; i < dimension; i++) gradient[i] = outputs[i + 1];
      return outputs[0];
    },
    machine:
      memory === undefined || payload.sampler === undefined
        ? undefined
        : {
            modules: payload.sampler,
            memory,
            run,
            position: parameterRange.start * 8,
            logDensity: outputRange.start * 8,
            reserve,
            user: undefined,
          },
  };
}

/** Bytes by which WebAssembly's memory grows. */
const pageBytes = 65536;

/** Names this module, compiled or not, as the place where workers find the factory. */
export function densitySource(payload: DensityPayload): DensitySource {
  return { module: codeUrl("model/density").href, factory: "makeDensity", payload };
}

/** A copy in shared memory where the platform has it, so that all threads read the same numbers. */
export function sharedCopy(values: ArrayLike<number>): Float64Array {
  const bytes = values.length * Float64Array.BYTES_PER_ELEMENT;
  const buffer = typeof SharedArrayBuffer === "undefined" ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
  const copy = new Float64Array(buffer);
  copy.set(values);
  return copy;
}
