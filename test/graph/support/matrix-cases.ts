// Graphs of linear algebra: products, changes of axes, factors and triangular systems, alone, in batches, and in steps of a scan.

import * as g from "../../../src/graph/index.ts";
import type { Node } from "../../../src/graph/index.ts";
import type { Case } from "./cases.ts";

const p = (name: string, ...shape: number[]): Node => g.parameterInput(name, shape);
const d = (name: string, ...shape: number[]): Node => g.dataInput(name, shape);

/** Symmetric positive definite matrices made of any. */
function definite(x: Node): Node {
  return g.add(g.matrixProduct(x, g.transpose(x)), g.multiply(2, g.identity(x.shape.at(-1)!)));
}

export const matrixCases: Record<string, () => Case> = {
  "matrix products": () => {
    const [m, v, n] = [d("m", 4, 3), p("v", 3), p("n", 3, 2)];
    return {
      parameters: [v, n],
      data: [m],
      outputs: [g.matrixProduct(m, v), g.matrixProduct(m, n), g.matrixProduct(v, n), g.matrixProduct(v, v)],
    };
  },
  "matrix products in batches": () => {
    const [a, b, v] = [p("a", 2, 3, 5), p("b", 2, 5, 3), p("v", 3)];
    return {
      parameters: [a, b, v],
      data: [],
      outputs: [
        g.matrixProduct(a, b),
        g.matrixProduct(b, g.transpose(b)),
        g.matrixProduct(g.pick(a, 1), b),
        g.matrixProduct(b, v),
        g.outerProduct(v, g.exp(g.pick(b, 0).at(0))),
      ],
    };
  },
  "changes of axes": () => {
    const [x, y, z] = [p("x", 3, 4), d("y", 2, 3, 4), p("z", 1, 5)];
    const t = g.transpose(g.exp(x));
    return {
      parameters: [x, z],
      data: [y],
      outputs: [
        g.transpose(x),
        g.transpose(z),
        g.transpose(g.multiply(x, y), [2, 0, 1]),
        g.sum(t, [0]),
        g.shift(t, 1),
        g.recurrence(0.5, t, 0),
        g.reshape(t, [6, 2]),
        g.slice(t, 0, 1, 3),
        g.concatenate([t, g.transpose(x)], 1),
        g.gather(t, [2, 0, 2], 0),
        g.add(g.transpose(t), x),
      ],
    };
  },
  "diagonals and triangles": () => {
    const [x, v] = [p("x", 2, 3, 3), p("v", 3)];
    return { parameters: [x, v], data: [], outputs: [g.diagonal(x), g.lowerTriangle(x), g.diagonalMatrix(v)] };
  },
  "Cholesky factors": () => {
    const outputs: Node[] = [];
    const parameters: Node[] = [];
    for (const n of [1, 2, 3, 5, 8]) {
      const x = p(`x${n}`, n, n);
      parameters.push(x);
      outputs.push(g.cholesky(definite(x)), g.logDeterminant(definite(x)));
    }
    const batch = p("batch", 2, 3, 3);
    return { parameters: [...parameters, batch], data: [], outputs: [...outputs, g.cholesky(definite(batch))] };
  },
  "triangular systems": () => {
    const [x, v, b, c] = [p("x", 5, 5), p("v", 5), p("b", 5, 4), p("c", 2, 5, 1)];
    const factor = g.add(x, g.multiply(4, g.identity(5)));
    const outputs = [false, true].flatMap((transposed) => [
      g.triangularSolve(factor, v, { transposed }),
      g.triangularSolve(factor, b, { transposed }),
      g.triangularSolve(factor, c, { transposed }),
    ]);
    return { parameters: [x, v, b, c], data: [], outputs: [...outputs, g.choleskySolve(g.cholesky(definite(x)), b)] };
  },
  "what stands above a diagonal, infinite or not a number": () => {
    const [x, v] = [p("x", 3, 3), p("v", 3)];
    const lower = g.lowerTriangle(g.broadcastTo(g.constant(1), [3, 3]));
    const poison = [
      [0, Number.NaN, Number.POSITIVE_INFINITY],
      [0, 0, Number.NaN],
      [0, 0, 0],
    ];
    const factor = g.select(lower, g.add(x, g.multiply(4, g.identity(3))), poison);
    const infinite = g.reshape(g.diagonalMatrix([Number.POSITIVE_INFINITY, Number.NaN, 1]), [9]);
    return {
      parameters: [x, v],
      data: [],
      outputs: [g.triangularSolve(factor, v), g.lowerTriangle(factor), g.diagonal(factor), g.slice(infinite, 0, 1, 4)],
    };
  },
  "batches of triangular systems": () => {
    const [x, b] = [p("x", 2, 3, 3), p("b", 3, 2)];
    const factor = g.add(x, g.multiply(3, g.identity(3)));
    return {
      parameters: [x, b],
      data: [],
      outputs: [g.triangularSolve(factor, b), g.triangularSolve(factor, b, { transposed: true })],
    };
  },
  "factors of data, and inside of a scan": () => {
    const [y, s, xs] = [d("y", 4, 4), p("s"), p("xs", 3, 2)];
    const factor = g.cholesky(definite(y));
    const [last, states] = g.scan(
      (state, x) => {
        const matrix = g.add(g.outerProduct(x, x), g.identity(2));
        const next = g.triangularSolve(g.cholesky(matrix), g.add(state, s));
        return [next, next];
      },
      g.constant([0.5, -1]),
      xs,
    );
    return {
      parameters: [s, xs],
      data: [y],
      outputs: [g.multiply(factor, s), g.logDeterminant(definite(y)), last, states],
    };
  },
};
