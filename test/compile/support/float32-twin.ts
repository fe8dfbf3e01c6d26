// Loop programs run slowly in float32 with random rounding (Monte Carlo arithmetic, Parker 1997): how far float32 may be off.
//
// Every operation is rounded to float32 after its result was moved by a random part of its error bound. The spread of a few such runs
// around the float64 result says how much rounding a program's values can take, place by place: what cancels shows.

import { printProgram } from "../../../src/compile/compile.ts";
import type { CompileRequest } from "../../../src/compile/program.ts";
import { instantiate } from "../../../src/compile/instantiate.ts";
import type { LaneData } from "../../../src/compile/lanes.ts";
import {
  type Access,
  accumulationOf,
  type LoopProgram,
  type Lookup,
  type Nest,
  piecesOf,
} from "../../../src/compile/loops.ts";
import { lower, type Lowered } from "../../../src/compile/lower.ts";
import { toFloat32 } from "../../../src/compile/float32/range.ts";
import { binaryFunctions, unaryFunctions } from "../../../src/graph/scalar.ts";
import { type Random, randomStream } from "../../../src/sampling/index.ts";
import { bounds, epsilon, scaleOf } from "./float32-bounds.ts";

export interface Twin {
  /** All outputs in float64. */
  exact(position: ArrayLike<number>): Float64Array;
  /** Root mean square of the errors of float32, output by output. */
  error(position: ArrayLike<number>): Float64Array;
}

const runs = 8;
/** Largest error of a quotient in units of epsilon: WGSL asks for 2.5 units in the last place. */
const quotientError = 5;

export function makeTwin(request: CompileRequest, data: LaneData): Twin {
  const lowered = lower(request);
  const executable = instantiate(printProgram(request, lowered, "javascript"));
  executable.setData(data);
  const size = executable.parameters.length;
  const random = randomStream([20250701]);
  const exact = (position: ArrayLike<number>): Float64Array => {
    executable.parameters.set(position);
    executable.run();
    return executable.outputs.slice();
  };
  return {
    exact,
    error(position) {
      const wanted = exact(position);
      const squares = new Float64Array(wanted.length);
      for (let run = 0; run < runs; run++) {
        const memory = Float64Array.from(executable.memory, toFloat32);
        const start = lowered.parameters[0]!.start;
        for (let i = 0; i < size; i++) memory[start + i] = position[i]!;
        runRounded(lowered.program, memory, random);
        outputsOf(lowered, memory).forEach((value, i) => (squares[i]! += (value - wanted[i]!) ** 2 / runs));
      }
      return squares.map(Math.sqrt);
    },
  };
}

function outputsOf({ outputs }: Lowered, memory: Float64Array): Float64Array {
  const start = outputs[0]!.start;
  return memory.subarray(start, start + outputs.reduce((total, { size }) => total + size, 0));
}

function runRounded(program: LoopProgram, memory: Float64Array, random: Random): void {
  // What an earlier run left in memory is overwritten: every buffer is written before it is read, or padding.
  runNests(program.run, memory, random, [], new Map());
}

/** Values carried from step to step of a loop around a nest, by statement. */
type Carried = Map<object, number>;

function runNests(
  nests: readonly Nest[],
  memory: Float64Array,
  random: Random,
  around: readonly number[],
  carried: Carried,
): void {
  for (const piece of piecesOf(nests, around.length)) {
    if (!("loop" in piece)) {
      runNest(piece, memory, random, around, carried);
      continue;
    }
    const inside: Carried = new Map();
    for (let step = 0; step < piece.loop.extent; step++) {
      const at = piece.loop.reverse ? piece.loop.extent - 1 - step : step;
      runNests(piece.nests, memory, random, [...around, at], inside);
    }
  }
}

function runNest(nest: Nest, memory: Float64Array, random: Random, around: readonly number[], carried: Carried): void {
  const loops = nest.extents.length;
  const outer = around.length;
  const registers = new Float64Array(nest.levels.length);
  const index: number[] = nest.extents.map((_, axis) => around[axis] ?? 0);
  const carries = new Map<object, number>();
  const rounded = (value: number, scale: number, epsilons: number): number =>
    Math.fround(value + scale * epsilons * epsilon * (2 * random.uniform() - 1));
  const address = ({ buffer, offset, strides }: Access, lookup?: Lookup): number => {
    let at = buffer.start + offset;
    strides.forEach((stride, axis) => (at += stride * index[axis]!));
    return lookup === undefined ? at : at + lookup.stride * lookup.table[index[lookup.axis]!]!;
  };
  for (const statement of nest.statements) {
    if (statement.kind !== "accumulate") continue;
    // Everything is added up in memory: a clear start makes that right whatever the level of the sum.
    const { buffer } = statement.to;
    if (accumulationOf(statement, loops, outer).partial) memory.fill(0, buffer.start, buffer.start + buffer.size);
  }
  const clearSums = (level: number): void => {
    for (const statement of nest.statements) {
      if (statement.kind === "recur" && level === loops - 2) carries.set(statement, 0);
      if (statement.kind !== "accumulate") continue;
      const accumulation = accumulationOf(statement, loops, outer);
      if (accumulation.level === level && !accumulation.partial) memory[address(statement.to)] = 0;
    }
  };
  const body = (): void => {
    for (const statement of nest.statements) {
      switch (statement.kind) {
        case "constant":
          registers[statement.target] = toFloat32(statement.value);
          break;
        case "load":
          registers[statement.target] = memory[address(statement.from, statement.lookup)]!;
          break;
        case "carried":
          registers[statement.target] = carried.get(statement) ?? memory[address(statement.from)]!;
          break;
        case "unary": {
          const x = registers[statement.x]!;
          const name = statement.function;
          const value = toFloat32(unaryFunctions[name](x));
          registers[statement.target] =
            name === "negate" || name === "absolute"
              ? value
              : rounded(value, scaleOf(name, value), bounds[name].epsilons);
          break;
        }
        case "binary": {
          const name = statement.function;
          const value = binaryFunctions[name](registers[statement.a]!, registers[statement.b]!);
          const chosen = name === "maximum" || name === "minimum" || name === "less";
          const epsilons = chosen ? 0 : name === "divide" ? quotientError : 1;
          registers[statement.target] = rounded(value, Math.abs(value), epsilons);
          break;
        }
        case "select": {
          const { condition, a, b } = statement;
          registers[statement.target] = registers[registers[condition] === 0 ? b : a]!;
          break;
        }
        case "recur": {
          const product = rounded(registers[statement.factor]! * carries.get(statement)!, 0, 0);
          const value = product + registers[statement.x]!;
          registers[statement.target] = rounded(value, Math.abs(value), 1);
          carries.set(statement, registers[statement.target]!);
          break;
        }
        case "store":
          memory[address(statement.to)] = registers[statement.x]!;
          break;
        case "accumulate": {
          const at = address(statement.to, statement.lookup);
          const value = memory[at]! + registers[statement.x]!;
          memory[at] = rounded(value, Math.abs(value), 1);
        }
      }
    }
  };
  const level = (at: number): void => {
    clearSums(at);
    if (at === loops - 1) return body();
    const axis = at + 1;
    for (let turn = 0; turn < nest.extents[axis]!; turn++) {
      index[axis] = nest.reverse[axis]! ? nest.extents[axis]! - 1 - turn : turn;
      level(axis);
    }
  };
  level(outer - 1);
  for (const statement of nest.statements) {
    if (statement.kind === "carried") carried.set(statement, registers[statement.next]!);
  }
}
