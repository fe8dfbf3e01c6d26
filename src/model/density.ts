// The log density of a compiled model over its unconstrained vector, made here or in a worker thread.

import { codeUrl } from "../package/index.ts";
import { type Program, instantiate } from "../compile/index.ts";
import type { DensitySource, LogDensity } from "../sampling/index.ts";

/** What a worker needs: plain data that crosses by structured clone; data in shared memory are not copied. */
export interface DensityPayload {
  /** Outputs: the log density, then its gradient, all one after another. */
  readonly program: Program;
  readonly data: Readonly<Record<string, Float64Array>>;
}

/** The factory that a DensitySource names. Every density has memory of its own. */
export function makeDensity(payload: DensityPayload): LogDensity {
  const executable = instantiate(payload.program);
  executable.setData(payload.data);
  const { parameters, outputs } = executable;
  const dimension = parameters.length;
  return {
    dimension,
    evaluate(position, gradient) {
      parameters.set(position);
      executable.run();
      for (let i = 0; i < dimension; i++) gradient[i] = outputs[i + 1];
      return outputs[0];
    },
  };
}

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
