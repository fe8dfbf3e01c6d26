// Graph to executable: lowers the named outputs to a loop program and prints it for a backend.

import { type Backend, type NamedArray, type CompileRequest, type ProgramCode, type Program } from "./program.ts";
import type { Node } from "../graph/index.ts";
import { printJavaScript } from "./javascript/index.ts";
import type { Buffer, LoopProgram } from "./loops.ts";
import { lower, type Lowered } from "./lower.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { noFusedMultiplyAdd } from "../problems/setting-problems.ts";
import { fusedProbe, printWebAssembly } from "./wasm/index.ts";

/** Lowers and prints `request` for `backend`. */
export function compile(request: CompileRequest, backend: Backend = "wasm"): Program {
  return printProgram(request, lower(request), backend);
}

/** Prints a lowered request for `backend`. */
export function printProgram(request: CompileRequest, lowered: Lowered, backend: Backend): Program {
  const { program } = lowered;
  const tables = placeTables(program);
  const code: ProgramCode =
    backend === "javascript"
      ? { kind: "javascript", source: printJavaScript(program, tables) }
      : { kind: "wasm", module: webAssemblyModule(program, tables, backend === "wasm-fma") };
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
  fused: boolean,
): WebAssembly.Module {
  if (fused && !WebAssembly.validate(fusedProbe())) throw new CarryoverError([noFusedMultiplyAdd()], exitCodes.usage);
  return new WebAssembly.Module(printWebAssembly(program, tables, { fused }));
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
