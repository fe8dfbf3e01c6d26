import { describe, expect, it } from "vitest";
import { rankOfTruth, thin, uniformityOfRanks, uniformityPValue } from "../../src/diagnostics/index.ts";
import { inverseNormalCdf } from "../../src/numerics/special/normal.ts";
import { uniforms } from "./support/simulate.ts";

describe("rankOfTruth", () => {
  it("counts the draws below the truth", () => {
    expect(rankOfTruth(2.5, [1, 2, 3, 4])).toBe(2);
    expect(rankOfTruth(0, [1, 2])).toBe(0);
    expect(rankOfTruth(9, [1, 2])).toBe(2);
  });
});

describe("thin", () => {
  it("spreads the draws evenly over all chains", () => {
    expect([
      ...thin(
        Float64Array.from({ length: 12 }, (_, i) => i),
        4,
      ),
    ]).toEqual([1, 4, 7, 10]);
    expect(() => thin(new Float64Array(3), 4)).toThrow("Cannot take 4 of 3 draws.");
  });
});

describe("uniformityOfRanks", () => {
  it.each([
    [100, 99, 0.95],
    [50, 20, 0.9],
  ])("accepts uniform ranks (%d of 0..%d) at the stated rate %d", (size, largest, level) => {
    const uniform = uniforms(42);
    const runs = 4000;
    let inside = 0;
    for (let run = 0; run < runs; run++) {
      const ranks = Array.from({ length: size }, () => Math.floor(uniform() * (largest + 1)));
      if (uniformityOfRanks(ranks, largest, level).inside) inside++;
    }
    // Four standard errors of this rate and of the simulation of 10 000 sets that set the bands. Ties of the discrete statistic
    // can only add to the rate; with this many distinct tail probabilities by less than 0.01.
    const error = Math.sqrt(level * (1 - level) * (1 / runs + 1 / 10_000));
    expect(inside / runs).toBeGreaterThan(level - 4 * error);
    expect(inside / runs).toBeLessThan(level + 4 * error + 0.01);
  });

  /** Ranks of a truth from N(0, 1) among draws from N(shift, scale). */
  function ranksOf(shift: number, scale: number, size: number, draws: number): number[] {
    const uniform = uniforms(7);
    return Array.from({ length: size }, () => {
      const truth = inverseNormalCdf(uniform());
      return rankOfTruth(
        truth,
        Array.from({ length: draws }, () => shift + scale * inverseNormalCdf(uniform())),
      );
    });
  }

  it("accepts draws from the right distribution", () => {
    expect(uniformityOfRanks(ranksOf(0, 1, 300, 63), 63).inside).toBe(true);
  });

  it.each([
    ["shifted", 0.5, 1],
    ["too narrow", 0, 0.6],
    ["too wide", 0, 1.7],
  ])("rejects draws that are %s", (_, shift, scale) => {
    expect(uniformityOfRanks(ranksOf(shift, scale, 300, 63), 63).inside).toBe(false);
  });

  it("is inside exactly when the curve lies between the bands", () => {
    const uniform = uniforms(3);
    for (let run = 0; run < 40; run++) {
      const skew = 1 + run / 60;
      const ranks = Array.from({ length: 80 }, () => Math.floor(uniform() ** skew * 32));
      const { inside, ecdfDifference, lower, upper } = uniformityOfRanks(ranks, 31);
      // The three arrays are the same multiples of 1 / 80 less the same numbers, so that they compare exactly.
      expect(ecdfDifference.every((d, j) => d >= lower[j] && d <= upper[j])).toBe(inside);
    }
  });

  it("gives the same bands every time", () => {
    const ranks = [3, 1, 4, 1, 5, 2, 6];
    const first = uniformityOfRanks(ranks, 9);
    uniformityOfRanks(ranks, 12, 0.5); // other bands in between
    expect(uniformityOfRanks(ranks, 9)).toEqual(first);
  });

  it("refuses ranks out of range, no ranks, and a level that is none", () => {
    expect(() => uniformityOfRanks([11], 10)).toThrow("Rank 11 is not a whole number from 0 to 10.");
    expect(() => uniformityOfRanks([0.5], 10)).toThrow(RangeError);
    expect(() => uniformityOfRanks([], 10)).toThrow(RangeError);
    expect(() => uniformityOfRanks([1], 10, 1)).toThrow(RangeError);
  });
});

describe("uniformityPValue", () => {
  it("is the exact share of all equally likely sets of ranks that are at least as uneven", () => {
    // Three ranks of 0 to 3: 64 sets, all of them looked at.
    const sets = Array.from({ length: 64 }, (_, i) => [i % 4, Math.floor(i / 4) % 4, Math.floor(i / 16)]);
    const tail = (ranks: readonly number[]): number =>
      Math.min(
        ...[0, 1, 2].map((j) => {
          const p = (j + 1) / 4;
          const below = ranks.filter((rank) => rank <= j).length;
          const mass = (k: number): number => [1, 3, 3, 1][k] * p ** k * (1 - p) ** (3 - k);
          const sum = (from: number, to: number): number =>
            Array.from({ length: to - from + 1 }, (_, i) => mass(from + i)).reduce((a, b) => a + b, 0);
          return Math.min(sum(0, below), sum(below, 3));
        }),
      );
    for (const ranks of sets) {
      const asUneven = sets.filter((other) => tail(other) <= tail(ranks) * (1 + 1e-9)).length;
      expect(uniformityPValue(ranks, 3)).toBeCloseTo(asUneven / 64, 10);
    }
  });

  it("rejects uniform ranks no more often than it says, at any level", () => {
    const uniform = uniforms(11);
    const runs = 3000;
    const values = Array.from({ length: runs }, () =>
      uniformityPValue(
        Array.from({ length: 100 }, () => Math.floor(uniform() * 100)),
        99,
      ),
    );
    for (const level of [0.01, 0.05, 0.2, 0.5]) {
      const rejected = values.filter((value) => value <= level).length / runs;
      // Four standard errors; from below the statistic's discreteness takes away as much as 0.01.
      const error = 4 * Math.sqrt((level * (1 - level)) / runs);
      expect(rejected).toBeLessThan(level + error);
      expect(rejected).toBeGreaterThan(level - error - 0.01);
    }
  });

  it("agrees with the simulated bands", () => {
    const uniform = uniforms(5);
    for (let run = 0; run < 60; run++) {
      const skew = 1 + run / 100;
      const ranks = Array.from({ length: 90 }, () => Math.floor(uniform() ** skew * 32));
      const value = uniformityPValue(ranks, 31);
      // The level of simulated bands has a standard error of 0.0022: nothing is asked between.
      if (Math.abs(value - 0.05) > 0.01) expect(uniformityOfRanks(ranks, 31).inside).toBe(value > 0.05);
    }
  });
});
