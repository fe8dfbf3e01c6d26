// Graph to executable: lowers the named outputs to a loop program and prints it for a backend.

import { type Backend, type NamedArray, type CompileRequest, type ProgramCode, type Program } from "./program.ts";
import type { Node } from "../graph/index.ts";
import { printJavaScript } from "./javascript/index.ts";
import type { Buffer, LoopProgram } from "./loops.ts";
import { lower, type Lowered } from "./lower.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { noFusedMultiplyAdd } from "../problems/setting-problems.ts";
import { divisionOf } from "./divide.ts";
import { fusedProbe, printWebAssembly, type Team } from "./wasm/index.ts";

/**
 * Lowers and prints `request` for `backend`.
 * @param divided whether several threads may run the program together, where it is large enough for that and the platform shares memory; its numbers are the same
 */
export function compile(request: CompileRequest, backend: Backend = "wasm", divided = false): Program {
  return printProgram(request, lower(request), backend, divided);
}

/** Prints a lowered request for `backend`. */
export function printProgram(
  request: CompileRequest,
  lowered: Lowered,
  backend: Backend,
  divided: boolean = false,
): Program {
  const { program } = lowered;
  const { places: tables, end } = placeTables(program);
  const division =
    divided && backend !== "javascript" && typeof SharedArrayBuffer !== "undefined" ? divisionOf(program) : undefined;
  const team = division && { address: Math.ceil(end / cacheLine) * cacheLine, divided: division.axisOf };
  const code: ProgramCode =
    backend === "javascript"
      ? { kind: "javascript", source: printJavaScript(program, tables) }
      : { kind: "wasm", module: webAssemblyModule(program, tables, { fused: backend === "wasm-fma", team }) };
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
    tables: [...tables].map(([values, address]) => {
      const data = lowered.groups.get(values);
      return data === undefined ? { values, address } : { values, address, data };
    }),
    failures: program.buffers.flatMap(({ role, start }) => (role === "counter" ? [start] : [])),
    ...(team === undefined ? {} : { team: { address: team.address, most: division!.most } }),
    code,
  };
}

function rangeOf(buffers: readonly Buffer[]): { start: number; size: number } {
  return {
    start: buffers[0]?.start ?? 0,
    size: buffers.reduce((total, buffer) => total + buffer.size, 0),
  };
}

function webAssemblyModule(
  program: LoopProgram,
  tables: ReadonlyMap<Int32Array, number>,
  options: { readonly fused: boolean; readonly team: Team | undefined },
): WebAssembly.Module {
  if (options.fused && !WebAssembly.validate(fusedProbe())) {
    throw new CarryoverError([noFusedMultiplyAdd()], exitCodes.usage);
  }
  return new WebAssembly.Module(printWebAssembly(program, tables, options));
}

/** Bytes; numbers that threads wait for are not beside others. */
const cacheLine = 128;

/** Gives each table of positions its place behind the float64 memory; `end` is the byte behind all. */
function placeTables(program: LoopProgram): { readonly places: Map<Int32Array, number>; readonly end: number } {
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
  return { places, end: address };
}
