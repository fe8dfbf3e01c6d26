// A graph on TensorFlow.js: planned once, then tensor operations over a batch of positions, one lane for each.

import { sizeOf } from "../../graph/index.ts";
import type { CompileRequest, NamedArray } from "../program.ts";
import { toFloat32 } from "../float32/index.ts";
import type { LaneData } from "../lanes.ts";
import type { KernelCall } from "./kernels.ts";
import { libraryOf, type Tensor, type TensorFlow } from "./library.ts";
import { type KernelPlan, plan, type PlannedCall } from "./plan.ts";
import { givenValues, split, type SplitRequest } from "./static-part.ts";

/** A graph ready to run on a backend, with its data there. Float32. */
export interface TensorFlowProgram {
  readonly lanes: number;
  /** Length of a position. */
  readonly dimension: number;
  readonly outputs: readonly NamedArray[];
  /** Kernels called for each batch of positions. */
  readonly kernels: number;
  /**
   * Calls the kernels on positions [dimension x lanes] and returns the outputs, [elements x lanes] each. They are the caller's to
   * dispose of, and so is the position; everything between has been disposed of.
   */
  issue(position: Tensor): Tensor[];
  /** Outputs for positions [lanes x dimension], as [lanes x elements] each. */
  evaluate(positions: ArrayLike<number>): Promise<Float32Array[]>;
  dispose(): void;
}

/** A request made ready for a backend once, for batches of any number of lanes and any data. */
export interface PreparedRequest {
  readonly request: CompileRequest;
  readonly parts: SplitRequest;
}

/**
 * A program for `fits.length * lanesPerFit` positions at once on the current backend of `tf`; lane `fit * lanesPerFit + chain` has the
 * data of `fit`. What depends on data alone is computed here, in float64, and kept.
 */
export function tensorflowProgram(
  request: CompileRequest,
  fits: readonly LaneData[],
  lanesPerFit: number,
  tf: TensorFlow,
): TensorFlowProgram {
  const prepared = prepareRequest(request, tf);
  return programFor(prepared, givenValues(prepared.parts, fits), lanesPerFit, tf);
}

/** Splits off what depends on data alone. */
export function prepareRequest(request: CompileRequest, tf: TensorFlow): PreparedRequest {
  return { request, parts: split(request, libraryOf(tf.getBackend())) };
}

/** A program for the outputs numbered `wanted` (all by default); `given` holds the values of what depends on data alone, fit after fit. */
export function programFor(
  { request, parts }: PreparedRequest,
  given: readonly (readonly Float64Array[])[],
  lanesPerFit: number,
  tf: TensorFlow,
  wanted: readonly number[] = request.outputs.map((_, i) => i),
): TensorFlowProgram {
  const backend = tf.getBackend();
  const lanes = given.length * lanesPerFit;
  const ownData = given.length > 1;
  const roots = wanted.map((i) => parts.outputs[i]);
  const planned = plan(roots, request.parameters, { library: libraryOf(backend), lanes, ownData });
  const fixed = fixedTensors(planned, given, lanesPerFit, tf);
  const dimension = request.parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
  const outputs = wanted.map((i) => ({ name: request.outputs[i].name, shape: request.outputs[i].node.shape }));

  const issue = (position: Tensor): Tensor[] => {
    if (tf.getBackend() !== backend) {
      throw new Error(`The backend of TensorFlow.js is ${tf.getBackend()} now; the program was made for ${backend}.`);
    }
    const tensors = fixed.slice();
    tensors[planned.position] = position;
    callAll(tf, planned.calls, tensors);
    return planned.outputs.map((slot) => tensors[slot]!);
  };
  return {
    lanes,
    dimension,
    outputs,
    kernels: planned.calls.length,
    issue,
    async evaluate(positions) {
      const position = tf.tensor2d(transposed(positions, lanes, dimension), [dimension, lanes]);
      const tensors = issue(position);
      position.dispose();
      const values = await Promise.all(tensors.map((tensor) => tensor.data<"float32">()));
      for (const tensor of tensors) tensor.dispose();
      return values.map((value, i) => transposed(value, sizeOf(outputs[i].shape), lanes));
    },
    dispose() {
      for (const tensor of fixed) tensor?.dispose();
    },
  };
}

/** [columns x rows] from [rows x columns]. */
export function transposed(values: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column];
  }
  return result;
}

/** Constants, data and what follows from them alone, each at the number of its slot; those that no call takes are gone. */
function fixedTensors(
  { slots, constants, data, once, calls }: KernelPlan,
  given: readonly (readonly Float64Array[])[],
  lanesPerFit: number,
  tf: TensorFlow,
): (Tensor | undefined)[] {
  const tensors = new Array<Tensor | undefined>(slots).fill(undefined);
  const lanes = given.length * lanesPerFit;
  for (const { slot, values, shape, type } of constants) tensors[slot] = tf.tensor(values, [...shape], type);
  data.forEach(({ slot, extents, name }) => {
    const place = Number(name.slice("given ".length));
    const size = sizeOf(extents);
    const own = given.length > 1;
    const values = new Float32Array(own ? size * lanes : size);
    if (own) {
      for (let lane = 0; lane < lanes; lane++) {
        const source = given[Math.floor(lane / lanesPerFit)][place];
        for (let i = 0; i < size; i++) values[i * lanes + lane] = toFloat32(source[i]);
      }
    } else values.set(given[0][place].map(toFloat32));
    tensors[slot] = tf.tensor(values, [...extents, own ? lanes : 1], "float32");
  });
  callAll(tf, once, tensors);
  const used = new Set(calls.flatMap(({ inputs }) => inputs.map(([, slot]) => slot)));
  tensors.forEach((tensor, slot) => {
    if (tensor === undefined || used.has(slot)) return;
    tensor.dispose();
    tensors[slot] = undefined;
  });
  return tensors;
}

/** Calls kernels in order, past the checks of TensorFlow.js's operations, which cost more than small kernels. */
function callAll(
  tf: TensorFlow,
  calls: readonly (KernelCall & Partial<PlannedCall>)[],
  tensors: (Tensor | undefined)[],
): void {
  const engine = tf.engine();
  const made: number[] = [];
  try {
    for (const { kernel, inputs, attributes, output, dead = [] } of calls) {
      const list = kernel === "Concat";
      const given: Record<string, Tensor> | Tensor[] = list ? inputs.map(([, slot]) => tensors[slot]!) : {};
      if (!list) for (const [name, slot] of inputs) (given as Record<string, Tensor>)[name] = tensors[slot]!;
      tensors[output] = engine.runKernel(kernel, given as Record<string, Tensor>, { ...attributes }) as Tensor;
      made.push(output);
      for (const slot of dead) {
        tensors[slot]!.dispose();
        tensors[slot] = undefined;
      }
    }
  } catch (error) {
    for (const slot of made) tensors[slot]?.dispose();
    throw error;
  }
}
