// A compiled program brought to life: memory of its own, constants in place, entry points.

import { type EntryPoints } from "./program.ts";
import { checkIndices, sizeOf } from "../graph/index.ts";
import type { Executable, PlacedTable, Program } from "./program.ts";
import { linkJavaScript } from "./javascript/index.ts";
import { mostPages, teamBytes } from "./team.ts";

const pageBytes = 65536;

/** An executable of `program`; quick, and as many as wanted. Its outputs mean nothing before `setData` and `run`. */
export function instantiate(program: Program): Executable {
  const tableBytes = program.tables.reduce((total, table) => total + table.values.byteLength, 0);
  const end = program.team === undefined ? program.size * 8 + tableBytes : program.team.address + teamBytes;
  const pages = Math.ceil(end / pageBytes);
  const memory = new WebAssembly.Memory(
    program.team === undefined ? { initial: pages } : { initial: pages, maximum: mostPages, shared: true },
  );
  const elements = new Float64Array(memory.buffer, 0, program.size);
  for (const { start, values } of program.constants) elements.set(values, start);
  // In memory, where WebAssembly reads them; JavaScript is given the same arrays, because those of data change.
  const tables = program.tables.map((table) => {
    const values = new Int32Array(memory.buffer, table.address, table.values.length);
    values.set(table.values);
    return { ...table, values };
  });
  const { prepare, run } = link(program, tables, memory, elements);

  const { parameterRange, outputRange } = program;
  const outputs = elements.subarray(outputRange.start, outputRange.start + outputRange.size);
  const views = new Map<string, Float64Array>();
  let start = 0;
  for (const { name, shape } of program.outputs) {
    views.set(name, outputs.subarray(start, start + sizeOf(shape)));
    start += sizeOf(shape);
  }
  return {
    parameters: elements.subarray(parameterRange.start, parameterRange.start + parameterRange.size),
    outputs,
    memory: elements,
    output(name) {
      const view = views.get(name);
      if (view === undefined) throw new RangeError(`The program has no output "${name}".`);
      return view;
    },
    setData(data) {
      for (const input of program.data) {
        const values = data[input.name];
        if (values === undefined) throw new RangeError(`No values given for data "${input.name}".`);
        if (values.length !== sizeOf(input.shape)) {
          throw new RangeError(
            `Data "${input.name}" of shape [${input.shape.join(", ")}] was given ${values.length} values.`,
          );
        }
        elements.set(values, input.start);
      }
      for (const { data: indices, values } of tables) {
        if (indices !== undefined) checkIndices(indices.name, data[indices.name]!, indices.extent, values);
      }
      prepare();
    },
    run,
    linearMemory: program.code.kind === "wasm" ? memory : undefined,
  };
}

function link(
  program: Program,
  tables: readonly PlacedTable[],
  memory: WebAssembly.Memory,
  elements: Float64Array,
): EntryPoints {
  if (program.code.kind === "javascript") return linkJavaScript(program.code.source, elements, tables);
  const instance = new WebAssembly.Instance(program.code.module, { host: { memory } });
  return instance.exports as unknown as EntryPoints;
}
