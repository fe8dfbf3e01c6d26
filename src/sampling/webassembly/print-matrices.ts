// The linear algebra of the low-rank metric as WebAssembly: products of draws, and the factorizations of numerics/linear-algebra, by the same
// operations in the same order. It runs a few dozen times in a warm-up, which in JavaScript is over before V8 has compiled it.

import {
  call,
  type Expression,
  f64,
  type FunctionBuilder,
  type FunctionReference,
  i32,
  type I32,
  type I32Operand,
  type Local,
  ModuleBuilder,
} from "../../compile/wasm/index.ts";
import { eigenPatience, eigenSweeps } from "../../numerics/linear-algebra/index.ts";

type Body = FunctionBuilder;
type Index = Local<"i32">;
type Value = Expression<"f64">;

/** A module that exports `memory` and the functions of `MatrixExports`. Matrices and vectors are given by byte address, sizes in elements. */
export function printMatrices(): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.memory({ minimumPages: 1 }, "memory");
  printStandardize(module);
  printRescale(module);
  printProducts(module);
  printCholesky(module);
  printSandwich(module);
  printTridiagonalize(module);
  printImplicitQl(module);
  printRootProduct(module);
  return module.encode();
}

/** What the module exports. */
export interface MatrixExports {
  readonly memory: WebAssembly.Memory;
  /** Centers `count` draws of `n` in place and writes their standard deviations. */
  standardize(draws: number, count: number, n: number, deviations: number): void;
  /** Divides the elements of draws by `scale`, and multiplies those of gradients by it. */
  rescale(draws: number, gradients: number, count: number, n: number, scale: number): void;
  /** Sum over draws of v v' + ridge I. */
  products(draws: number, count: number, n: number, ridge: number, out: number): void;
  /** 1 where the matrix is positive definite. */
  cholesky(matrix: number, n: number, factor: number): number;
  /** L' A L, made symmetric; `half` and `out` must be zero. */
  sandwich(a: number, factor: number, n: number, half: number, out: number): void;
  /** `matrix` is overwritten; `reflectors` and `transposed` must be zero. */
  tridiagonalize(
    matrix: number,
    n: number,
    diagonal: number,
    offDiagonal: number,
    reflectors: number,
    product: number,
    transposed: number,
  ): void;
  /** 1 where the sweeps converged. */
  implicitQl(diagonal: number, offDiagonal: number, vectors: number, n: number): number;
  /** W W' with W = L^-T V diag(root), rows of `vectors` being columns of V; `vectors` is overwritten, `out` must be zero. */
  rootProduct(factor: number, n: number, vectors: number, roots: number, out: number): void;
}

/** Elements by index: of vectors, and of matrices of `n` columns. */
interface Elements {
  at(vector: I32Operand, i: I32Operand): Value;
  put(vector: I32Operand, i: I32Operand, value: Value | number): void;
  /** Adds to an element, or takes away from it. */
  add(vector: I32Operand, i: I32Operand, value: Value): void;
  subtract(vector: I32Operand, i: I32Operand, value: Value): void;
  /** Runs for from <= i < to. */
  up(from: I32Operand, to: I32Operand, body: (i: Index) => void): void;
  /** Runs for from >= i >= 0, or down to `last`. */
  down(from: I32, last: I32Operand, body: (i: Index) => void): void;
  zero(): Local<"f64">;
}

const plus = (a: I32Operand, b: I32Operand): I32 => i32.add(a, b);

function elementsOf(body: unknown): Elements {
  const f = body as Body;
  const address = (vector: I32Operand, i: I32Operand): I32 => i32.add(vector, i32.shl(i, 3));
  const at = (vector: I32Operand, i: I32Operand): Value => f64.load(address(vector, i));
  return {
    at,
    put: (vector, i, value) => f.do(f64.store(address(vector, i), value)),
    add: (vector, i, value) => {
      const place = f.let(address(vector, i));
      f.do(f64.store(place, f64.add(f64.load(place), value)));
    },
    subtract: (vector, i, value) => {
      const place = f.let(address(vector, i));
      f.do(f64.store(place, f64.sub(f64.load(place), value)));
    },
    up: (from, to, run) => f.for(from, to, 1, run),
    down: (from, last, run) => {
      f.scope(() => {
        const i = f.let(from);
        f.block((done) => {
          f.loop((again) => {
            f.branchIf(done, i32.lt_s(i, last));
            run(i);
            f.set(i, i32.sub(i, 1));
            f.branch(again);
          });
        });
      });
    },
    zero: () => f.let(f64.constant(0)),
  };
}

