// Graphs that between them use every operation, and a maker of random ones: shared by the tests of gradients and of backends.

import * as g from "../../../src/graph/index.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import type { Node, Shape } from "../../../src/graph/index.ts";
import { matrixCases } from "./matrix-cases.ts";
import { scanCases } from "./scan-cases.ts";

export interface Case {
  readonly parameters: readonly Node[];
  readonly data: readonly Node[];
  readonly outputs: readonly Node[];
}

/** Reproducible values in (-1.2, 1.8). */
export function fill(size: number, seed: number): Float64Array {
  let state = (seed * 2654435761) >>> 0 || 1;
  return Float64Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 3 - 1.2;
  });
}

const p = (name: string, ...shape: number[]): Node => g.parameterInput(name, shape);
const d = (name: string, ...shape: number[]): Node => g.dataInput(name, shape);

export const cases: Record<string, () => Case> = {
  "element-wise with broadcasting": () => {
    const [a, b, c] = [p("a", 3, 1), p("b", 5), d("c", 3, 5)];
    return { parameters: [a, b], data: [c], outputs: [g.multiply(g.add(a, g.exp(b)), c), g.sum(g.subtract(c, b))] };
  },
  "sums over each axis and all of them": () => {
    const a = p("a", 2, 3, 5);
    const x = g.exp(a);
    return {
      parameters: [a],
      data: [],
      outputs: [
        g.sum(x),
        g.sum(x, [0]),
        g.sum(x, [1]),
        g.sum(x, [2]),
        g.sum(x, [0, 1]),
        g.sum(x, [0, 2]),
        g.sum(x, [1, 2]),
      ],
    };
  },
  "recurrences forwards and backwards along each axis, odd and even": () => {
    const outputs: Node[] = [];
    const [a, b, r, x, y] = [p("a", 3, 1), p("b", 7), p("r"), p("x", 3, 7), d("y", 4)];
    for (const reverse of [false, true]) {
      outputs.push(g.recurrence(a, x, 1, reverse), g.recurrence(b, x, 0, reverse), g.recurrence(r, y, 0, reverse));
      outputs.push(g.sum(g.exp(g.recurrence(a, g.square(x), 1, reverse)), [1]));
    }
    return { parameters: [a, b, r, x], data: [y], outputs };
  },
  "long inner loops, of every remainder": () => {
    const outputs: Node[] = [];
    const parameters: Node[] = [p("r", 2, 1)];
    for (const extent of [16, 17, 18, 23]) {
      const x = p(`x${extent}`, 2, extent);
      parameters.push(x);
      for (const reverse of [false, true]) {
        const y = g.recurrence(g.logistic(parameters[0]!), g.exp(x), 1, reverse);
        outputs.push(y, g.sum(g.log(y), [0]), g.sum(g.logistic(y), [1]), g.gather(y, [extent - 1, 3, 3], 1));
        outputs.push(
          g.gather(
            g.shift(y, 2),
            Int32Array.from({ length: extent }, (_, i) => (i * 5) % extent),
            1,
          ),
        );
        outputs.push(
          g.scatter(
            y,
            Int32Array.from({ length: extent }, (_, i) => i % 3),
            3,
            1,
          ),
          g.stack([x, y], 2),
        );
      }
    }
    return { parameters, data: [], outputs };
  },
  "shifts and convolutions": () => {
    const [w, x, y] = [p("w", 4), p("x", 2, 9), d("y", 2, 9)];
    const weights = [0, 1, 2, 3].map((i) => g.pick(w, i));
    return {
      parameters: [w, x],
      data: [y],
      outputs: [
        g.shift(x, 2),
        g.shift(x, -3),
        g.shift(x, 1, 0),
        g.shift(g.exp(x), -1, 0),
        g.convolve(y, weights),
        g.convolve(g.exp(x), weights, 1),
      ],
    };
  },
  "gather, scatter, slices and joins": () => {
    const [x, y] = [p("x", 3, 4), p("y", 5)];
    const indices = Int32Array.of(2, 0, 2, 1, 1);
    return {
      parameters: [x, y],
      data: [],
      outputs: [
        g.gather(x, indices, 0),
        g.gather(x, indices, 1),
        g.exp(g.gather(y, [4, 0, 0], 0)),
        g.scatter(g.gather(x, indices, 1), indices, 3, 1),
        g.scatter(y, indices, 4),
        g.slice(x, 1, 1, 3),
        g.multiply(g.pick(x, 2, 1), 2),
        g.stack([g.pick(x, 0, 1), g.pick(x, 3, 1)], 1),
        g.concatenate([x, g.exp(x), g.slice(x, 0, 1, 2)], 0),
        g.sum(g.reshape(g.reshape(g.exp(x), [12]), [2, 6]), [0]),
        g.sum(g.concatenate([y, g.broadcastTo(g.constant(2), [2])], 0)),
      ],
    };
  },
  "values that are read in many pieces, which overlap and leave gaps": () => {
    const [x, y] = [p("x", 9), p("y", 3, 7)];
    const pieces = [0, 1, 2, 2, 4, 8].map((at, i) => g.multiply(i + 1, g.exp(g.pick(x, at))));
    const windows = [0, 1, 3].map((at) => g.square(g.slice(x, 0, at, at + 4)));
    const rows = [0, 2, 0].map((at) => g.sum(g.square(g.pick(y, at))));
    const columns = [1, 3].map((at) => g.slice(y, 1, at, at + 2));
    const gathered = [g.gather(y, [6, 0, 6], 1), g.gather(y, [1, 1], 0), g.gather(y, [5], 1)];
    return {
      parameters: [x, y],
      data: [],
      outputs: [g.stack(pieces), ...windows, g.stack(rows), ...columns, ...gathered, g.exp(x), g.square(y)],
    };
  },
  "extremes and sums of exponentials": () => {
    const [x, y, z] = [p("x", 3, 5), p("y", 5), p("z", 2, 7, 2)];
    return {
      parameters: [x, y, z],
      data: [],
      outputs: [
        g.max(x),
        g.max(x, 0),
        g.min(z, [0, 1]),
        g.min(y),
        g.logSumExp(x),
        g.logSumExp(g.multiply(10, z), 1),
        g.logAddExp(x, y),
        g.softmax(x),
        g.softmax(z, 1),
        g.logSoftmax(y),
      ],
    };
  },
  "powers of numbers of either sign": () => {
    const a = p("a", 9);
    const exponents = g.constant([2, 3, 0, 1, 3, 4, 2, 5, 4]);
    return {
      parameters: [a],
      data: [],
      outputs: [
        g.power(a, 17),
        g.power(a, 20),
        g.power(a, -3),
        g.power(g.add(a, 3), -18),
        g.power(a, exponents),
        g.power(g.exp(a), g.constant([-2, 0.5, 3, 1, -0.5, 2, 0, 1.5, 1])),
        g.power(g.exp(a), -17.5),
      ],
    };
  },
  "branches that are not taken, where they have no value or derivative": () => {
    const [a, b] = [p("a", 9), p("b")];
    const isPositive = g.less(0, a);
    const root = g.sqrt(a);
    const rate = g.multiply(b, a);
    return {
      parameters: [a, b],
      data: [],
      outputs: [
        g.select(isPositive, root, 0),
        g.select(isPositive, g.multiply(b, g.log(a)), g.square(a)),
        // One expression for several branches, and branches within branches.
        g.select(isPositive, g.divide(rate, root), g.select(g.less(a, -0.5), g.log(g.subtract(-0.4, a)), b)),
        g.select(isPositive, g.exp(g.divide(-1, g.multiply(1e-3, a))), g.exp(a)),
        g.sqrt(g.maximum(a, 0)),
        g.log(g.negate(g.minimum(a, -1))),
        g.sum(g.select(isPositive, g.power(a, b), 0)),
      ],
    };
  },
  "branches that are not taken, through loops and matrices": () => {
    const [a, b, m] = [p("a", 7), p("b"), p("m", 2, 2)];
    // The first is taken, the second is not: it has roots and logarithms of negative numbers, and a factor of a matrix without one.
    const [taken, not] = [g.less(-9, b), g.less(9, b)];
    const either = (make: (x: Node) => Node, good: Node, bad: Node): Node[] => [
      g.select(taken, make(good), b),
      g.select(not, make(bad), b),
    ];
    const loop = (x: Node): Node =>
      g.scan((last, now) => [g.add(g.multiply(0.5, last), g.sqrt(now), b)], g.constant(1), x)[0];
    const negative = g.subtract(-3, g.square(a));
    const definite = g.add(g.matrixProduct(m, g.transpose(m)), g.identity(2));
    const infinite = g.divide(b, g.multiply(0, b));
    const states = (x: Node): Node => g.scan((last, now) => [g.multiply(last, g.log(now)), last], b, x)[1] as Node;
    return {
      parameters: [a, b, m],
      data: [],
      outputs: [
        ...either(loop, g.exp(a), negative),
        ...either((x) => g.logDeterminant(x), definite, g.subtract(0, definite)),
        g.select(not, g.triangularSolve(g.multiply(0, definite), [1, 2]), b),
        g.select(not, g.recurrence(infinite, a), b),
        // Elements of one sequence in branches of their own: what comes later depends on those that are not taken.
        g.select(g.less(0, a), g.recurrence(b, g.exp(a)), 0),
        g.select(g.less(a, 0), states(g.exp(a)), 0),
      ],
    };
  },
  "select, maximum, minimum, less": () => {
    const [x, y] = [p("x", 9), p("y", 9)];
    return {
      parameters: [x, y],
      data: [],
      outputs: [
        g.maximum(x, y),
        g.minimum(x, y),
        g.less(x, y),
        g.select(g.less(x, 0), g.exp(x), g.log1p(g.square(x))),
        g.absolute(x),
      ],
    };
  },
  "what depends on data alone": () => {
    const [x, y] = [p("x", 6), d("y", 6)];
    return {
      parameters: [x],
      data: [y],
      outputs: [g.multiply(x, g.exp(y)), g.sum(g.exp(y)), g.add(g.sum(g.square(y)), x), g.expand(y, 0)],
    };
  },
  "values with derivatives of their own": () => {
    const [x, y, z] = [p("x", 3, 5), p("y", 5), d("z", 3, 1)];
    // x exp(y) z, hidden from differentiation and then differentiated by hand.
    const product = g.multiply(g.multiply(x, g.exp(y)), z);
    const value = g.differentiated(product, [
      { by: x, is: g.multiply(g.exp(y), z) },
      { by: y, is: product },
    ]);
    return { parameters: [x, y], data: [z], outputs: [value, g.sum(g.square(value), [0]), g.exp(g.negate(value))] };
  },
  "every function of one argument": () => {
    const x = p("x", 37);
    const positive = g.exp(x);
    const outputs = [
      g.negate(x),
      g.absolute(x),
      g.exp(x),
      g.expm1(x),
      g.tanh(x),
      g.logistic(x),
      g.softplus(x),
      g.erf(x),
      g.erfc(x),
      g.erfcx(x),
      g.sin(g.multiply(3, x)),
      g.cos(g.multiply(-3, x)),
      g.tan(x),
      g.atan(g.multiply(3, x)),
      g.asin(g.tanh(x)),
      g.acos(g.tanh(x)),
    ];
    outputs.push(
      g.sqrt(positive),
      g.log(g.add(positive, 0.1)),
      g.log1p(positive),
      g.lgamma(positive),
      g.digamma(positive),
    );
    return { parameters: [x], data: [], outputs };
  },
  ...matrixCases,
  ...scanCases,
};

