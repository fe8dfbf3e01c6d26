// Scans: what they compute, how they are written, and what is said of wrong ones.

import { describe, expect, it } from "vitest";
import { compile, instantiate } from "../../src/compile/index.ts";
import * as g from "../../src/graph/index.ts";
import { fill } from "./support/cases.ts";

const value = (node: g.Node, bindings: g.Bindings = {}): number[] => [...g.evaluate([node], bindings)[0]];

describe("a scan", () => {
  it("gives the last carry and every result in the place of its element, in both directions", () => {
    const run = (reverse: boolean): number[][] => {
      const [total, before] = g.scan((sum, x) => [g.add(sum, x), sum], 10, g.constant([1, 2, 3]), { reverse });
      return [value(total), value(before)];
    };
    expect(run(false)).toEqual([[16], [10, 11, 13]]);
    expect(run(true)).toEqual([[16], [15, 13, 10]]);
  });

  it("keeps lists and records of carries, elements and results, whatever the order of their names", () => {
    const [last, ys] = g.scan(
      ({ a, b }, [x, { y }]) => [
        { b: g.add(b, y), a: g.multiply(a, x) },
        { sum: g.add(a, b), parts: [x, y] },
      ],
      { a: 1, b: g.constant(0) },
      [g.constant([2, 3]), { y: new Float64Array([5, 7]) }],
    );
    expect([last.a, last.b, ys.sum, ys.parts[0], ys.parts[1]].map((node) => value(node))).toEqual([
      [6],
      [12],
      [1, 7],
      [2, 3],
      [5, 7],
    ]);
  });

  it("walks along the axis that is named, and stacks along it", () => {
    const x = g.constant([1, 2, 3, 4, 5, 6], [2, 3]);
    const [last, sums] = g.scan((s, column) => [g.add(s, column), g.add(s, column)], g.constant([0, 0]), x, {
      axis: -1,
    });
    expect(value(last)).toEqual([6, 15]);
    expect(sums.shape).toEqual([2, 3]);
    expect(value(sums)).toEqual([1, 3, 6, 4, 9, 15]);
  });

  it("traces its body once", () => {
    let calls = 0;
    g.scan((s, x) => [g.add(s, x), (calls++, x)], 0, g.constant(new Float64Array(1000)));
    expect(calls).toBe(1);
  });

  it("computes outside what does not change from step to step", () => {
    const a = g.parameterInput("a", []);
    const [, ys] = g.scan((s, x) => [s, g.multiply(x, g.exp(g.exp(a)))], 0, g.constant([1, 2]));
    const scan = g.topologicalOrder([ys]).find((node) => node.kind === "scan")!;
    expect(g.topologicalOrder([scan.inputs.at(-1)!]).filter((node) => node.kind === "unary")).toHaveLength(2);
    expect(g.topologicalOrder(g.stepResults(scan.body)).some((node) => node.kind === "unary")).toBe(false);
  });

  it("has second derivatives", () => {
    const a = g.parameterInput("a", []);
    const [last] = g.scan((c, x) => [g.tanh(g.add(g.multiply(a, c), x))], 0.3, g.constant(fill(6, 3)));
    const first = g.gradient(last, [a])[0];
    const second = g.gradient(first, [a])[0];
    const at = (x: number): number => value(first, { a: [x] })[0];
    const h = 1e-4;
    expect(value(second, { a: [0.7] })[0]).toBeCloseTo((at(0.7 + h) - at(0.7 - h)) / (2 * h), 7);
  });

  it.each(["wasm", "javascript"] as const)(
    "compiles to code and memory that do not multiply with the steps on %s",
    (backend) => {
      const programOf = (steps: number): { size: number; code: number } => {
        const [phi, y] = [g.parameterInput("phi", []), g.dataInput("y", [steps])];
        const [, errors] = g.scan((before, x) => [x, g.subtract(x, g.multiply(phi, before))], 0, y);
        const total = g.sum(g.square(errors));
        const node = g.gradient(total, [phi])[0];
        const { size, code } = compile({ parameters: [phi], data: [y], outputs: [{ name: "d", node }] }, backend);
        return { size, code: "source" in code ? code.source.length : 0 };
      };
      const [short, long] = [programOf(100), programOf(10_000)];
      expect(long.size).toBeLessThan(short.size * 110);
      expect(long.code).toBeLessThan(short.code + 500);
    },
  );

  it("keeps nothing from one run to the next", () => {
    const [a, y] = [g.parameterInput("a", []), g.dataInput("y", [5])];
    const [last] = g.scan((c, x) => [g.add(g.multiply(a, c), x)], 0, y);
    const program = compile({ parameters: [a], data: [y], outputs: [{ name: "d", node: g.gradient(last, [a])[0] }] });
    const executable = instantiate(program);
    executable.setData({ y: fill(5, 2) });
    const at = (x: number): number => {
      executable.parameters[0] = x;
      executable.run();
      return executable.outputs[0];
    };
    const first = at(0.4);
    at(-3);
    expect(at(0.4)).toBe(first);
  });
});

describe("a wrong scan is refused", () => {
  const y = g.constant([1, 2, 3]);

  it.each<[string, () => unknown]>([
    ["A scan walks along an axis of its sequences.", () => g.scan((_, x) => [x], 0, 1)],
    ["A scan without sequences takes the number of its steps.", () => g.scan((c) => [c], 0, [])],
    ["A scan has at least one step, a whole number.", () => g.scan((c) => [c], 0, [], { length: 0 })],
    [
      "This scan has 3 steps, and every sequence takes that extent along axis 0.",
      () => g.scan((c) => [c], 0, [y, g.constant([1, 2])]),
    ],
    ["carry begins with shape [], which a step must not change.", () => g.scan((c) => [g.add(c, y)], 0, y)],
    [
      "The body of this scan returns carry.level for the next step.",
      () => g.scan(() => [{ trend: y }], { level: 0 }, y),
    ],
    [
      "The body of a scan returns an array: [next carry, y], or [next carry].",
      () => g.scan(((c: g.Node) => c) as never, 0, y),
    ],
    ["A scan takes tensors, and lists and records of tensors.", () => g.scan((c) => [c], "0" as never, y)],
  ])("%s", (message, write) => {
    expect(write).toThrow(message);
  });
});
