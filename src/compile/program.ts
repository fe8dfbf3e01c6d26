// What is compiled and what comes of it.

import type { runSettings, ValueOf } from "../settings/index.ts";
import type { Node, Shape } from "../graph/index.ts";

/** What programs are compiled to. */
export type Backend = ValueOf<typeof runSettings.backend>;

export interface NamedArray {
  readonly name: string;
  readonly shape: Shape;
}

/** What to compute, in which order things lie in memory. */
export interface CompileRequest {
  /** Parameter inputs in the order in which they make up the unconstrained vector. */
  readonly parameters: readonly Node[];
  /** Data inputs. */
  readonly data: readonly Node[];
  /** Outputs by name; they lie one after another in memory in this order. */
  readonly outputs: readonly { readonly name: string; readonly node: Node }[];
}

/** A printed program. */
export type ProgramCode =
  | { readonly kind: "wasm"; readonly module: WebAssembly.Module }
  | { readonly kind: "javascript"; readonly source: string };

/**
 * A compiled program: plain data that crosses to worker threads by structured clone (the WebAssembly module is shared).
 * It holds no data of a fit: one program serves every data set of the same shapes.
 */
export interface Program {
  readonly backend: Backend;
  readonly parameters: readonly NamedArray[];
  readonly data: readonly (NamedArray & { readonly start: number })[];
  readonly outputs: readonly NamedArray[];
  /** Where the parameters and the outputs begin and how many elements they have, in elements of the memory. */
  readonly parameterRange: { readonly start: number; readonly size: number };
  readonly outputRange: { readonly start: number; readonly size: number };
  /** Float64 elements of memory. */
  readonly size: number;
  readonly constants: readonly { readonly start: number; readonly values: Float64Array }[];
  /** Tables of positions, each with the byte at which it lies in a WebAssembly memory. */
  readonly tables: readonly PlacedTable[];
  /** Elements at which equations count their solutions that were given up, each followed by those at the greatest number of steps. */
  readonly failures: readonly number[];
  /**
   * Where the program can be divided among threads: the byte at which they meet (`compile/team.ts`), in a memory that is shared then, and how many can have a part
   * of most of it.
   */
  readonly team?: { readonly address: number; readonly most: number };
  readonly code: ProgramCode;
}

export interface PlacedTable {
  readonly address: number;
  readonly values: Int32Array;
  /** The data whose values these are, indices into an axis of `extent`: filled when data are set. */
  readonly data?: { readonly name: string; readonly extent: number };
}

/** A program with its own memory. */
export interface Executable {
  /** All parameters one after another: the unconstrained vector. Write here, then call run(). */
  readonly parameters: Float64Array;
  /** All outputs one after another. */
  readonly outputs: Float64Array;
  /** View of one output by name. */
  output(name: string): Float64Array;
  /** All of the program's memory; what depends on data alone lies in it after `setData`. */
  readonly memory: Float64Array;
  /** Copies data in and computes whatever depends on data alone. Throws when an input is missing or has a wrong length. */
  setData(data: Readonly<Record<string, ArrayLike<number>>>): void;
  /** Computes all outputs from the parameters; allocates nothing. In WebAssembly a function of the instance itself. */
  readonly run: () => void;
  /** Where code is WebAssembly: the memory that it works in. Growing it detaches the views of this record. */
  readonly linearMemory: WebAssembly.Memory | undefined;
}

/** The entry points of a printed program. */
export interface EntryPoints {
  readonly prepare: () => void;
  readonly run: () => void;
}

/** All that another thread needs to run a program together with the one that owns its memory: plain data, of which module and memory are shared. */
export interface TeamPlace {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Byte at which the threads meet. */
  readonly address: number;
  /** Threads that can have a part, the owner's included. */
  readonly most: number;
}