/** One number that depends on every output in its own way. */
export function weightedTotal(outputs: readonly Node[]): Node {
  return outputs.map((node, i) => g.sum(g.multiply(node, 0.3 + 0.1 * i))).reduce((a, b) => g.add(a, b));
}

/** A graph from a list of numbers: each adds an operation on earlier nodes. Values stay moderate. */
export function build(script: readonly (readonly [number, number, number, number])[]): Case {
  const shapes: Shape[] = [[], [3], [7], [3, 1], [3, 7], [2, 3, 7], [2, 1, 1]];
  const parameters = shapes.map((shape, i) => g.parameterInput(`p${i}`, shape));
  const data = [g.dataInput("d0", [3, 7]), g.dataInput("d1", [7])];
  const pool: Node[] = [...parameters, ...data];
  const tame = (x: Node): Node => g.tanh(x);
  for (const [op, i, j, k] of script) {
    const a = pool[i % pool.length]!;
    const b = pool[j % pool.length]!;
    const axis = a.shape.length === 0 ? 0 : k % a.shape.length;
    const vector = a.shape.length > 0;
    const extent = a.shape[axis] ?? 1;
    try {
      const made = ((): Node => {
        switch (op % 15) {
          case 0:
            return g.add(a, b);
          case 1:
            return g.multiply(a, b);
          case 2:
            return g.subtract(a, b);
          case 3:
            return g.divide(a, g.add(g.square(b), 1));
          case 4:
            return tame(a);
          case 5:
            return g.logistic(a);
          case 6:
            return g.softplus(g.add(tame(a), tame(b)));
          case 7:
            return vector ? g.multiply(g.sum(a, [axis]), 0.2) : a;
          case 8:
            return vector ? g.recurrence(0.5, a, axis, k % 2 === 0) : a;
          case 9:
            return vector ? g.recurrence(tame(g.sumKeep(g.multiply(a, 0.05), [axis])), a, axis, k % 3 === 0) : a;
          case 10:
            return vector ? g.shift(a, (k % 5) - 2, axis) : a;
          case 11:
            return vector
              ? g.gather(
                  a,
                  Int32Array.from({ length: 3 }, (_, n) => (k + n * 2) % extent),
                  axis,
                )
              : a;
          case 12:
            return vector && extent > 1 ? g.slice(a, axis, 0, extent - 1) : a;
          case 13:
            return vector ? g.concatenate([a, tame(a)], axis) : g.stack([a, a, a]);
          default:
            return g.expand(a, axis);
        }
      })();
      if (g.sizeOf(made.shape) <= 500) pool.push(made);
    } catch (error) {
      // Shapes that do not fit.
      if (!(error instanceof CarryoverError)) throw error;
    }
  }
  const outputs = pool.slice(-3).reverse();
  return { parameters, data, outputs };
}
