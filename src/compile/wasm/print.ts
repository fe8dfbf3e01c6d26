// Loop program to WebAssembly: each nest becomes a function (print-nest.ts).

import { type LoopProgram, type Nest, piecesOf } from "../loops.ts";
import type { Division } from "../divide.ts";
import { memoryLimits } from "./memory-limits.ts";
import { call, i32, type Local, ModuleBuilder } from "./encoder.ts";
import { type Body, NestPrinter } from "./print-nest.ts";
import { printSteps } from "./steps.ts";
import { firstTurn, type Part, printTeam, type Stretch } from "./team.ts";

/** How the nests of `run` are divided among threads that meet at this byte of the memory. */
export interface Team {
  readonly address: number;
  readonly divided: Division["axisOf"];
}

interface PrintOptions {
  /** See `ModuleBuilder`. */
  readonly fused: boolean;
  /** Where threads may run the program together. The memory is shared then, and there is a third export, `help` (see `printTeam`). */
  readonly team?: Team | undefined;
}

/** The program as a module that imports host.memory and exports prepare and run; `tables` gives the byte of each. */
export function printWebAssembly(
  program: LoopProgram,
  tables: ReadonlyMap<Int32Array, number>,
  { fused, team }: PrintOptions,
): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder({ fused });
  module.importMemory("host", "memory", memoryLimits(team !== undefined));
  const printNest = (into: Body, nest: Nest, around: readonly Local<"i32">[]): void =>
    new NestPrinter(module, into, nest, tables, around).print();
  /** A function for each piece. */
  const printPieces = (name: string, nests: readonly Nest[]): Stretch[] =>
    piecesOf(nests).map((piece, i) => {
      const divided = "loop" in piece ? undefined : team?.divided(piece);
      if (divided !== undefined) return { part: printShare(`${name} ${i}`, piece as Nest, divided) };
      const whole = module.function(`${name} ${i}`, [], []);
      if ("loop" in piece) printSteps(module, whole, piece, tables, printNest);
      else printNest(whole, piece, []);
      return { whole };
    });
  const printShare = (name: string, nest: Nest, axis: number): Part => {
    const part = module.function(name, ["i32", "i32"], []);
    const [thread, threads] = part.parameters;
    const extent = nest.extents[axis]!;
    const first = part.let(firstTurn(extent, thread, threads));
    const end = part.let(firstTurn(extent, i32.add(thread, 1), threads));
    part.if(i32.lt_s(first, end), () =>
      new NestPrinter(module, part as unknown as Body, nest, tables, [], { axis, first, end }).print(),
    );
    return part;
  };
  const prepare = module.function("prepare", [], [], { export: true });
  for (const { whole } of printPieces("prepare", program.prepare)) prepare.do(call(whole!));
  const run = module.function("run", [], [], { export: true });
  const sections = printPieces("run", program.run);
  if (team === undefined) for (const { whole } of sections) run.do(call(whole!));
  else printTeam(module, run, sections, team.address);
  return module.encode();
}
