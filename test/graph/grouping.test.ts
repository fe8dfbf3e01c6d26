// Groups of rows that are data: one program for every table of a shape, indices checked when data are given.

import { describe, expect, it } from "vitest";
import { type Backend, compile, instantiate } from "../../src/compile/index.ts";
import * as g from "../../src/graph/index.ts";

const backends: Backend[] = ["javascript", "wasm"];
const [x, m, y, county] = [
  g.parameterInput("x", [4]),
  g.parameterInput("m", [2, 4]),
  g.dataInput("y", [7]),
  g.dataInput("county", [7]),
];
const outputs = [
  g.gather(x, county),
  x.exp().at(county).mul(y),
  g.gather(g.exp(m), county, 1),
  g.gather(y, county),
  g.sum(g.square(g.gather(m, county, -1)), [1]),
];
const total = outputs.map((node) => g.sum(g.tanh(node))).reduce((a, b) => g.add(a, b));
const all = [...outputs, ...g.gradient(total, [x, m])];
const request = { parameters: [x, m], data: [y, county], outputs: all.map((node, i) => ({ name: `${i}`, node })) };
const position = [0.3, -1, 0.5, 2, 1, 0.1, -0.4, 0.2, 0.9, -0.3, 0.7, 0.6];
const tables = [
  [0, 1, 2, 3, 3, 0, 3],
  [2, 2, 2, 2, 1, 0, 2],
];
const values = [1, 2, -1, 0.5, 0.25, 3, -2];

describe.each(backends)("groups that are data on %s", (backend) => {
  it("give what the interpreter and groups of numbers give, table after table with one program", () => {
    const program = compile(request, backend);
    const executables = [instantiate(program), instantiate(structuredClone(program))];
    // Each with its own table at the same time.
    tables.forEach((groups, i) => executables[i]!.setData({ y: values, county: groups }));
    tables.forEach((groups, i) => {
      executables[i]!.parameters.set(position);
      executables[i]!.run();
      const bindings = { x: position.slice(0, 4), m: position.slice(4), y: values, county: groups };
      g.evaluate(all, bindings).forEach((wanted, k) => {
        const found = executables[i]!.output(`${k}`);
        wanted.forEach((value, j) => expect(found[j]).toBeCloseTo(value, 13));
      });
      expect([...executables[i]!.output("0")]).toEqual(groups.map((at) => position[at]));
    });
  });

  it.each([7, 4, -1, 0.7, Number.NaN])("refuse the index %d", (bad) => {
    const executable = instantiate(compile(request, backend));
    expect(() => executable.setData({ y: values, county: [0, 1, 2, bad, 0, 0, 0] })).toThrow(
      /^data "county", element 3: Data that are indices into an axis of [47] are whole numbers from 0 to [36]\. Received/,
    );
  });
});

describe("groups", () => {
  it("have the gradient of finite differences", () => {
    const at = (point: number[]): number =>
      g.evaluate([total], { x: point.slice(0, 4), m: point.slice(4), y: values, county: tables[0]! })[0]![0]!;
    const found = g
      .evaluate(g.gradient(total, [x, m]), {
        x: position.slice(0, 4),
        m: position.slice(4),
        y: values,
        county: tables[0]!,
      })
      .flatMap((part) => [...part]);
    found.forEach((value, i) => {
      const h = 1e-5;
      const moved = (by: number): number[] => position.with(i, position[i]! + by);
      expect(value).toBeCloseTo((at(moved(h)) - at(moved(-h))) / (2 * h), 8);
    });
  });

  it("are refused when they are computed, or used by the elements of a scan", () => {
    expect(() => g.gather(x, county.add(1))).toThrow(
      "gather: Indices are whole numbers, an array of them, or a vector",
    );
    expect(() =>
      g.scan(
        (carry, row) => {
          const next = carry.add(row);
          return [next, g.gather(next, county)];
        },
        g.constant([0, 0, 0, 0]),
        g.parameterInput("rows", [3, 4]),
      ),
    ).toThrow("Inside of a scan, gather before the scan");
  });
});
