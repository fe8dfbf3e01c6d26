// Differential equations: solutions that are known, gradients, agreement of backends, failures, and what is said of wrong ones.

import { describe, expect, it } from "vitest";
import { compile, instantiate } from "../../src/compile/index.ts";
import { lower } from "../../src/compile/lower.ts";
import { plan } from "../../src/compile/tensorflow/plan.ts";
import { layOut } from "../../src/compile/wgsl/layout.ts";
import * as g from "../../src/graph/index.ts";
import { agree } from "../compile/support/agree.ts";
import { weightedTotal } from "./support/cases.ts";
import { discrepancy } from "./support/differences.ts";
import { odeCases } from "./support/ode-cases.ts";

const solve = (node: g.Node): number[] => [...g.evaluate([node], {})[0]];

describe("the solution of an equation", () => {
  it("is the known one, within the tolerance times the number of steps", () => {
    for (const tolerance of [1e-4, 1e-7, 1e-10]) {
      const options = { relativeTolerance: tolerance, absoluteTolerance: tolerance };
      // A pendulum without friction: cosine and minus sine.
      const y = g.ode(
        (s) => [g.pick(s, 1), g.negate(g.pick(s, 0))].reduce((a, b) => g.stack([a, b])),
        g.constant([1, 0]),
        0,
        [1, 5, 10],
        options,
      );
      const steps = 10 / tolerance ** 0.2;
      [1, 5, 10].forEach((t, i) => {
        expect(Math.abs(solve(y)[2 * i] - Math.cos(t))).toBeLessThan(steps * tolerance);
        expect(Math.abs(solve(y)[2 * i + 1] + Math.sin(t))).toBeLessThan(steps * tolerance);
      });
    }
  });

  it("begins with the state at a time that is the start", () => {
    expect(solve(g.ode((y) => y, g.constant([2, 3]), 1, [1, 1]))).toEqual([2, 3, 2, 3]);
  });

  it("is not a number from where it takes too many steps, or leaves the numbers", () => {
    const given = { maxSteps: 20 };
    const [early, late] = solve(g.ode((y) => g.negate(g.multiply(50, y)), 1, 0, [0.01, 50], given));
    expect(early).toBeCloseTo(Math.exp(-0.5), 5);
    expect(late).toBeNaN();
    // y' = y^2 from 1 is infinite at time 1.
    expect(solve(g.ode((y) => g.square(y), 1, 0, [2]))[0]).toBeNaN();
    expect(solve(g.ode((y) => g.log(g.negate(y)), 1, 0, [2]))[0]).toBeNaN();
  });
});

describe.each(Object.keys(odeCases))("%s", (name) => {
  // Truncation and rounding of the differences, and 1e-12 in every step of the solution seen through them.
  it("has the gradient that finite differences give", () => {
    expect(discrepancy(odeCases[name](), true)).toBeLessThan(1e-7);
  });

  it.each(["javascript", "wasm"] as const)("agrees with the interpreter on %s, and so does its gradient", (backend) => {
    const { parameters, data, outputs } = odeCases[name]();
    const all = [...outputs, ...g.gradient(weightedTotal(outputs), parameters)];
    agree(backend, { parameters, data, outputs: all }, 1e-11);
  });
});

describe("an equation at the default tolerances", () => {
  it.each(["javascript", "wasm"] as const)("has a gradient as exact as its solution on %s", (backend) => {
    const rate = g.parameterInput("rate", []);
    const y = g.ode((state) => g.multiply(g.negate(rate), state), 1, 0, [2]);
    const outputs = [y, ...g.gradient(g.sum(y), [rate])].map((node, i) => ({ name: `${i}`, node }));
    const executable = instantiate(compile({ parameters: [rate], data: [], outputs }, backend));
    executable.setData({});
    executable.parameters[0] = 0.8;
    executable.run();
    expect(executable.outputs[0]).toBeCloseTo(Math.exp(-1.6), 5);
    expect(executable.outputs[1]).toBeCloseTo(-2 * Math.exp(-1.6), 5);
  });

  it("does not make the next evaluation fail after one that failed", () => {
    const rate = g.parameterInput("rate", []);
    const y = g.ode((state) => g.multiply(rate, g.square(state)), 1, 0, [2]);
    const executable = instantiate(compile({ parameters: [rate], data: [], outputs: [{ name: "y", node: y }] }));
    executable.setData({});
    const at = (value: number): number => {
      executable.parameters[0] = value;
      executable.run();
      return executable.outputs[0];
    };
    const first = at(-1);
    expect(at(3)).toBeNaN();
    expect(at(-1)).toBe(first);
    expect(first).toBeCloseTo(1 / 3, 5);
  });
});

describe("backends that cannot solve equations say so when they compile", () => {
  const y = g.parameterInput("y", []);
  const node = g.sum(g.ode((state) => g.negate(state), y, 0, [1]));
  const outputs = [node, ...g.gradient(node, [y])];

  it("webgpu", () => {
    const request = { parameters: [y], data: [], outputs: outputs.map((each, i) => ({ name: `${i}`, node: each })) };
    expect(() => layOut(lower(request))).toThrow(
      /ode: Differential equations are solved by the backends wasm and javascript\..*webgpu/s,
    );
  });

  it("tensorflow", () => {
    const options = { library: {} as never, lanes: 1, ownData: false };
    expect(() => plan(outputs, [y], options)).toThrow(
      /ode: Differential equations are solved by the backends wasm and javascript\..*TensorFlow/s,
    );
  });
});

describe("a wrong equation is refused", () => {
  const a = g.parameterInput("a", []);
  const f = (y: g.Node): g.Node => g.negate(y);

  it.each<[string, () => unknown]>([
    [
      "An ode takes one start and a vector of ascending times after it, all numbers or data.",
      () => g.ode(f, 1, 0, [2, 1]),
    ],
    [
      "An ode takes one start and a vector of ascending times after it, all numbers or data.",
      () => g.ode(f, 1, a, [2]),
    ],
    [
      "Options of an ode are relativeTolerance, absoluteTolerance and maxSteps",
      () => g.ode(f, 1, 0, [2], { relativeTolerance: 0 }),
    ],
    [
      "Options of an ode are relativeTolerance, absoluteTolerance and maxSteps",
      () => g.ode(f, 1, 0, [2], { rtol: 1 } as never),
    ],
    ["The system of this ode returns the derivative of state.y.", () => g.ode(() => ({ z: 1 }), { y: 1 }, 0, [2])],
    ["state begins with shape [], which a step must not change.", () => g.ode(() => g.constant([1, 2]), 1, 0, [2])],
    [
      "A differential equation cannot be solved inside of a scan",
      () => g.scan((c) => [g.sum(g.ode(f, c, 0, [1]))], 0, [], { length: 2 }),
    ],
  ])("%s", (message, write) => {
    expect(write).toThrow(message);
  });
});
