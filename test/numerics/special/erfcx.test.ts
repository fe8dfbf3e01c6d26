import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { erfcx, logErfc, logNormalCdf } from "../../../src/numerics/special/erfcx.ts";

// Made with mpmath at 60 digits.
const { special } = JSON.parse(
  readFileSync(new URL("../../privacy/support/known-answers.json", import.meta.url), "utf8"),
);

/** Relative difference, absolute at zero. */
const difference = (found: number, wanted: number): number =>
  wanted === 0 ? Math.abs(found) : Math.abs(found - wanted) / Math.abs(wanted);

describe("erfcx and the logarithms of erfc and of the normal distribution function", () => {
  for (const { x, erfcx: wanted } of special.erfcx) {
    it(`have the known value: erfcx(${x})`, () => {
      expect(difference(erfcx(Number(x)), Number(wanted))).toBeLessThan(1e-14);
    });
  }
  for (const { x, log_erfc: wanted } of special.log_erfc) {
    it(`have the known value: log erfc(${x})`, () => {
      expect(difference(logErfc(Number(x)), Number(wanted))).toBeLessThan(1e-14);
    });
  }
  for (const { x, log_Phi: wanted } of special.log_Phi) {
    it(`have the known value: log of the normal distribution function at ${x}`, () => {
      expect(difference(logNormalCdf(Number(x)), Number(wanted))).toBeLessThan(1e-13);
    });
  }

  it("meet at their branches without a step", () => {
    for (const join of [-1, 0.5]) {
      expect(difference(logErfc(join - 1e-15), logErfc(join + 1e-15))).toBeLessThan(1e-13);
    }
    for (const join of [-1, 0]) {
      expect(difference(logNormalCdf(join - 1e-15), logNormalCdf(join + 1e-15))).toBeLessThan(1e-13);
    }
  });

  it("are infinite or zero at the far ends, and keep what is not a number", () => {
    expect(logErfc(Number.POSITIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(logErfc(Number.NEGATIVE_INFINITY)).toBe(Math.LN2);
    expect(logNormalCdf(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(logNormalCdf(Number.POSITIVE_INFINITY)).toBeCloseTo(0, 300);
    expect(logErfc(Number.NaN)).toBeNaN();
    expect(logNormalCdf(Number.NaN)).toBeNaN();
  });
});
