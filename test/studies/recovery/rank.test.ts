import { describe, expect, it } from "vitest";
import { uniformityPValue } from "../../../src/diagnostics/index.ts";
import { rankAmongThinned, rankedDraws } from "../../../src/studies/recovery/rank.ts";
import { randomStream } from "../../../src/numerics/random.ts";

describe("the rank of a truth", () => {
  const random = randomStream([4]);

  /** Ranks of normal truths among chains that are autoregressive with this correlation; `ess` may be told wrongly. */
  function ranks(sets: number, correlation: number, ess: number): number[] {
    return Array.from({ length: sets }, () => {
      let state = random.normal();
      const draws = Float64Array.from({ length: 1000 }, () => {
        state = correlation * state + Math.sqrt(1 - correlation ** 2) * random.normal();
        return state;
      });
      return rankAmongThinned(random.normal(), draws, ess, random);
    });
  }

  it("is the number of thinned draws below it where there are enough", () => {
    const draws = Float64Array.from({ length: 990 }, (_, i) => i);
    expect(rankAmongThinned(494.5, draws, 500, random)).toBe(49);
    expect(rankAmongThinned(-1, draws, 500, random)).toBe(0);
    expect(rankAmongThinned(1e9, draws, 500, random)).toBe(rankedDraws);
  });

  it("is uniform for nearly independent draws", () => {
    expect(uniformityPValue(ranks(1500, 0, 1000), rankedDraws)).toBeGreaterThan(0.001);
  });

  it("is uniform on the same scale where autocorrelation leaves few independent draws", () => {
    // (1 - 0.96) / (1 + 0.96) of 1000 draws are 20.
    expect(uniformityPValue(ranks(1500, 0.96, 20), rankedDraws)).toBeGreaterThan(0.001);
  });

  it("is not uniform where draws are taken for more independent than they are", () => {
    expect(uniformityPValue(ranks(1500, 0.995, 1000), rankedDraws)).toBeLessThan(1e-6);
  });

  it("stays on the scale where nothing is known of the draws", () => {
    for (let i = 0; i < 200; i++) {
      const rank = rankAmongThinned(random.normal(), Float64Array.of(0, 1, 2), Number.NaN, random);
      expect(Number.isInteger(rank) && rank >= 0 && rank <= rankedDraws).toBe(true);
    }
  });
});
