// Graphs with loops: carries and sequences of every kind, both directions, closures, loops in loops.

import * as g from "../../../src/graph/index.ts";
import type { Node } from "../../../src/graph/index.ts";
import type { Case } from "./cases.ts";

const p = (name: string, ...shape: number[]): Node => g.parameterInput(name, shape);
const d = (name: string, ...shape: number[]): Node => g.dataInput(name, shape);

export const scanCases: Record<string, () => Case> = {
  "a scan with one number carried": () => {
    const [phi, y] = [p("phi"), d("y", 9)];
    const [last, errors] = g.scan(
      (before, x) => [g.tanh(g.add(x, g.multiply(phi, before))), g.subtract(x, g.multiply(phi, before))],
      0.5,
      y,
    );
    return { parameters: [phi], data: [y], outputs: [last, errors] };
  },
  "scans in both directions whose carry is a record and whose sequences are several": () => {
    const [a, b, x, y, start] = [p("a"), p("b", 3), p("x", 5, 3), d("y", 5), p("start", 3)];
    const outputs: Node[] = [];
    for (const reverse of [false, true]) {
      const [last, ys] = g.scan(
        (carry, { row, value }) => {
          const level = g.add(g.multiply(g.logistic(a), carry.level), g.multiply(row, b));
          const total = g.add(carry.total, g.multiply(g.sum(g.exp(g.multiply(0.3, level))), value));
          return [{ level, total }, [g.multiply(level, value), { total: carry.total }]];
        },
        { level: start, total: g.constant(1) },
        { row: x, value: y },
        { reverse },
      );
      outputs.push(last.level, last.total, ys[0], ys[1].total);
    }
    return { parameters: [a, b, x, start], data: [y], outputs };
  },
  "a scan along an inner axis": () => {
    const [x, w] = [p("x", 2, 7, 3), p("w", 2, 1)];
    const [last, ys] = g.scan(
      (carry, row) => {
        const next = g.add(g.multiply(g.tanh(w), carry), row);
        return [next, g.square(next)];
      },
      g.broadcastTo(0, [2, 3]),
      x,
      { axis: 1 },
    );
    return { parameters: [x, w], data: [], outputs: [last, ys] };
  },
  "the forward algorithm of a hidden Markov model, large and small": () => {
    const outputs: Node[] = [];
    const parameters: Node[] = [];
    for (const [states, length] of [
      [2, 6],
      [17, 2],
    ] as const) {
      const [transition, emission] = [p(`transition${states}`, states, states), p(`emission${states}`, length, states)];
      parameters.push(transition, emission);
      const logSumExp = (z: Node): Node => g.add(g.log(g.sum(g.exp(g.subtract(z, 1)), [0])), 1);
      const [last] = g.scan(
        (alpha, e) => [g.add(e, logSumExp(g.add(g.expand(alpha, 1), transition)))],
        g.broadcastTo(0, [states]),
        emission,
      );
      outputs.push(logSumExp(last));
    }
    return { parameters, data: [], outputs };
  },
  "gathers, shifts, recurrences and joins within a scan": () => {
    const [x, r] = [p("x", 4, 5), p("r")];
    const [last, ys] = g.scan(
      (carry, row) => {
        const moved = g.shift(carry, 1);
        const running = g.recurrence(g.tanh(r), g.add(row, moved), 0);
        const chosen = g.gather(running, [4, 0, 2, 2, 1]);
        const scattered = g.scatter(g.exp(g.multiply(0.1, row)), Int32Array.of(1, 3, 3, 0, 1), 5);
        const joined = g.concatenate([g.slice(carry, 0, 2, 5), g.slice(chosen, 0, 0, 2)], 0);
        return [
          g.multiply(0.5, g.add(joined, scattered)),
          [g.pick(running, 4), g.select(g.less(row, 0.5), row, chosen)],
        ];
      },
      g.slice(g.exp(g.multiply(0.2, g.reshape(x, [20]))), 0, 3, 8),
      x,
    );
    return { parameters: [x, r], data: [], outputs: [last, ...ys] };
  },
  "a scan in a scan, and steps without sequences": () => {
    const [x, a] = [p("x", 3, 4), p("a")];
    const [last, ys] = g.scan(
      (outer, row) => {
        const [inner, path] = g.scan(
          (c, value) => [g.add(g.multiply(g.tanh(a), c), g.multiply(value, outer)), c],
          outer,
          row,
        );
        const [doubled] = g.scan((c) => [g.add(c, g.multiply(0.25, g.add(c, a)))], inner, [], { length: 3 });
        return [doubled, g.sum(g.square(path))];
      },
      g.constant(0.4),
      x,
    );
    return { parameters: [x, a], data: [], outputs: [last, ys] };
  },
  "a scan over data alone, and a scan of a scan's results": () => {
    const [y, a] = [d("y", 8), p("a")];
    const [, smooth] = g.scan(
      (s, v) => {
        const next = g.add(g.multiply(0.6, s), g.exp(g.multiply(0.2, v)));
        return [next, next];
      },
      0,
      y,
    );
    const [, twice] = g.scan(
      (s, v) => {
        const next = g.add(g.multiply(g.tanh(a), s), v);
        return [next, g.multiply(next, s)];
      },
      0,
      smooth,
    );
    const path = g.gradient(g.sum(g.square(twice)), [a])[0]!;
    return { parameters: [a], data: [y], outputs: [smooth, twice, path] };
  },
  "a long scan with few operations": () => {
    const [y, phi, theta] = [d("y", 300), p("phi"), p("theta")];
    const [, errors] = g.scan(
      ([before, error], value) => {
        const next = g.subtract(value, g.add(g.multiply(g.tanh(phi), before), g.multiply(g.tanh(theta), error)));
        return [[value, next], next];
      },
      [0, 0],
      y,
    );
    return { parameters: [phi, theta], data: [y], outputs: [g.sum(g.square(errors))] };
  },
};
