// The exact samplers: right distributions pass, ones 10% off do not, at stated error rates; the system's randomness is wiped after use.

import { describe, expect, it, vi } from "vitest";
import { type RandomSource, systemRandomness } from "../../../src/privacy/exact/random-source.ts";
import { exactlyOf, multiply, type Rational, rational, toNumber } from "../../../src/privacy/exact/rational.ts";
import {
  bernoulliExp,
  discreteGaussian,
  discreteLaplace,
  geometric,
  wordOfInverseOfE,
} from "../../../src/privacy/exact/samplers.ts";
import { bernoulli, uniformBelow } from "../../../src/privacy/exact/uniform.ts";
import {
  discreteGaussianProbability,
  discreteLaplaceProbability,
  discreteLaplaceVariance,
} from "../support/discrete-noise.ts";
import { seededSource } from "../support/fixed-randomness.ts";
import { fits, zLimit } from "../support/goodness-of-fit.ts";

// With 40,000 draws a scale that is 10% off has a non-centrality of about 40,000 * 0.1^2 = 400 (Laplace; twice that for the Gaussian)
// against a limit of about 75 for 24 degrees of freedom: it is missed with a probability below 1e-12.
const count = 40_000;

const filled = (draw: () => bigint): number[] => Array.from({ length: count }, () => Number(draw()));

/** Asserts that a success rate is right, at the stated error rate. */
function expectRate(event: () => boolean, probability: number): void {
  let hits = 0;
  for (let turn = 0; turn < count; turn++) if (event()) hits++;
  const error = Math.sqrt(probability * (1 - probability) * count);
  expect(Math.abs(hits - probability * count)).toBeLessThanOrEqual(zLimit * error);
}

const scales: readonly [name: string, scale: Rational][] = [
  ["1/2", rational(1n, 2n)],
  ["2", rational(2n)],
  ["10/3", rational(10n, 3n)],
  ["1000/7", rational(1000n, 7n)],
  ["12.34 as a float", exactlyOf(12.34)],
  ["1000003/65537", rational(1_000_003n, 65_537n)],
];
const tooFar: readonly [name: string, factor: Rational][] = [
  ["too large", rational(11n, 10n)],
  ["too small", rational(9n, 10n)],
];

describe("the turns of a draw", () => {
  it("are as many for a draw of many scales as for one near zero", () => {
    const scale = rational(1000n);
    for (const draw of [(source: RandomSource) => discreteLaplace(source, scale), discreteGaussian(scale)]) {
      const words = new Map<boolean, number[]>([
        [false, []],
        [true, []],
      ]);
      const inner = seededSource(3);
      let used = 0;
      const counted = {
        word: () => {
          used++;
          return inner.word();
        },
      };
      for (let turn = 0; turn < 20_000; turn++) {
        used = 0;
        const value = draw(counted);
        words.get(value > 2000n || value < -2000n)!.push(used);
      }
      const [near, far] = [words.get(false)!, words.get(true)!];
      const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      const spread = (values: readonly number[]): number => {
        const center = mean(values);
        return mean(values.map((value) => (value - center) ** 2)) / values.length;
      };
      expect(Math.abs(mean(near) - mean(far))).toBeLessThan(zLimit * Math.sqrt(spread(near) + spread(far)));
    }
  });

  it("compare with the binary digits of exp(-1)", () => {
    // python3 -c "from mpmath import *; mp.dps = 99; x = int(floor(exp(-1) * mpf(2)**256)); print([hex(x >> 32 * (7 - i) & 0xffffffff) for i in range(8)])"
    const digits = [0x5e2d58d8, 0xb3bcdf1a, 0xbadec782, 0x9054f90d, 0xda9805aa, 0xb56c7733, 0x3024b9d0, 0xa507daed];
    expect(digits.map((_, index) => wordOfInverseOfE(index))).toEqual(digits);
  });
});

describe("discrete Laplace noise", () => {
  it.each(scales)("of scale %s has its distribution", (_, scale) => {
    const source = seededSource(1);
    const draws = filled(() => discreteLaplace(source, scale));
    const b = toNumber(scale);
    expect(fits(draws, (k) => discreteLaplaceProbability(k, b))).toBe(true);
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / count;
    expect(Math.abs(mean)).toBeLessThanOrEqual(zLimit * Math.sqrt(discreteLaplaceVariance(b) / count));
  });

  it.each(tooFar)("is rejected with a scale 10%% %s", (_, factor) => {
    for (const [, scale] of scales.slice(1)) {
      const source = seededSource(2);
      const draws = filled(() => discreteLaplace(source, multiply(scale, factor)));
      expect(fits(draws, (k) => discreteLaplaceProbability(k, toNumber(scale)))).toBe(false);
    }
  });
});