function printStandardize(module: ModuleBuilder): void {
  const f = module.function("standardize", ["i32", "i32", "i32", "i32"], [], { export: true });
  const [draws, count, n, deviations] = f.parameters;
  const { at, put, subtract, up, zero } = elementsOf(f);
  const size = f.let(f64.convert_i32_s(count));
  up(0, n, (i) => {
    const mean = zero();
    up(0, count, (k) => f.set(mean, f64.add(mean, at(draws, plus(i32.mul(k, n), i)))));
    f.set(mean, f64.div(mean, size));
    const squares = zero();
    up(0, count, (k) => {
      const place = f.let(plus(i32.mul(k, n), i));
      subtract(draws, place, mean);
      const x = f.let(at(draws, place));
      f.set(squares, f64.add(squares, f64.mul(x, x)));
    });
    put(deviations, i, f64.sqrt(f64.div(squares, size)));
  });
}

function printRescale(module: ModuleBuilder): void {
  const f = module.function("rescale", ["i32", "i32", "i32", "i32", "i32"], [], { export: true });
  const [draws, gradients, count, n, scale] = f.parameters;
  const { at, put, up } = elementsOf(f);
  up(0, count, (k) => {
    const row = f.let(i32.mul(k, n));
    up(0, n, (i) => {
      const place = f.let(plus(row, i));
      put(draws, place, f64.div(at(draws, place), at(scale, i)));
      put(gradients, place, f64.mul(at(gradients, place), at(scale, i)));
    });
  });
}

function printProducts(module: ModuleBuilder): void {
  const f = module.function("products", ["i32", "i32", "i32", "f64", "i32"], [], { export: true });
  const [draws, count, n, ridge, out] = f.parameters;
  const { at, put, add, up } = elementsOf(f);
  up(0, i32.mul(n, n), (i) => put(out, i, 0));
  up(0, count, (k) => {
    const draw = f.let(plus(draws, i32.shl(i32.mul(k, n), 3)));
    up(0, n, (i) => {
      const vi = f.let(at(draw, i));
      const row = f.let(plus(out, i32.shl(i32.mul(i, n), 3)));
      up(0, plus(i, 1), (j) => add(row, j, f64.mul(vi, at(draw, j))));
    });
  });
  up(0, n, (i) => {
    const row = f.let(plus(out, i32.shl(i32.mul(i, n), 3)));
    add(row, i, ridge);
    up(0, i, (j) => put(out, plus(i32.mul(j, n), i), at(row, j)));
  });
}

function printCholesky(module: ModuleBuilder): void {
  const f = module.function("cholesky", ["i32", "i32", "i32"], ["i32"], { export: true });
  const [matrix, n, factor] = f.parameters;
  const { at, put, up } = elementsOf(f);
  up(0, n, (i) => {
    const row = f.let(plus(factor, i32.shl(i32.mul(i, n), 3)));
    up(0, plus(i, 1), (j) => {
      const other = f.let(plus(factor, i32.shl(i32.mul(j, n), 3)));
      const sum = f.let(at(matrix, plus(i32.mul(i, n), j)));
      up(0, j, (k) => f.set(sum, f64.sub(sum, f64.mul(at(row, k), at(other, k)))));
      f.if(
        i32.eq(i, j),
        () => {
          const positive = i32.and(f64.gt(sum, 0), f64.ne(sum, Number.POSITIVE_INFINITY));
          f.if(i32.eqz(positive), () => f.return(i32.constant(0)));
          put(row, i, f64.sqrt(sum));
        },
        () => put(row, j, f64.div(sum, at(other, j))),
      );
    });
    up(plus(i, 1), n, (j) => put(row, j, 0));
  });
  f.return(i32.constant(1));
}

function printSandwich(module: ModuleBuilder): void {
  const f = module.function("sandwich", ["i32", "i32", "i32", "i32", "i32"], [], { export: true });
  const [a, factor, n, half, out] = f.parameters;
  const { at, put, add, up } = elementsOf(f);
  const rowOf = (matrix: Index, i: Index): Index => f.let(plus(matrix, i32.shl(i32.mul(i, n), 3)));
  up(0, n, (i) => {
    const [from, to] = [rowOf(a, i), rowOf(half, i)];
    up(0, n, (k) => {
      const aik = f.let(at(from, k));
      const lower = rowOf(factor, k);
      up(0, plus(k, 1), (j) => add(to, j, f64.mul(aik, at(lower, j))));
    });
  });
  up(0, n, (k) => {
    const [lower, from] = [rowOf(factor, k), rowOf(half, k)];
    up(0, plus(k, 1), (i) => {
      const lki = f.let(at(lower, i));
      const to = rowOf(out, i);
      up(0, n, (j) => add(to, j, f64.mul(lki, at(from, j))));
    });
  });
  up(0, n, (i) => {
    up(0, i, (j) => {
      const [below, above] = [f.let(plus(i32.mul(i, n), j)), f.let(plus(i32.mul(j, n), i))];
      const average = f.let(f64.mul(0.5, f64.add(at(out, below), at(out, above))));
      put(out, below, average);
      put(out, above, average);
    });
  });
}

