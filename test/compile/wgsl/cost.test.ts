// The static cost of a kernel against counts by hand.

import { describe, expect, it } from "vitest";
import type { CompileRequest } from "../../../src/compile/index.ts";
import { lower } from "../../../src/compile/lower.ts";
import { kernelCost } from "../../../src/compile/wgsl/index.ts";
import * as g from "../../../src/graph/index.ts";

function costOf(parameters: readonly g.Node[], data: readonly g.Node[], total: g.Node): ReturnType<typeof kernelCost> {
  const request: CompileRequest = {
    parameters,
    data,
    outputs: [total, ...g.gradient(total, parameters)].map((node, i) => ({ name: `output ${i}`, node })),
  };
  return kernelCost(lower(request).program);
}

describe("The cost of a program", () => {
  it("counts for a sum over data its operations per term, and reads and writes of single numbers", () => {
    const a = g.parameterInput("a", []);
    const x = g.dataInput("x", [10]);
    // exp(a x) and x exp(a x), each added up, stored, and copied to its output.
    expect(costOf([a], [x], g.sum(g.exp(g.multiply(a, x))))).toEqual({
      operations: { additions: 20, multiplications: 20, divisions: 0, selections: 0, functions: { exp: 10 } },
      read: { lane: 4 * (1 + 2), fit: 40, constant: 0, tables: 0 },
      written: 4 * (2 + 2),
    });
  });

  it("counts as read what depends on data alone, and once what does not change in a loop", () => {
    const [a, b] = [g.parameterInput("a", []), g.parameterInput("b", [])];
    const x = g.dataInput("x", [10]);
    const { operations, read } = costOf([a, b], [x], g.sum(g.multiply(g.exp(a), g.add(g.log(x), g.softplus(b)))));
    expect(operations.functions).toEqual({ exp: 1, softplus: 1, logistic: 1 });
    // One array of data: log x.
    expect(read.fit).toBeLessThanOrEqual(44);
  });

  it("counts for elements that are looked up and added to memory the table, a cleared buffer, a read and a write", () => {
    const x = g.parameterInput("x", [3]);
    const seen = g.gather(x, [2, 0, 2, 1, 1]);
    const { read, written, operations } = costOf([x], [], g.sum(g.multiply(seen, seen)));
    // Forwards the five looked-up values are read; backwards five values are added to three places that were cleared.
    expect(read.tables).toBe(4 * (5 + 5));
    expect(operations.additions).toBeGreaterThanOrEqual(10);
    expect(written).toBeGreaterThanOrEqual(4 * (1 + 3 + 5));
  });
});