describe("discrete Gaussian noise", () => {
  it.each(scales)("of sigma %s has its distribution", (_, sigma) => {
    const source = seededSource(3);
    const draw = discreteGaussian(sigma);
    const s = toNumber(sigma);
    expect(
      fits(
        filled(() => draw(source)),
        (k) => discreteGaussianProbability(k, s),
      ),
    ).toBe(true);
  });

  it.each(tooFar)("is rejected with a sigma 10%% %s", (_, factor) => {
    for (const [, sigma] of scales.slice(1)) {
      const source = seededSource(4);
      const draw = discreteGaussian(multiply(sigma, factor));
      const s = toNumber(sigma);
      expect(
        fits(
          filled(() => draw(source)),
          (k) => discreteGaussianProbability(k, s),
        ),
      ).toBe(false);
    }
  });
});

describe("the parts samplers are made of", () => {
  it.each([
    [0n, 1n],
    [1n, 3n],
    [1n, 1n],
    [7n, 2n],
    [12_345_678n, 2n ** 30n],
    [1_000_003n, 65_537n],
  ])("an event of probability exp(-%s/%s) happens that often", (numerator, denominator) => {
    const source = seededSource(5);
    expectRate(() => bernoulliExp(source, numerator, denominator), Math.exp(-Number(numerator) / Number(denominator)));
  });

  it.each([
    [0n, 5n],
    [5n, 5n],
    [1n, 3n],
    [2n ** 70n - 1n, 2n ** 71n],
  ])("an event of probability %s/%s happens that often", (numerator, denominator) => {
    const source = seededSource(6);
    expectRate(() => bernoulli(source, numerator, denominator), Number(numerator) / Number(denominator));
  });

  it("compares all the digits of a probability: one that differs from the words after 32 bits decides by the rest", () => {
    const words = [0x5555_5555, 0x5555_5555, 0x5555_5556];
    const source = { word: () => words.shift()! };
    // One third is 0x0.55555555 55555555 55555555...
    expect(bernoulli(source, 1n, 3n)).toBe(false);
    expect(words).toHaveLength(0);
  });

  it("a geometric number has its distribution", () => {
    const source = seededSource(7);
    const draws = filled(() => geometric(source, rational(9n, 2n)));
    const q = Math.exp(-2 / 9);
    expect(fits(draws, (k) => (k < 0 ? 0 : (1 - q) * q ** k))).toBe(true);
  });

  it.each([1n, 2n, 7n, 1000n, 2n ** 32n, 2n ** 32n + 1n, 10n ** 30n])(
    "whole numbers below %s are equally likely",
    (bound) => {
      const source = seededSource(8);
      const parts = bound < 10n ? bound : 10n;
      const draws = filled(() => {
        const value = uniformBelow(source, bound);
        expect(value >= 0n && value < bound).toBe(true);
        return (value * parts) / bound;
      });
      if (parts === 1n) return;
      // Tenths of a bound that is no multiple of ten differ by less than 10 / bound, far below what 40,000 draws show for these bounds.
      expect(fits(draws, (k) => (k >= 0 && k < Number(parts) ? 1 / Number(parts) : 0))).toBe(true);
    },
  );
});

describe("the system's randomness", () => {
  it("comes from node:crypto and is wiped as it is used", async () => {
    const pools: Uint32Array[] = [];
    vi.resetModules();
    vi.doMock("node:crypto", async (original) => {
      const crypto = await original<typeof import("node:crypto")>();
      return {
        ...crypto,
        randomFillSync: (pool: Uint32Array) => {
          pools.push(pool);
          return crypto.randomFillSync(pool);
        },
      };
    });
    const { systemRandomness: watched } = await import("../../../src/privacy/exact/random-source.ts");
    vi.doUnmock("node:crypto");
    const source = watched();
    const words = Array.from({ length: 5000 }, () => source.word());
    expect(pools).toHaveLength(2);
    expect(new Set(words).size).toBeGreaterThan(4990);
    const used = words.length - pools[0].length;
    expect(pools[1].subarray(0, used).every((word) => word === 0)).toBe(true);
    expect(pools[1].subarray(used).some((word) => word !== 0)).toBe(true);
  });

  it("noises ten thousand cells in under a second", () => {
    const source = systemRandomness();
    const gaussian = discreteGaussian(exactlyOf(360_347.65));
    const scale = rational(100_000n, 3n);
    const start = performance.now();
    for (let cell = 0; cell < 10_000; cell++) {
      gaussian(source);
      discreteLaplace(source, scale);
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
