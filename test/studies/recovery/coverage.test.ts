import { describe, expect, it } from "vitest";
import { boundLevel, coverageOf, holmAdjusted, pooledCoverage } from "../../../src/studies/recovery/coverage.ts";
import { uniforms } from "../../diagnostics/support/simulate.ts";

/** P(X = k) of a binomial, by multiplication. */
function mass(k: number, n: number, p: number): number {
  let value = (1 - p) ** n;
  for (let i = 1; i <= k; i++) value *= ((n - i + 1) / i) * (p / (1 - p));
  return value;
}

function sum(from: number, to: number, n: number, p: number): number {
  let total = 0;
  for (let k = from; k <= to; k++) total += mass(k, n, p);
  return total;
}

describe("coverage", () => {
  it("has the binomial tails as p-values, the count itself included in both", () => {
    for (const [inside, fits, level] of [
      [82, 100, 0.9],
      [30, 30, 0.95],
      [0, 12, 0.5],
    ] as const) {
      const { tooFew, tooMany } = coverageOf(level, inside, fits);
      expect(tooFew).toBeCloseTo(sum(0, inside, fits, level), 10);
      expect(tooMany).toBeCloseTo(sum(inside, fits, fits, level), 10);
    }
  });

  it("has bounds that hold with the stated probability, and would not if they were any narrower", () => {
    for (const level of [0.5, 0.8, 0.9, 0.95]) {
      const { lower, upper } = coverageOf(level, 90, 100);
      const [fewest, most] = [Math.round(100 * lower), Math.round(100 * upper)];
      const tail = (1 - boundLevel) / 2;
      expect(sum(0, fewest - 1, 100, level)).toBeLessThanOrEqual(tail);
      expect(sum(0, fewest, 100, level)).toBeGreaterThan(tail);
      expect(sum(most + 1, 100, 100, level)).toBeLessThanOrEqual(tail);
      expect(sum(most, 100, 100, level)).toBeGreaterThan(tail);
    }
  });

  it("says nothing where there is no fit", () => {
    expect(coverageOf(0.9, 0, 0)).toMatchObject({ inside: 0, fits: 0, tooFew: 1, tooMany: 1 });
  });
});

describe("coverage of a family", () => {
  it("has the bounds of as many intervals as there are when members are independent", () => {
    const uniform = uniforms(3);
    const held = Array.from({ length: 400 }, () => [0, 1, 2, 3].filter(() => uniform() < 0.9).length);
    const pooled = pooledCoverage(0.9, held, 4);
    expect(pooled.fits).toBe(1600);
    expect(pooled.inside).toBe(held.reduce((a, b) => a + b, 0));
    const alone = coverageOf(0.9, 1440, 1600);
    // The variance is estimated from 400 fits: to 7%, four times over.
    expect(pooled.upper - pooled.lower).toBeGreaterThan(0.99 * (alone.upper - alone.lower));
    expect(pooled.upper - pooled.lower).toBeLessThan(Math.sqrt(1.28) * 1.05 * (alone.upper - alone.lower));
  });

  it("has the bounds of one member when all members are one", () => {
    const held = Array.from({ length: 200 }, (_, i) => (i % 10 === 0 ? 0 : 5));
    const pooled = pooledCoverage(0.9, held, 5);
    const alone = coverageOf(0.9, 180, 200);
    expect(pooled.lower).toBeCloseTo(alone.lower, 1.5);
    expect(pooled.upper).toBeCloseTo(alone.upper, 1.5);
    expect(pooled.inside / pooled.fits).toBeCloseTo(0.9, 12);
  });

  it("takes a fit for one where members are one and nearly all, or all, are held", () => {
    for (const misses of [0, 1, 2]) {
      const held = Array.from({ length: 100 }, (_, i) => (i < misses ? 0 : 5));
      const { lower, upper } = pooledCoverage(0.95, held, 5);
      const alone = coverageOf(0.95, 100 - misses, 100);
      // The variance has one degree of freedom less: 99 fits.
      expect(lower).toBeCloseTo(alone.lower, 1.5);
      expect(upper).toBeCloseTo(alone.upper, 1.5);
      expect(1 - misses / 100).toBeLessThanOrEqual(upper);
    }
  });

  it("never takes intervals for more than they are", () => {
    // Nine of ten held in every fit: less variance than independence would have.
    const pooled = pooledCoverage(0.9, new Array<number>(50).fill(9), 10);
    expect(pooled).toMatchObject(coverageOf(0.9, 450, 500));
  });
});

describe("holmAdjusted", () => {
  it("multiplies the smallest by their number, the next by one less, and never decreases", () => {
    // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") of R.
    expect(holmAdjusted([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)));
    expect(holmAdjusted([0.9, 0.8])).toEqual([1, 1]);
    expect(holmAdjusted([])).toEqual([]);
  });
});
