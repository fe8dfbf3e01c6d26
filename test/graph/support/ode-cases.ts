// Graphs with differential equations: states of every form, parameters of every kind, equations with loops inside.

import * as g from "../../../src/graph/index.ts";
import type { Node } from "../../../src/graph/index.ts";
import type { Case } from "./cases.ts";

const p = (name: string, ...shape: number[]): Node => g.parameterInput(name, shape);
const d = (name: string, ...shape: number[]): Node => g.dataInput(name, shape);

/** So tight that differences of step sizes are far below what finite differences see. */
const exact = { relativeTolerance: 1e-10, absoluteTolerance: 1e-10 } as const;

export const odeCases: Record<string, () => Case> = {
  "exponential decay": () => {
    const [rate, start] = [p("rate"), p("start")];
    const y = g.ode((state) => g.negate(g.multiply(g.exp(rate), state)), start, 0, [0, 0.5, 2, 3], exact);
    return { parameters: [rate, start], data: [], outputs: [y, g.sum(g.square(y))] };
  },
  "predators and prey, whose start and rates are parameters": () => {
    const [theta, start] = [p("theta", 4), p("start", 2)];
    const [a, b, c, e] = [0, 1, 2, 3].map((i) => g.exp(g.multiply(0.3, g.pick(theta, i)))) as [Node, Node, Node, Node];
    const solution = g.ode(
      ({ prey, predators }) => ({
        predators: g.multiply(predators, g.subtract(g.multiply(e, prey), c)),
        prey: g.multiply(prey, g.subtract(a, g.multiply(b, predators))),
      }),
      { prey: g.exp(g.pick(start, 0)), predators: g.exp(g.pick(start, 1)) },
      0,
      [1, 2.5, 4],
      exact,
    );
    return { parameters: [theta, start], data: [], outputs: [g.log(solution.prey), solution.predators] };
  },
  "a forced system with times and covariates as data, whose start is known": () => {
    const [k, gaps, forcing] = [p("k", 3), d("gaps", 4), d("forcing", 3)];
    const times = g.cumulativeSum(g.add(1.3, gaps));
    const solution = g.ode(
      (y, t) => g.add(g.multiply(g.tanh(k), g.subtract(forcing, y)), g.multiply(0.3, g.exp(g.negate(g.square(t))))),
      g.constant([1, 0, -1]),
      0,
      times,
      exact,
    );
    return { parameters: [k], data: [gaps, forcing], outputs: [solution, g.sum(solution, [1])] };
  },
  "a chain of many compartments, in a list with a total": () => {
    const [k, x] = [p("k"), p("x", 10)];
    const [chain, total] = g.ode(
      ([y]) => {
        const flow = g.multiply(g.exp(g.multiply(0.2, k)), y);
        return [g.subtract(g.shift(flow, 1), flow), g.sum(g.square(g.multiply(y, g.logistic(x))))];
      },
      [g.concatenate([g.constant([1]), g.broadcastTo(0, [9])], 0), 0],
      -0.5,
      [0, 1, 2],
      exact,
    );
    return { parameters: [k, x], data: [], outputs: [chain, total] };
  },
  "an equation over data alone, and one with a scan inside": () => {
    const [r, s] = [p("r"), d("s")];
    const known = g.ode((y) => g.multiply(-0.7, y), g.exp(s), 0, [1, 2], exact);
    const solution = g.ode(
      (y) => {
        const [last] = g.scan((c, x) => [g.add(g.multiply(g.tanh(r), c), x)], 0, y);
        return g.subtract(g.multiply(0.2, last), y);
      },
      known,
      0,
      [0.5, 1.5],
      exact,
    );
    return { parameters: [r], data: [s], outputs: [known, solution] };
  },
};
