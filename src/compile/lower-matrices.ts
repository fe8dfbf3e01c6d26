// Factorization and triangular solution as nests: column by column, the loop over columns around the nests that update what is left.
//
// Loops have fixed extents, so an update goes over rows of its block that are finished as well. They are not read again, or zeros are
// taken off them.

import type { BinaryFunction, UnaryFunction } from "../graph/index.ts";
import { type Shape, sizeOf, stridesOf } from "../graph/index.ts";
import type { Access, Buffer, Nest, Register, Statement, StepLoop } from "./loops.ts";
import { type LoweringContext, type Placement, stepsOf } from "./placement.ts";

interface MatricesToLower {
  /** Where the result goes. */
  readonly value: Placement;
  readonly inputs: readonly Placement[];
  /** Of the result. */
  readonly shape: Shape;
  readonly context: LoweringContext;
}

/** Right-looking: column k of the factor is row k of what is left over the root of its diagonal, and its square is taken off the rest. */
export function lowerCholesky({ value, inputs, shape, context }: MatricesToLower): Nest[] {
  const n = shape.at(-1)!;
  const matrices = new Matrices(shape, context);
  const [rest, column] = [matrices.scratch(shape), matrices.scratch(shape.slice(0, -1))];
  const [row, from] = [matrices.numbers(n), inputs[0]!];
  const [down, across] = [strideOf(value, 2), strideOf(value, 1)];
  const blocks = blocksOf(n);
  return [
    // Columns of the lower triangle become rows, which are read one element after another.
    matrices.nest([], [n, n], (nest) =>
      nest.store(rest, [], [n, 1], nest.load(from, [], [strideOf(from, 1), strideOf(from, 2)])),
    ),
    matrices.nest([], [n, n], (nest) => nest.store(value, [], [down, across], nest.constant(0))),
    ...blocks.flatMap(({ start, extent }, b) => {
      const step: StepLoop = { extent, reverse: false };
      const [numbers, left] = [moved(row, start), moved(rest, start * (n + 1))];
      const [found, to] = [moved(column, start), moved(value, start * (down + across))];
      return [
        matrices.nest([step], [n - start], (nest) => {
          const inverse = nest.binary("divide", nest.constant(1), nest.unary("sqrt", nest.load(left, [n + 1], [0])));
          const scaled = nest.binary("multiply", nest.load(left, [n], [1]), inverse);
          const isAbove = nest.binary("less", nest.load(numbers, [0], [1]), nest.load(numbers, [1], [0]));
          const element = nest.select(isAbove, nest.constant(0), scaled);
          nest.store(found, [0], [1], element);
          nest.store(to, [across], [down], element);
        }),
        // Of what is left, the rows of each block from its diagonal on: nothing before it is read again.
        ...blocks.slice(b).map((rows) =>
          matrices.nest([step], [rows.extent, n - rows.start], (nest) => {
            const [factors, its] = [moved(column, rows.start), moved(rest, rows.start * (n + 1))];
            const product = nest.binary("multiply", nest.load(factors, [0], [1, 0]), nest.load(factors, [0], [0, 1]));
            nest.store(its, [0], [n, 1], nest.binary("subtract", nest.load(its, [0], [n, 1]), product));
          }),
        ),
      ];
    }),
  ];
}

