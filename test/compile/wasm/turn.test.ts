// Loops of very many values.

import { expect, it } from "vitest";
import { agree } from "../support/agree.ts";
import * as g from "../../../src/graph/index.ts";
import { pairsOfTurn } from "../../../src/compile/wasm/turn.ts";

it("takes fewer pairs at once of a loop that makes more values", () => {
  expect([1, 512, 513, 1025, 4096, 10_000].map(pairsOfTurn)).toEqual([8, 8, 4, 2, 1, 1]);
});

it("compiles a loop of thousands of values into one function, with the interpreter's results", () => {
  const x = g.parameterInput("x", [103]);
  let total = g.multiply(x, 0.5);
  for (let i = 0; i < 4000; i++) total = g.add(g.multiply(total, 0.99), g.multiply(x, i / 4000));
  agree("wasm", { parameters: [x], data: [], outputs: [total] }, 1e-10);
});
