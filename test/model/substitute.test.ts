import { describe, expect, it } from "vitest";
import { add, evaluate, exp, log, multiply, parameterInput } from "../../src/graph/index.ts";
import { substitution } from "../../src/model/substitute.ts";

describe("substitution", () => {
  const x = parameterInput("x", []);
  const y = parameterInput("y", []);
  const inner = exp(x);
  const outer = add(multiply(inner, y), inner);

  it("computes a node with others given", () => {
    const given = parameterInput("given", []);
    const result = substitution((node) => (node === inner ? given : undefined))(outer);
    expect(evaluate([result], { given: [3], y: [2] })[0][0]).toBe(9);
  });

  it("keeps what does not change", () => {
    const result = substitution(() => undefined)(outer);
    expect(result).toBe(outer);
  });

  it("makes the same replacements inside a replacement that asks for it", () => {
    const given = parameterInput("given", []);
    const rewrite = substitution((node) =>
      node === y ? { substituteIn: log(inner) } : node === x ? given : undefined,
    );
    expect(evaluate([rewrite(outer)], { given: [1.5] })[0][0]).toBeCloseTo(Math.exp(1.5) * 2.5, 12);
  });

  it("does not overflow the stack on a deep graph", () => {
    let deep = add(x, y);
    for (let i = 0; i < 20_000; i++) deep = add(deep, y);
    const result = substitution((node) => (node === x ? y : undefined))(deep);
    expect(result.shape).toEqual([]);
    expect(result).not.toBe(deep);
  });
});
