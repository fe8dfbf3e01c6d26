import { describe, expect, it } from "vitest";
import { essBulk, rhat, rhatLimit } from "../../src/diagnostics/index.ts";
import { independent } from "./support/simulate.ts";

describe("rhatLimit", () => {
  it("is 1.01 for one quantity, whatever its effective draws", () => {
    for (const ess of [10, 400, 4000, Number.NaN]) {
      expect(rhatLimit({ quantities: 1, startingPoints: 4, ess })).toBe(1.01);
    }
  });

  it("grows with the quantities and falls to 1.01 with effective draws", () => {
    const limit = (quantities: number, ess: number): number => rhatLimit({ quantities, startingPoints: 4, ess });
    expect(limit(10, 1000)).toBeGreaterThan(1.01);
    expect(limit(1000, 1000)).toBeGreaterThan(limit(10, 1000));
    expect(limit(1000, 1000)).toBeLessThan(1.025);
    expect(limit(1000, 10_000)).toBe(1.01);
    // However few the effective draws.
    expect(limit(1000, 5)).toBe(limit(1000, 100));
  });

  it("fails chains that agree about as rarely as it says, where 1.01 fails them nearly always", () => {
    // 150 fits of 60 quantities each, 4 chains of 100 independent draws.
    const [fits, quantities] = [150, 60];
    let [failed, above] = [0, 0];
    for (let fit = 0; fit < fits; fit++) {
      let [fails, isAbove] = [false, false];
      for (let i = 0; i < quantities; i++) {
        const draws = independent(4, 100, 1 + fit * quantities + i);
        const value = rhat(draws);
        // Not the cap: with 400 effective draws of each quantity chance explains more than it.
        const ess = essBulk(draws);
        if (!(value < rhatLimit({ quantities, startingPoints: 4, ess }))) fails = true;
        if (!(value < 1.01)) isAbove = true;
      }
      if (fails) failed++;
      if (isAbove) above++;
    }
    expect(above / fits).toBeGreaterThan(0.9);
    expect(failed).toBeLessThan(above);
  });
});
