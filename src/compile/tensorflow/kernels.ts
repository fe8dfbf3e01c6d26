// Kernel calls as data, and who writes them down: tensors are numbered, what does not depend on the position is called once.

import { sizeOf } from "../../graph/index.ts";
import { toFloat32 } from "../float32/index.ts";

/** A tensor to be, with lanes as its last axis; 1 lane where all lanes have the same. */
export interface Slot {
  readonly id: number;
  readonly extents: readonly number[];
  readonly lanes: number;
  readonly type: "float32" | "int32" | "bool";
  /** Known before any position is. */
  readonly fixed: boolean;
}

type Attributes = Readonly<Record<string, number | string | boolean | number[] | number[][]>>;

export interface KernelCall {
  readonly kernel: string;
  /** Arguments by the kernel's names for them; Concat takes a list. */
  readonly inputs: readonly (readonly [name: string, slot: number])[];
  readonly attributes: Attributes;
  readonly output: number;
}

export interface FixedTensor {
  readonly slot: number;
  readonly values: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
  readonly type: Slot["type"];
}

/** Numbers slots and collects calls; the calls of fixed arguments apart from the others. */
export class KernelWriter {
  readonly slots: Slot[] = [];
  readonly constants: FixedTensor[] = [];
  readonly once: KernelCall[] = [];
  readonly calls: KernelCall[] = [];
  readonly #byValue = new Map<string, Slot>();
  readonly #byCall = new Map<string, Slot>();

  slot(extents: readonly number[], lanes: number, fixed: boolean, type: Slot["type"] = "float32"): Slot {
    const slot = { id: this.slots.length, extents, lanes, type, fixed };
    this.slots.push(slot);
    return slot;
  }

  /** The same call is made once. */
  call(
    kernel: string,
    inputs: Readonly<Record<string, Slot>>,
    attributes: Attributes,
    result: { readonly extents: readonly number[]; readonly lanes: number; readonly type?: Slot["type"] },
  ): Slot {
    const named = Object.entries(inputs).map(([name, slot]) => [name, slot.id] as const);
    const key = `${kernel} ${named.join()} ${JSON.stringify(attributes)}`;
    const known = this.#byCall.get(key);
    if (known !== undefined) return known;
    const fixed = Object.values(inputs).every((slot) => slot.fixed);
    const output = this.slot(result.extents, result.lanes, fixed, result.type);
    (fixed ? this.once : this.calls).push({ kernel, inputs: named, attributes, output: output.id });
    this.#byCall.set(key, output);
    return output;
  }

  /** A constant of float32 numbers, the same for all lanes. */
  constant(values: ArrayLike<number>, extents: readonly number[]): Slot {
    const key = values.length > 64 ? undefined : `${extents.join()}: ${Array.from(values, written).join()}`;
    const known = key === undefined ? undefined : this.#byValue.get(key);
    if (known !== undefined) return known;
    const slot = this.slot(extents, 1, true);
    this.constants.push({
      slot: slot.id,
      values: Float32Array.from(values, toFloat32),
      shape: [...extents, 1],
      type: "float32",
    });
    if (key !== undefined) this.#byValue.set(key, slot);
    return slot;
  }

  /** A vector of whole numbers: a table of rows. */
  indices(values: Int32Array): Slot {
    return this.#table(`int32 ${values.join()}`, "int32", [values.length], () => values);
  }

  /** One for every lane, of so many axes before that of lanes. */
  ones(axes: number, lanes: number): Slot {
    const shape = [...new Array<number>(axes).fill(1), lanes];
    return this.#table(`ones ${shape.join()}`, "float32", shape, () => new Float32Array(lanes).fill(1), lanes);
  }

  /** A matrix for products with rows of lanes. */
  matrix(values: Float32Array, rows: number, columns: number): Slot {
    return this.#table(`matrix ${rows} ${columns} ${values.join()}`, "float32", [1, rows, columns], () => values);
  }

  #table(
    key: string,
    type: Slot["type"],
    shape: readonly number[],
    values: () => FixedTensor["values"],
    lanes = 1,
  ): Slot {
    const known = this.#byValue.get(key);
    if (known !== undefined) return known;
    const slot = this.slot(lanes === 1 ? shape : shape.slice(0, -1), lanes, true, type);
    this.constants.push({ slot: slot.id, values: values(), shape, type });
    this.#byValue.set(key, slot);
    return slot;
  }

  /** The same numbers under another shape, with lanes last. */
  reshape(x: Slot, extents: readonly number[]): Slot {
    if (x.extents.length === extents.length && x.extents.every((extent, axis) => extent === extents[axis])) return x;
    if (sizeOf(x.extents) !== sizeOf(extents))
      throw new RangeError(`[${x.extents.join()}] is not [${extents.join()}].`);
    const shape = [...extents, x.lanes];
    return this.call("Reshape", { x }, { shape }, { extents, lanes: x.lanes, type: x.type });
  }
}

function written(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