/** Substitution, forwards or for the transpose backwards: a row of the solution is found, and taken off the rows that are left. */
export function lowerTriangularSolve(lowering: MatricesToLower & { readonly transposed: boolean }): Nest[] {
  const { value, inputs, shape, context, transposed } = lowering;
  const [n, m] = [shape.at(-2)!, shape.at(-1)!];
  const [factor, right] = inputs as readonly [Placement, Placement];
  const matrices = new Matrices(shape, context);
  const blocks = blocksOf(n);
  const [down, across] = [strideOf(factor, 2), strideOf(factor, 1)];
  const [rowOfValue, rowOfRight] = [strideOf(value, 2), strideOf(right, 2)];
  const [alongValue, alongRight] = [strideOf(value, 1), strideOf(right, 1)];
  if (m === 1 && !transposed) {
    // One column: rows of the factor times what is found. What stands above the diagonal is not read: it may be no number.
    const total = matrices.scratch(shape.slice(0, -2));
    const index = matrices.numbers(n);
    return [
      matrices.nest([], [n], (nest) => nest.store(value, [], [rowOfValue], nest.constant(0))),
      ...blocks.flatMap(({ start, extent }) => {
        const step: StepLoop = { extent, reverse: false };
        return [
          matrices.nest([step], [start + extent], (nest) => {
            const product = nest.binary(
              "multiply",
              nest.load(moved(factor, start * down), [down], [across]),
              nest.load(value, [0], [rowOfValue]),
            );
            const here = nest.load(moved(index, start), [1], [0]);
            const isFound = nest.binary("less", nest.load(index, [0], [1]), here);
            nest.accumulate(total, [0], [0], nest.select(isFound, product, nest.constant(0)));
          }),
          matrices.nest([step], [], (nest) => {
            const given = nest.load(moved(right, start * rowOfRight), [rowOfRight], []);
            const left = nest.binary("subtract", given, nest.load(total, [0], []));
            const diagonal = nest.load(moved(factor, start * (down + across)), [down + across], []);
            nest.store(moved(value, start * rowOfValue), [rowOfValue], [], nest.binary("divide", left, diagonal));
          }),
        ];
      }),
    ];
  }
  const rest = matrices.scratch(shape);
  const columns = m === 1 ? [] : [m];
  const along = (stride: number): number[] => (m === 1 ? [] : [stride]);
  const otherRow = transposed ? across : down;
  const thisRow = transposed ? down : across;
  const inOrder = transposed ? blocks.toReversed() : blocks;
  return [
    matrices.nest([], [n, ...columns], (nest) =>
      nest.store(rest, [], [m, ...along(1)], nest.load(right, [], [rowOfRight, ...along(alongRight)])),
    ),
    ...inOrder.flatMap(({ start, extent }) => {
      const step: StepLoop = { extent, reverse: transposed };
      // Rows of this block and of those that come after it.
      const [first, end] = transposed ? [0, start + extent] : [start, n];
      const solution = moved(value, start * rowOfValue);
      return [
        matrices.nest([step], columns, (nest) => {
          const still = columns.map(() => 0);
          const diagonal = nest.load(moved(factor, start * (down + across)), [down + across], still);
          const inverse = nest.binary("divide", nest.constant(1), diagonal);
          const found = nest.binary("multiply", nest.load(moved(rest, start * m), [m], along(1)), inverse);
          nest.store(solution, [rowOfValue], along(alongValue), found);
        }),
        matrices.nest([step], [end - first, ...columns], (nest) => {
          const product = nest.binary(
            "multiply",
            nest.load(moved(factor, start * thisRow + first * otherRow), [thisRow], [otherRow, ...along(0)]),
            nest.load(solution, [rowOfValue], [0, ...along(alongValue)]),
          );
          const left = moved(rest, first * m);
          const before = nest.load(left, [0], [m, ...along(1)]);
          nest.store(left, [0], [m, ...along(1)], nest.binary("subtract", before, product));
        }),
      ];
    }),
  ];
}

/** Consecutive rows or columns; more of them, the larger the matrix, because those that are finished are left out block by block. */
function blocksOf(n: number): readonly { readonly start: number; readonly extent: number }[] {
  const count = n < 16 ? 1 : n < 32 ? 2 : n < 128 ? 4 : 8;
  const starts = Array.from({ length: count + 1 }, (_, i) => (i === count ? n : 2 * Math.round((i * n) / count / 2)));
  return starts.slice(0, -1).map((start, i) => ({ start, extent: starts[i + 1]! - start }));
}

/** The elements that lie `by` after those of a placement. */
function moved(place: Placement, by: number): Placement {
  return { ...place, offset: place.offset + by };
}

