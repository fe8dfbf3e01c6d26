// What one gradient costs a lane: operations and bytes, counted over the loop program without running it.

import { accumulationOf, type LoopProgram, type Nest, type Statement } from "../loops.ts";
import { bufferOf, type Space, spacesOf } from "./layout.ts";
import type { MathName } from "./math/index.ts";

/** Bytes of a number on the device, and of an entry of a table. */
const bytes = 4;

/** Per gradient of one lane. The few additions that join the blocks of long sums are left out, and so is the leapfrog step itself. */
export interface KernelCost {
  readonly operations: {
    /** Sums and differences. */
    readonly additions: number;
    readonly multiplications: number;
    readonly divisions: number;
    /** Comparisons, selections, maxima and minima, changes of sign. */
    readonly selections: number;
    /** Calls by function. */
    readonly functions: Readonly<Partial<Record<MathName, number>>>;
  };
  /** Bytes read, by where they lie. */
  readonly read: Readonly<Record<Space | "tables", number>>;
  /** Bytes written to the memory of the lane. */
  readonly written: number;
}

type Counted = "additions" | "multiplications" | "divisions" | "selections";

export function kernelCost(program: LoopProgram): KernelCost {
  const spaces = spacesOf(program);
  const operations: Record<Counted, number> = { additions: 0, multiplications: 0, divisions: 0, selections: 0 };
  const functions: Partial<Record<MathName, number>> = {};
  const read: Record<Space | "tables", number> = { lane: 0, fit: 0, constant: 0, tables: 0 };
  let written = 0;

  const count = (nest: Nest, statement: Statement): void => {
    const loops = nest.extents.length;
    /** How often what stands inside of loop `level` is run. */
    const turns = (level: number): number => nest.extents.slice(0, level + 1).reduce((total, each) => total * each, 1);
    const everyTurn = turns(loops - 1);
    const times =
      "target" in statement && statement.kind !== "recur" ? turns(nest.levels[statement.target]!) : everyTurn;
    const touched = bufferOf(statement);
    switch (statement.kind) {
      case "constant":
      case "carried":
        return;
      case "load":
        read[spaces.get(touched!)!] += bytes * times;
        if (statement.lookup !== undefined) read.tables += bytes * times;
        return;
      case "unary":
        if (statement.function === "negate" || statement.function === "absolute") operations.selections += times;
        else functions[statement.function] = (functions[statement.function] ?? 0) + times;
        return;
      case "binary":
        operations[kinds[statement.function]] += times;
        return;
      case "select":
        operations.selections += times;
        return;
      case "recur":
        operations.multiplications += times;
        operations.additions += times;
        return;
      case "store":
        written += bytes * times;
        return;
      case "accumulate": {
        const { level, partial } = accumulationOf(statement, loops, nest.around.length);
        const stores = turns(level);
        operations.additions += everyTurn;
        written += bytes * stores;
        if (statement.lookup !== undefined) read.tables += bytes * stores;
        if (!partial) return;
        // Cleared first, then read and added to.
        written += bytes * touched!.size;
        read.lane += bytes * stores;
        if (level < loops - 1) operations.additions += stores;
      }
    }
  };
  for (const nest of program.run) for (const statement of nest.statements) count(nest, statement);
  return { operations: { ...operations, functions }, read, written };
}

const kinds = {
  add: "additions",
  subtract: "additions",
  multiply: "multiplications",
  divide: "divisions",
  maximum: "selections",
  minimum: "selections",
  less: "selections",
} as const satisfies Record<string, Counted>;
