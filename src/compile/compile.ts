// Graph to executable: lowers the named outputs to a loop program and prints it for a backend.

import type { Node } from "../graph/node.ts";
import type { Shape } from "../graph/shape.ts";
import { printJavaScript } from "./javascript/print.ts";
import type { Buffer, LoopProgram } from "./loops.ts";
import { lower, type Lowered } from "./lower.ts";
import { printWebAssembly } from "./wasm/print.ts";

export type Backend = "wasm" | "javascript";

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
  | { readonly backend: "wasm"; readonly module: WebAssembly.Module }
  | { readonly backend: "javascript"; readonly source: string };

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
  readonly code: ProgramCode;
}

export interface PlacedTable {
  readonly address: number;
  readonly values: Int32Array;
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
  /** Computes all outputs from the parameters; allocates nothing. */
  run(): void;
}

/** Lowers and prints `request` for `backend`. */
export function compile(request: CompileRequest, backend: Backend = "wasm"): Program {
  return printProgram(request, lower(request), backend);
}

/** Prints a lowered request for `backend`. */
export function printProgram(request: CompileRequest, lowered: Lowered, backend: Backend): Program {
  const { program } = lowered;
  const tables = placeTables(program);
  const code: ProgramCode =
    backend === "wasm"
      ? { backend, module: new WebAssembly.Module(printWebAssembly(program, tables)) }
      : { backend, source: printJavaScript(program, tables) };
  const named = (node: Node, name: string): NamedArray => ({ name, shape: node.shape });
  const nameOf = (node: Node): string => (node.kind === "input" ? node.name : node.kind);
  return {
    backend,
    parameters: request.parameters.map((node) => named(node, nameOf(node))),
    data: request.data.map((node, i) => ({ ...named(node, nameOf(node)), start: lowered.data[i]!.start })),
    outputs: request.outputs.map(({ node, name }) => named(node, name)),
    parameterRange: rangeOf(lowered.parameters),
    outputRange: rangeOf(lowered.outputs),
    size: program.size,
    constants: program.buffers.flatMap(({ start, initial }) =>
      initial === undefined ? [] : [{ start, values: initial }],
    ),
    tables: [...tables].map(([values, address]) => ({ values, address })),
    code,
  };
}

function rangeOf(buffers: readonly Buffer[]): { start: number; size: number } {
  return {
    start: buffers[0]?.start ?? 0,
    size: buffers.reduce((total, buffer) => total + buffer.size, 0),
  };
}

/** Gives each table of positions its place behind the float64 memory. */
function placeTables(program: LoopProgram): Map<Int32Array, number> {
  const places = new Map<Int32Array, number>();
  let address = program.size * 8;
  for (const nest of [...program.prepare, ...program.run]) {
    for (const statement of nest.statements) {
      const lookup = statement.kind === "load" || statement.kind === "accumulate" ? statement.lookup : undefined;
      if (lookup === undefined || places.has(lookup.table)) continue;
      places.set(lookup.table, address);
      address += lookup.table.byteLength;
    }
  }
  return places;
}
