// Which nests of a program can be divided among threads: along a loop whose turns write different numbers, so that every number is computed by the same
// operations in the same order whatever the number of threads.

import {
  type Access,
  type Buffer,
  accessOf,
  accumulationOf,
  type LoopProgram,
  type Nest,
  type Statement,
} from "./loops.ts";

/** About how many nanoseconds statements take, in a loop over pairs of numbers. */
const costs = { plain: 0.17, division: 0.7, function: 2 } as const;
/** A nest of less than this is not worth waiting for others. */
const leastNest = 3000;
/**
 * A program of less than this is not divided: threads that wait for each other some twenty times a gradient would gain little, and lose much where the machine has
 * other things to do.
 */
const leastProgram = 150_000;
/** Of which less than this can be shared is not divided either. */
const leastShare = 0.5;

export interface Division {
  /** The loop of a nest that threads share, each of them a run of its turns; undefined where nothing is to be shared. */
  readonly axisOf: (nest: Nest) => number | undefined;
  /** Turns of the shared loops, in most of what there is to do: more threads would have nothing to do there. */
  readonly most: number;
}

/** How the nests of a program are divided; undefined for one that is not worth it. */
export function divisionOf(program: LoopProgram): Division | undefined {
  const total = program.run.reduce((sum, nest) => sum + costOf(nest), 0);
  if (total < leastProgram) return undefined;
  const axes = new Map<Nest, number>();
  const ofTurns = new Map<number, number>();
  for (const nest of program.run) {
    const cost = costOf(nest);
    const axis = cost < leastNest ? undefined : dividedAxis(nest);
    if (axis === undefined) continue;
    axes.set(nest, axis);
    const turns = nest.extents[axis]!;
    ofTurns.set(turns, (ofTurns.get(turns) ?? 0) + cost);
  }
  const shared = [...ofTurns.values()].reduce((sum, cost) => sum + cost, 0);
  if (shared < leastShare * total) return undefined;
  const [most] = [...ofTurns].reduce((largest, each) => (each[1] > largest[1] ? each : largest));
  return { axisOf: (nest) => axes.get(nest), most };
}

/** Nanoseconds of one run of a nest, about. */
function costOf(nest: Nest): number {
  const turns = (level: number): number =>
    nest.extents.slice(0, level + 1).reduce((total, extent) => total * extent, 1);
  const innermost = nest.extents.length - 1;
  let cost = 0;
  for (const statement of nest.statements) {
    const level = "target" in statement && statement.kind !== "recur" ? nest.levels[statement.target]! : innermost;
    cost += turns(level) * costs[weightOf(statement)];
  }
  return cost;
}

function weightOf(statement: Statement): keyof typeof costs {
  if (statement.kind === "unary") {
    return statement.function === "negate" || statement.function === "absolute" ? "plain" : "function";
  }
  if (statement.kind !== "binary") return "plain";
  return statement.function === "divide" ? "division" : "plain";
}

/** The outermost loop that can be shared; never the innermost, whose turns take two numbers at once. */
function dividedAxis(nest: Nest): number | undefined {
  if (nest.around.length > 0) return undefined;
  const written = new Set<Buffer>();
  for (const statement of nest.statements) {
    if (statement.kind === "store" || statement.kind === "accumulate") written.add(statement.to.buffer);
  }
  // Nothing is read that other turns write.
  for (const statement of nest.statements) {
    if (statement.kind === "carried") return undefined;
    if (statement.kind === "load" && written.has(statement.from.buffer)) return undefined;
  }
  const loops = nest.extents.length;
  for (let axis = 0; axis < loops - 1; axis++) {
    if (nest.statements.every((statement) => writesApart(statement, axis, nest))) return axis;
  }
  return undefined;
}

/** Whether turns of a loop write different numbers; and of sums that are cleared first, whether each turn has a run of the buffer to itself. */
function writesApart(statement: Statement, axis: number, nest: Nest): boolean {
  if (statement.kind !== "store" && statement.kind !== "accumulate") return true;
  const access = accessOf(statement)!;
  if (!isApart(access, axis, nest.extents)) return false;
  if (statement.kind === "store") return true;
  if (statement.lookup !== undefined) return false;
  const { partial } = accumulationOf(statement, nest.extents.length);
  return !partial || clearsOwn(access, axis, nest.extents);
}

/** No number is written in two turns: the step of the loop is longer than all that the shorter steps reach, and the longer ones step over all of its turns. */
function isApart({ strides }: Access, axis: number, extents: readonly number[]): boolean {
  const own = Math.abs(strides[axis]!);
  if (own === 0) return false;
  const others = strides.flatMap((stride, k) =>
    k === axis || stride === 0 ? [] : [{ size: Math.abs(stride), extent: extents[k]! }],
  );
  const reach = (items: typeof others): number =>
    items.reduce((total, { size, extent }) => total + size * (extent - 1), 0);
  const shorter = others.filter(({ size }) => size < own);
  const longer = others.filter(({ size }) => size >= own);
  const within = reach(shorter) + own * (extents[axis]! - 1);
  return reach(shorter) < own && longer.every(({ size }) => size > within);
}

/** Whether the turns of a loop are runs of the buffer one after another that make it up. */
function clearsOwn({ buffer, offset, strides }: Access, axis: number, extents: readonly number[]): boolean {
  const own = strides[axis]!;
  const longer = strides.some((stride, k) => k !== axis && Math.abs(stride) > own);
  return offset === 0 && own > 0 && !longer && own * extents[axis]! === buffer.size;
}
