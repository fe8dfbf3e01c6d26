// The linear algebra of adaptation in WebAssembly, with memory of its own; `plainMatrices` is the same in JavaScript, bit for bit.

import {
  checkFinite,
  noConvergence,
  quarticRoots,
  sortAscending,
  type SymmetricEigen,
} from "../../numerics/linear-algebra/index.ts";
import type { Matrices } from "../matrices.ts";
import type { MatrixExports } from "./print-matrices.ts";

const pageBytes = 65536;

/** Instances keep no state between calls, so one serves all chains of a thread. */
export function webAssemblyMatrices(module: WebAssembly.Module): Matrices {
  const code = new WebAssembly.Instance(module).exports as unknown as MatrixExports;

  /** Zeroed arrays of these lengths, one after another in the memory. */
  const arrays = (lengths: readonly number[]): { at: number; values: Float64Array }[] => {
    const bytes = 8 * lengths.reduce((total, length) => total + length, 0);
    const missing = bytes - code.memory.buffer.byteLength;
    if (missing > 0) code.memory.grow(Math.ceil(missing / pageBytes));
    let at = 0;
    return lengths.map((length) => {
      const values = new Float64Array(code.memory.buffer, at, length).fill(0);
      const array = { at, values };
      at += 8 * length;
      return array;
    });
  };

  const decompose = (matrix: Float64Array, n: number): SymmetricEigen => {
    checkFinite(matrix);
    const [a, diagonal, off, reflectors, product, vectors] = arrays([n * n, n, n, n * n, n, n * n]);
    a.values.set(matrix);
    code.tridiagonalize(a.at, n, diagonal.at, off.at, reflectors.at, product.at, vectors.at);
    if (code.implicitQl(diagonal.at, off.at, vectors.at, n) === 0) throw noConvergence();
    return sortAscending(diagonal.values, vectors.values, n);
  };

  return {
    standardized(values, from, count, dimension) {
      const [draws, deviation] = arrays([count * dimension, dimension]);
      draws.values.set(values.subarray(from * dimension, (from + count) * dimension));
      code.standardize(draws.at, count, dimension, deviation.at);
      return { values: draws.values.slice(), deviation: deviation.values.slice() };
    },

    rescale(draws, gradients, count, scale) {
      const length = count * scale.length;
      const [x, g, s] = arrays([length, length, scale.length]);
      x.values.set(draws);
      g.values.set(gradients);
      s.values.set(scale);
      code.rescale(x.at, g.at, count, scale.length, s.at);
      draws.set(x.values);
      gradients.set(g.values);
    },

    products(values, count, rank, ridge) {
      const [draws, out] = arrays([count * rank, rank * rank]);
      draws.values.set(values);
      code.products(draws.at, count, rank, ridge, out.at);
      return out.values.slice();
    },

    spdMean(a, b, n) {
      const square = n * n;
      const first = arrays([square, square, square, square, square]);
      first[0].values.set(b);
      if (code.cholesky(first[0].at, n, first[1].at) === 0) return undefined;
      const factor = first[1].values.slice();
      first[2].values.set(a);
      code.sandwich(first[2].at, first[1].at, n, first[3].at, first[4].at);
      const { values, vectors } = decompose(first[4].values.slice(), n);
      const [l, v, roots, out] = arrays([square, square, n, square]);
      l.values.set(factor);
      v.values.set(vectors);
      roots.values.set(quarticRoots(values));
      code.rootProduct(l.at, n, v.at, roots.at, out.at);
      return out.values.slice();
    },

    symmetricEigen: decompose,
  };
}
