import { describe, expect, it } from "vitest";
import {
  addDraw,
  addLogDensity,
  allocateExchange,
  astrayChains,
  heldDraws,
  meet,
} from "../../../src/sampling/chees/exchange.ts";

describe("the exchange between chains", () => {
  it("holds the latest draws of each chain, chain after chain", () => {
    const exchange = allocateExchange(1, 600, 300, false);
    // 1000 draws of all chains together: two of each of 600.
    expect(exchange.capacity).toBe(2);
    for (const value of [1, 2, 3]) addDraw(exchange, 1, Float64Array.of(value), Float64Array.of(-value));
    addDraw(exchange, 0, Float64Array.of(9), Float64Array.of(-9));
    const { positions, gradients, count } = heldDraws(exchange, []);
    expect(count).toBe(3);
    expect(Array.from(positions)).toEqual([9, 3, 2]);
    expect(Array.from(gradients)).toEqual([-9, -3, -2]);
  });

  it("leaves out chains whose log densities stay far below those of the others, and only those", () => {
    const exchange = allocateExchange(8, 4, 300, false);
    // A variance of 4 in the log density of a normal of dimension 8: the limit is 20 below.
    [-137, -141, -130, -24_000].forEach((mean, chain) => {
      for (const offset of [-2, 0, 2]) addLogDensity(exchange, chain, mean + offset);
    });
    expect(astrayChains(exchange)).toEqual([false, false, false, true]);
    addDraw(exchange, 3, new Float64Array(8), new Float64Array(8));
    expect(heldDraws(exchange, astrayChains(exchange)).count).toBe(0);
    // A chain that visits the others' place is not astray.
    addLogDensity(exchange, 3, -150);
    expect(astrayChains(exchange)[3]).toBe(false);
  });

  it("is left by a thread that is canceled while it waits, as if it had never come", () => {
    const exchange = allocateExchange(1, 4, 300, true);
    expect(meet(exchange, 2, () => true)).toBe(false);
    expect(exchange.barrier[0]).toBe(0);
  });

  it("lets the last thread pass without waiting, also after more rounds than its counter holds", () => {
    const exchange = allocateExchange(1, 4, 300, true);
    exchange.barrier[0] = -4096 + 1;
    expect(meet(exchange, 2, () => true)).toBe(true);
    expect(exchange.barrier[0]).toBe(0);
  });
});