/** The stride of the last axis (1) or of the one before (2). */
function strideOf({ strides }: Placement, fromEnd: number): number {
  return strides.at(-fromEnd)!;
}

/** Nests over a batch of matrices, inside of the loops around them. */
class Matrices {
  private readonly batch: readonly number[];
  private readonly context: LoweringContext;

  constructor(shape: Shape, context: LoweringContext) {
    this.batch = shape.slice(0, -2);
    this.context = context;
  }

  scratch(shape: Shape): Placement {
    const buffer: Buffer = { name: "matrices", role: "scratch", size: sizeOf(shape), start: -1 };
    this.context.buffers.push(buffer);
    return { buffer, offset: 0, strides: stridesOf(shape) };
  }

  /** 0, 1, ..., n - 1, the same for every matrix. */
  numbers(n: number): Placement {
    const initial = Float64Array.from({ length: n }, (_, i) => i);
    const buffer: Buffer = { name: "rows", role: "constant", size: n, start: -1, initial };
    this.context.buffers.push(buffer);
    return { buffer, offset: 0, strides: [] };
  }

  /** A nest over the batch and `extents` in every step of the loops around and of `steps`. */
  nest(steps: readonly StepLoop[], extents: readonly number[], write: (nest: NestWriter) => void): Nest {
    const around = [...this.context.around, ...steps];
    const batch = this.batch.filter((extent) => extent !== 1);
    const writer = new NestWriter(this.batch, this.context.around.length);
    write(writer);
    const inside = [...batch, ...extents];
    return {
      around,
      extents: [...around.map(({ extent }) => extent), ...inside],
      reverse: [...around.map(({ reverse }) => reverse), ...inside.map(() => false)],
      statements: writer.statements,
      levels: writer.levels,
    };
  }
}

class NestWriter {
  readonly statements: Statement[] = [];
  readonly levels: number[] = [];
  private readonly batch: readonly number[];
  private readonly outer: number;

  constructor(batch: readonly number[], outer: number) {
    this.batch = batch;
    this.outer = outer;
  }

  /** Elements of a placement whose first axes are the batch, by strides along the steps and along the loops of the nest. */
  private access(place: Placement, steps: readonly number[], strides: readonly number[]): Access {
    const batch = this.batch.map((_, axis) => place.strides[axis] ?? 0).filter((_, axis) => this.batch[axis] !== 1);
    const { buffer, offset } = place;
    return { buffer, offset, strides: [...stepsOf(place, this.outer), ...steps, ...batch, ...strides] };
  }

  private register(level: number, make: (target: Register) => Statement): Register {
    const target = this.levels.push(level) - 1;
    this.statements.push(make(target));
    return target;
  }

  private levelOf(...registers: readonly Register[]): number {
    return Math.max(-1, ...registers.map((register) => this.levels[register]!));
  }

  constant(value: number): Register {
    return this.register(-1, (target) => ({ kind: "constant", target, value }));
  }

  load(place: Placement, steps: readonly number[], strides: readonly number[]): Register {
    const from = this.access(place, steps, strides);
    const level = from.strides.findLastIndex((stride) => stride !== 0);
    return this.register(level, (target) => ({ kind: "load", target, from }));
  }

  unary(name: UnaryFunction, x: Register): Register {
    return this.register(this.levelOf(x), (target) => ({ kind: "unary", target, function: name, x }));
  }

  binary(name: BinaryFunction, a: Register, b: Register): Register {
    return this.register(this.levelOf(a, b), (target) => ({ kind: "binary", target, function: name, a, b }));
  }

  select(condition: Register, a: Register, b: Register): Register {
    return this.register(this.levelOf(condition, a, b), (target) => ({ kind: "select", target, condition, a, b }));
  }

  store(place: Placement, steps: readonly number[], strides: readonly number[], x: Register): void {
    this.statements.push({ kind: "store", to: this.access(place, steps, strides), x });
  }

  accumulate(place: Placement, steps: readonly number[], strides: readonly number[], x: Register): void {
    this.statements.push({ kind: "accumulate", to: this.access(place, steps, strides), x });
  }
}
