import { describe, expect, it } from "vitest";
import { dirichlet, multivariateNormal } from "../../src/distributions/index.ts";
import { add, evaluate, gradient, type Node, parameterInput, sum } from "../../src/graph/index.ts";
import { byName, casesOf } from "./support/cases.ts";
import { type Engine, engineOf, engines } from "./support/engines.ts";
import { derivative } from "./support/differences.ts";

const cases = casesOf(({ gradients }) => gradients);

/** 1e-8 of the size of the derivative or of the function over the step, plus what the extrapolation admits. */
function expectClose(received: number, expected: { value: number; error: number }): void {
  expect(Math.abs(received - expected.value)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(expected.value)));
  expect(expected.error).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected.value)));
}

type Inputs = Readonly<Record<string, { readonly node: Node; readonly values: readonly number[] }>>;

/** Gradients by `engine` against differences of what the interpreter computes; `fixed` are values of further inputs. */
function check(
  engine: Engine,
  output: Node,
  inputs: Inputs,
  fixed: Readonly<Record<string, readonly number[]>> = {},
): void {
  const names = Object.keys(inputs);
  const bindings = { ...fixed, ...Object.fromEntries(names.map((name) => [name, [...inputs[name].values]])) };
  const gradients = gradient(
    output,
    names.map((name) => inputs[name].node),
  );
  names.forEach((name, position) => {
    const received = engineOf(engine, gradients[position])(bindings);
    inputs[name].values.forEach((value, element) => {
      const along = (x: number): number =>
        evaluate([output], { ...bindings, [name]: inputs[name].values.with(element, x) })[0][0];
      const step = 0.05 * Math.max(1e-2, Math.min(Math.abs(value), 1));
      expectClose(received[element], derivative(along, value, step));
    });
  });
}

describe.each(engines)(
  "the gradient with respect to the value and every parameter equals finite differences: %s",
  (engine) => {
    it.each(cases)("%s(%j) at %j", (name, parameters, values) => {
      const x = parameterInput("x", [values.length]);
      const inputs: Record<string, { node: Node; values: readonly number[] }> = {};
      const nodes = parameters.map((value, i) => {
        if (!Number.isFinite(value)) return value;
        const node = parameterInput(`p${i}`, []);
        inputs[`p${i}`] = { node, values: [value] };
        return node;
      });
      const distribution = byName[name](...nodes);
      const output = sum(distribution.logDensity(x));
      if (distribution.support.kind === "whole") check(engine, output, inputs, { x: values });
      else check(engine, output, { ...inputs, x: { node: x, values } });
    });

    it("dirichlet", () => {
      const x = parameterInput("x", [2, 3]);
      const a = parameterInput("a", [3]);
      check(engine, sum(dirichlet(a).logDensity(x)), {
        x: { node: x, values: [0.2, 0.3, 0.5, 0.05, 0.05, 0.9] },
        a: { node: a, values: [0.5, 1, 4] },
      });
    });

    it("multivariate normal", () => {
      const x = parameterInput("x", [2, 3]);
      const mean = parameterInput("mean", [3]);
      const distribution = multivariateNormal(mean, [1, 0, 0, 0.5, 2, 0, -0.3, 0.7, 0.4]);
      check(engine, sum(distribution.logDensity(x)), {
        x: { node: x, values: [0.2, 0.3, 0.5, -1, 2, 0.9] },
        mean: { node: mean, values: [0.5, 1, -4] },
      });
    });
  },
);

describe("a log density", () => {
  it("does not compute terms of parameters alone for every observation", () => {
    const x = parameterInput("x", [50]);
    const sd = parameterInput("sd", []);
    const mean = parameterInput("mean", []);
    const output = sum(byName.student_t(4, mean, sd).logDensity(x));
    const logOfSd = add(output, 0);
    const perElement = new Set<Node>();
    const visit = (node: Node): void => {
      if (perElement.has(node)) return;
      perElement.add(node);
      node.inputs.forEach(visit);
    };
    visit(logOfSd);
    const loopLogs = [...perElement].filter((n) => n.kind === "unary" && n.function === "log" && n.shape.length > 0);
    expect(loopLogs).toEqual([]);
  });
});
