// Composition, and the exact fractions it is computed in.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asApproximate,
  composeInParallel,
  composeSequentially,
  forGroup,
} from "../../../src/privacy/mechanisms/accountant.ts";
import {
  decimalOf,
  decimalText,
  exactlyOf,
  floor,
  parseDecimal,
  rational,
  round,
  toDecimalNumber,
  toNumber,
} from "../../../src/privacy/exact/rational.ts";
import { zcdpEpsilon } from "../../../src/privacy/mechanisms/zcdp.ts";

const pure = (epsilon: number) => ({ kind: "pure", epsilon }) as const;
const approximate = (epsilon: number, delta: number) => ({ kind: "approximate", epsilon, delta }) as const;
const zcdp = (rho: number) => ({ kind: "zcdp", rho }) as const;

describe("sequential composition", () => {
  it("adds epsilons as the decimals that were written: ten times 0.1 is 1", () => {
    expect(composeSequentially(Array.from({ length: 10 }, () => pure(0.1)))).toEqual(pure(1));
    expect(composeSequentially([])).toEqual(pure(0));
  });

  it("stays pure without a delta, adds deltas with one, and counts in rho with a zCDP loss", () => {
    expect(composeSequentially([pure(0.3), approximate(0.5, 1e-6), approximate(0.1, 2e-6)])).toEqual(
      approximate(0.9, 3e-6),
    );
    const mixed = composeSequentially([pure(0.2), zcdp(0.1)]);
    expect(mixed.kind).toBe("zcdp");
    if (mixed.kind === "zcdp") {
      expect(mixed.rho).toBeGreaterThanOrEqual(0.12);
      expect(mixed.rho).toBeLessThan(0.12 * (1 + 1e-12));
    }
    expect(() => composeSequentially([zcdp(0.1), approximate(1, 1e-6)])).toThrow(/cannot be composed/);
  });

  it("converts zCDP at the delta of the caller", () => {
    expect(asApproximate(zcdp(0.1), 1e-6)).toEqual(approximate(zcdpEpsilon(0.1, 1e-6), 1e-6));
    expect(asApproximate(pure(1), 1e-6)).toEqual(pure(1));
  });

  it("of one loss to a group of units multiplies epsilon, and rho by the square", () => {
    expect(forGroup(pure(0.1), 52)).toEqual(pure(5.2));
    expect(forGroup(zcdp(0.5), 4).rho).toBeCloseTo(8, 12);
  });
});

describe("parallel composition", () => {
  const disjoint = { eachUnitTouchesOnePart: true, because: "a user belongs to one country" } as const;

  it("is the largest loss, where the caller says why each unit touches one part only", () => {
    expect(composeInParallel([pure(0.3), pure(0.7)], disjoint)).toEqual(pure(0.7));
    expect(composeInParallel([pure(2), approximate(1, 1e-6)], disjoint)).toEqual(approximate(2, 1e-6));
    expect(composeInParallel([zcdp(0.1), zcdp(0.3)], disjoint)).toEqual(zcdp(0.3));
    expect(() => composeInParallel([zcdp(0.1), approximate(1, 1e-6)], disjoint)).toThrow(/cannot be composed/);
  });

  it("is refused without that", () => {
    // @ts-expect-error: the statement is needed
    expect(() => composeInParallel([pure(1)], { eachUnitTouchesOnePart: false, because: "x" })).toThrow(/parallel/);
    expect(() => composeInParallel([pure(1)], { ...disjoint, because: " " })).toThrow(/parallel/);
  });
});

describe("exact fractions", () => {
  it("of a float by its decimals and by its bits", () => {
    expect(decimalOf(0.1)).toEqual(rational(1n, 10n));
    expect(exactlyOf(0.1)).toEqual(rational(3_602_879_701_896_397n, 36_028_797_018_963_968n));
    expect(decimalOf(1e21)).toEqual(rational(10n ** 21n));
    expect(parseDecimal("1.50e-3")).toEqual(rational(15n, 10_000n));
    for (const none of ["", ".", "1.2.3", "x", "Infinity"]) expect(parseDecimal(none)).toBeUndefined();
  });

  it("come back as the floats they came from", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(value === 0 || Math.abs(value) > 1e-300);
        expect(toNumber(exactlyOf(value)) + 0).toBe(value + 0);
        expect(toNumber(decimalOf(value)) + 0).toBe(value + 0);
        expect(toDecimalNumber(decimalOf(value), "up") + 0).toBe(value + 0);
        expect(toDecimalNumber(decimalOf(value), "down") + 0).toBe(value + 0);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("round outwards when asked: the float is never on the wrong side of the fraction", () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 40n), 10n ** 40n), fc.bigInt(1n, 10n ** 40n), (numerator, denominator) => {
        const value = rational(numerator, denominator);
        const side = (number: number): bigint => {
          const { numerator: n, denominator: d } = exactlyOf(number);
          return n * value.denominator - value.numerator * d;
        };
        expect(side(toNumber(value, "up")) >= 0n).toBe(true);
        expect(side(toNumber(value, "down")) <= 0n).toBe(true);
        const error = Math.abs(toNumber(value, "up") - toNumber(value, "down"));
        expect(error).toBeLessThanOrEqual(Math.abs(toNumber(value)) * 2 ** -52);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("floor, round and print, also below zero", () => {
    expect([floor(rational(-7n, 2n)), floor(rational(7n, 2n)), floor(rational(-4n, 2n))]).toEqual([-4n, 3n, -2n]);
    expect([round(rational(-7n, 2n)), round(rational(5n, 2n)), round(rational(9n, 4n))]).toEqual([-3n, 3n, 2n]);
    expect(decimalText(rational(-1n, 20n))).toBe("-0.05");
    expect(decimalText(rational(25n, 2n))).toBe("12.5");
    expect(decimalText(rational(7n))).toBe("7");
    expect(decimalText(rational(1n, 3n))).toBeUndefined();
  });
});