function printTridiagonalize(module: ModuleBuilder): void {
  const parameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;
  const f = module.function("tridiagonalize", parameters, [], { export: true });
  const [a, n, diagonal, offDiagonal, reflectors, product, transposed] = f.parameters;
  const { at, put, subtract, up, down, zero } = elementsOf(f);
  const rowOf = (matrix: Index, i: I32Operand): Index => f.let(plus(matrix, i32.shl(i32.mul(i, n), 3)));
  const last = f.let(i32.sub(n, 1));
  up(0, i32.sub(n, 2), (k) => {
    const v = rowOf(reflectors, k);
    const next = f.let(plus(k, 1));
    const tail = zero();
    up(plus(k, 2), n, (i) => {
      const x = f.let(at(a, plus(i32.mul(i, n), k)));
      f.set(tail, f64.add(tail, f64.mul(x, x)));
    });
    const head = f.let(at(a, plus(i32.mul(next, n), k)));
    f.if(
      f64.eq(tail, 0),
      () => put(offDiagonal, k, head),
      () => {
        const norm = f64.sqrt(f64.add(f64.mul(head, head), tail));
        const target = f.let(norm);
        f.if(f64.gt(head, 0), () => f.set(target, f64.neg(target)));
        const gap = f.let(f64.sub(head, target));
        const scale = f.let(f64.div(1, f64.sqrt(f64.add(f64.mul(gap, gap), tail))));
        put(v, next, f64.mul(gap, scale));
        up(plus(k, 2), n, (i) => put(v, i, f64.mul(at(a, plus(i32.mul(i, n), k)), scale)));
        put(offDiagonal, k, target);
        const curvature = zero();
        up(next, n, (i) => {
          const row = rowOf(a, i);
          const sum = zero();
          up(next, n, (j) => f.set(sum, f64.add(sum, f64.mul(at(row, j), at(v, j)))));
          put(product, i, sum);
          f.set(curvature, f64.add(curvature, f64.mul(sum, at(v, i))));
        });
        up(next, n, (i) => subtract(product, i, f64.mul(curvature, at(v, i))));
        up(next, n, (i) => {
          const row = rowOf(a, i);
          const vi = f.let(f64.mul(2, at(v, i)));
          const wi = f.let(f64.mul(2, at(product, i)));
          up(next, n, (j) => subtract(row, j, f64.add(f64.mul(vi, at(product, j)), f64.mul(wi, at(v, j)))));
        });
      },
    );
  });
  up(0, n, (i) => put(diagonal, i, at(rowOf(a, i), i)));
  f.if(i32.gt_s(n, 1), () => put(offDiagonal, i32.sub(n, 2), at(rowOf(a, last), i32.sub(n, 2))));

  up(0, n, (i) => put(rowOf(transposed, i), i, 1));
  down(i32.sub(n, 3), 0, (k) => {
    const v = rowOf(reflectors, k);
    const next = f.let(plus(k, 1));
    up(next, n, (i) => {
      const row = rowOf(transposed, i);
      const sum = zero();
      up(next, n, (j) => f.set(sum, f64.add(sum, f64.mul(at(row, j), at(v, j)))));
      f.set(sum, f64.mul(sum, 2));
      up(next, n, (j) => subtract(row, j, f64.mul(sum, at(v, j))));
    });
  });
}

/** numerics' `hypot`. */
function printHypot(module: ModuleBuilder): FunctionReference<readonly ["f64", "f64"], readonly ["f64"]> {
  const f = module.function("hypot", ["f64", "f64"], ["f64"]);
  const [a, b] = f.parameters;
  const size = f.let(f64.max(f64.abs(a), f64.abs(b)));
  f.if(f64.eq(size, 0), () => f.return(f64.constant(0)));
  const x = f.let(f64.div(f64.abs(a), size));
  const y = f.let(f64.div(f64.abs(b), size));
  const first = f.let(f64.mul(x, x));
  // What rounding loses of the first addition, to 0, is nothing.
  const second = f.let(f64.mul(y, y));
  f.return(f64.mul(f64.sqrt(f64.add(first, second)), size));
  return f;
}

function printImplicitQl(module: ModuleBuilder): void {
  const hypot = printHypot(module);
  const f = module.function("implicitQl", ["i32", "i32", "i32", "i32"], ["i32"], { export: true });
  const [diagonal, offDiagonal, vectors, n] = f.parameters;
  const { at, put, subtract, up, down, zero } = elementsOf(f);
  const absolute = (vector: Index, i: I32Operand): Value => f64.abs(at(vector, i));
  const last = f.let(i32.sub(n, 1));
  const norm = zero();
  up(0, n, (i) => f.set(norm, f64.max(norm, f64.add(absolute(diagonal, i), absolute(offDiagonal, i)))));
  up(0, n, (start) => {
    const sweep = f.let(i32.constant(0));
    f.block((found) => {
      f.loop((again) => {
        const end = f.let(start);
        f.block((split) => {
          f.loop((search) => {
            f.branchIf(split, i32.ge_s(end, last));
            const size = f.let(norm);
            f.if(i32.lt_s(sweep, eigenPatience), () =>
              f.set(size, f64.add(absolute(diagonal, end), absolute(diagonal, plus(end, 1)))),
            );
            f.branchIf(split, f64.le(absolute(offDiagonal, end), f64.mul(Number.EPSILON, size)));
            f.set(end, plus(end, 1));
            f.branch(search);
          });
        });
        f.branchIf(found, i32.eq(end, start));
        f.if(i32.eq(sweep, eigenSweeps), () => f.return(i32.constant(0)));
        const half = f.let(
          f64.div(f64.sub(at(diagonal, plus(start, 1)), at(diagonal, start)), f64.mul(2, at(offDiagonal, start))),
        );
        const root = f.let(call(hypot, half, f64.constant(1)));
        f.if(f64.lt(half, 0), () => f.set(root, f64.neg(root)));
        const shift = f64.sub(at(diagonal, start), f64.div(at(offDiagonal, start), f64.add(half, root)));
        const bulge = f.let(f64.sub(at(diagonal, end), shift));
        const sine = f.let(f64.constant(1));
        const cosine = f.let(f64.constant(1));
        const carried = zero();
        f.set(sweep, plus(sweep, 1));
        down(i32.sub(end, 1), start, (i) => {
          const next = f.let(plus(i, 1));
          const g = f.let(f64.mul(sine, at(offDiagonal, i)));
          const b = f.let(f64.mul(cosine, at(offDiagonal, i)));
          const r = f.let(call(hypot, g, bulge));
          put(offDiagonal, next, r);
          f.if(f64.eq(r, 0), () => {
            subtract(diagonal, next, carried);
            put(offDiagonal, end, 0);
            f.branch(again);
          });
          f.set(sine, f64.div(g, r));
          f.set(cosine, f64.div(bulge, r));
          const p = f.let(f64.sub(at(diagonal, next), carried));
          const q = f.let(f64.add(f64.mul(f64.sub(at(diagonal, i), p), sine), f64.mul(f64.mul(2, cosine), b)));
          f.set(carried, f64.mul(sine, q));
          put(diagonal, next, f64.add(p, carried));
          f.set(bulge, f64.sub(f64.mul(cosine, q), b));
          const upper = f.let(plus(vectors, i32.shl(i32.mul(i, n), 3)));
          const lower = f.let(plus(upper, i32.shl(n, 3)));
          up(0, n, (k) => {
            const [x, y] = [f.let(at(upper, k)), f.let(at(lower, k))];
            put(lower, k, f64.add(f64.mul(sine, x), f64.mul(cosine, y)));
            put(upper, k, f64.sub(f64.mul(cosine, x), f64.mul(sine, y)));
          });
        });
        subtract(diagonal, start, carried);
        put(offDiagonal, start, bulge);
        put(offDiagonal, end, 0);
        f.branch(again);
      });
    });
  });
  f.return(i32.constant(1));
}

function printRootProduct(module: ModuleBuilder): void {
  const f = module.function("rootProduct", ["i32", "i32", "i32", "i32", "i32"], [], { export: true });
  const [factor, n, vectors, roots, out] = f.parameters;
  const { at, put, add, up, down } = elementsOf(f);
  const rowOf = (matrix: Index, i: Index): Index => f.let(plus(matrix, i32.shl(i32.mul(i, n), 3)));
  up(0, n, (i) => {
    const row = rowOf(vectors, i);
    const root = f.let(at(roots, i));
    down(i32.sub(n, 1), 0, (j) => {
      const sum = f.let(f64.mul(at(row, j), root));
      up(plus(j, 1), n, (k) => f.set(sum, f64.sub(sum, f64.mul(at(factor, plus(i32.mul(k, n), j)), at(row, k)))));
      put(row, j, f64.div(sum, at(rowOf(factor, j), j)));
    });
  });
  up(0, n, (k) => {
    const row = rowOf(vectors, k);
    up(0, n, (i) => {
      const wi = f.let(at(row, i));
      const to = rowOf(out, i);
      up(0, plus(i, 1), (j) => add(to, j, f64.mul(wi, at(row, j))));
    });
  });
  up(0, n, (i) => up(0, i, (j) => put(out, plus(i32.mul(j, n), i), at(out, plus(i32.mul(i, n), j)))));
}
