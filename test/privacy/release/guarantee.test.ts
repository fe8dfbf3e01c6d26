// The guarantee itself: what an adversary can tell of one user from noised cells, by sums over all outcomes and by sampling.

import { describe, expect, it } from "vitest";
import { rational, toNumber } from "../../../src/privacy/exact/rational.ts";
import * as publicNames from "../../../src/privacy/index.ts";
import { calibrate, type CalibratedNoise, type Mechanism, sampler } from "../../../src/privacy/mechanisms/index.ts";
import { discreteGaussianProbability, discreteLaplaceProbability } from "../support/discrete-noise.ts";
import { type Sensitivity, sensitivityOf } from "../../../src/privacy/mechanisms/sensitivity.ts";
import { gaussianRho } from "../../../src/privacy/mechanisms/zcdp.ts";
import { seededSource } from "../support/fixed-randomness.ts";
import { zLimit } from "../support/goodness-of-fit.ts";

const sensitivity = (l1: bigint, l2: number): Sensitivity => ({ l1, l2, roundingL1: 0n, roundingL2: 0 });

/** The delta a pair of neighbors reaches at `epsilon`, summed over every outcome of one cell moved by `shift`. */
function exactDelta(sigma: number, epsilon: number, shift: number): number {
  const far = Math.ceil(12 * sigma) + shift;
  let sum = 0;
  for (let k = -far; k <= far; k++) {
    const ratio = Math.exp(epsilon) * discreteGaussianProbability(k - shift, sigma);
    sum += Math.max(0, discreteGaussianProbability(k, sigma) - ratio);
  }
  return sum;
}

describe("Laplace noise", () => {
  it("never has a likelihood ratio above e^epsilon, at any outcome and in both directions", () => {
    for (const epsilon of [0.1, 1, 3]) {
      const { scale } = calibrate({ mechanism: "laplace", epsilon }, sensitivity(7n, 7));
      const b = toNumber(scale);
      for (let k = -60; k <= 60; k++) {
        for (const shift of [-7, 7]) {
          const ratio = Math.log(discreteLaplaceProbability(k, b) / discreteLaplaceProbability(k - shift, b));
          expect(ratio).toBeLessThanOrEqual(epsilon * (1 + 1e-12));
        }
      }
    }
  });

  it("has the exact scale L1 / epsilon, with epsilon as the decimal that was written", () => {
    expect(calibrate({ mechanism: "laplace", epsilon: 0.1 }, sensitivity(100n, 10)).scale).toEqual(rational(1000n));
    expect(calibrate({ mechanism: "laplace", epsilon: 0.3 }, sensitivity(1n, 1)).scale).toEqual(rational(10n, 3n));
  });
});

describe("Gaussian noise on whole numbers", () => {
  it.each([
    [1, 0.5, 1e-3],
    [1, 4, 0.01],
    [3, 1, 1e-5],
    [10, 8, 1e-6],
  ])("keeps to its delta over one cell moved by %i at epsilon %d", (shift, epsilon, delta) => {
    const { scale } = calibrate({ mechanism: "gaussian", epsilon, delta }, sensitivity(BigInt(shift), shift));
    const reached = exactDelta(toNumber(scale), epsilon, shift);
    expect(reached).toBeLessThanOrEqual(delta);
    // What carries the guarantee over to whole numbers costs little: without it, next to nothing would be left to spare.
    if (shift >= 10) expect(reached).toBeGreaterThan(delta / 5);
  });

  it("keeps to its delta over two cells moved together", () => {
    const epsilon = 1;
    const delta = 0.01;
    const { scale } = calibrate({ mechanism: "gaussian", epsilon, delta }, sensitivity(2n, Math.SQRT2));
    const sigma = toNumber(scale);
    const far = Math.ceil(10 * sigma);
    let sum = 0;
    for (let x = -far; x <= far; x++) {
      for (let y = -far; y <= far; y++) {
        const here = discreteGaussianProbability(x, sigma) * discreteGaussianProbability(y, sigma);
        const there = discreteGaussianProbability(x - 1, sigma) * discreteGaussianProbability(y - 1, sigma);
        sum += Math.max(0, here - Math.exp(epsilon) * there);
      }
    }
    expect(sum).toBeLessThanOrEqual(delta);
  });

  it("by the zCDP route has the noise whose rho it states", () => {
    const noise = calibrate(
      { mechanism: "gaussian", epsilon: 1, delta: 1e-6, calibration: "zcdp" },
      sensitivity(100n, 31.6),
    );
    expect(gaussianRho(toNumber(noise.scale), 31.6)).toBeLessThanOrEqual(noise.rho * (1 + 1e-13));
    expect(gaussianRho(toNumber(noise.scale), 31.6)).toBeGreaterThan(noise.rho * (1 - 1e-12));
    expect(exactDelta(toNumber(noise.scale), 1, 31)).toBeLessThan(1e-6);
  });
});

describe("an adversary who samples", () => {
  const draws = 60_000;
  const bins = 16;

  /** How far two neighboring data sets can be told apart by a histogram, in standard errors above what the guarantee allows. */
  function excess(noise: CalibratedNoise, shift: number, epsilon: number, delta: number, seed: number): number {
    const draw = sampler(noise);
    const scale = toNumber(noise.scale);
    const histogram = (offset: number, stream: number): Float64Array => {
      const source = seededSource(stream);
      const counts = new Float64Array(bins);
      for (let turn = 0; turn < draws; turn++) {
        const bin = Math.floor((Number(draw(source)) + offset - shift / 2) / (scale / 2)) + bins / 2;
        counts[Math.min(bins - 1, Math.max(0, bin))]++;
      }
      return counts;
    };
    const without = histogram(0, seed);
    const withUser = histogram(shift, seed + 1);
    let worst = Number.NEGATIVE_INFINITY;
    for (const [a, b] of [
      [without, withUser],
      [withUser, without],
    ]) {
      // Every event made of outcomes above (or below) a bound, which is where the worst events of these mechanisms are.
      for (let from = 0; from < bins; from++) {
        for (const range of [[0, from + 1] as const, [from, bins] as const]) {
          const p = a.slice(...range).reduce((sum, count) => sum + count, 0) / draws;
          const q = b.slice(...range).reduce((sum, count) => sum + count, 0) / draws;
          const error = Math.sqrt((p * (1 - p) + Math.exp(2 * epsilon) * q * (1 - q) + 1 / draws) / draws);
          worst = Math.max(worst, (p - Math.exp(epsilon) * q - delta) / error);
        }
      }
    }
    return worst;
  }

  const mechanisms: readonly [string, Mechanism][] = [
    ["Laplace", { mechanism: "laplace", epsilon: 1 }],
    ["Gaussian", { mechanism: "gaussian", epsilon: 1, delta: 0.01 }],
  ];

  it.each(mechanisms)("cannot beat %s noise beyond sampling error, in either direction", (_, mechanism) => {
    const bound = sensitivityOf({ cap: 50, total: 50 }, 1, 1);
    const noise = calibrate(mechanism, bound);
    // 64 events are looked at: each within the limit for an error rate of 1e-6.
    expect(excess(noise, 50, mechanism.epsilon, noise.delta, 11)).toBeLessThan(zLimit);
  });

  it.each(mechanisms)("does beat %s noise that was calibrated for half the contribution", (_, mechanism) => {
    const noise = calibrate(mechanism, sensitivityOf({ cap: 25, total: 25 }, 1, 1));
    expect(excess(noise, 50, mechanism.epsilon, noise.delta, 13)).toBeGreaterThan(zLimit);
  });
});

describe("what can be asked for", () => {
  it("no public function takes randomness, and none draws noise by itself", () => {
    const names = Object.keys(publicNames);
    expect(names).toContain("releaseTable");
    for (const name of [
      "releaseFrom",
      "sampler",
      "systemRandomness",
      "discreteLaplace",
      "discreteGaussian",
      "geometric",
    ]) {
      expect(names).not.toContain(name);
    }
    // The ledger and the request: no room for a source.
    expect(publicNames.releaseTable).toHaveLength(2);
  });

  it("a Laplace mechanism takes no delta, nor a Gaussian one go without", () => {
    const bound = sensitivity(1n, 1);
    // @ts-expect-error: there is no delta in its type
    expect(() => calibrate({ mechanism: "laplace", epsilon: 1, delta: 1e-6 }, bound)).toThrow(/takes no delta/);
    // @ts-expect-error: delta is needed
    expect(() => calibrate({ mechanism: "gaussian", epsilon: 1 }, bound)).toThrow(/needs a delta/);
    // @ts-expect-error: no such mechanism
    expect(() => calibrate({ mechanism: "staircase", epsilon: 1 }, bound)).toThrow(/must be one of laplace, gaussian/);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("epsilon %d is refused", (epsilon) => {
    expect(() => calibrate({ mechanism: "laplace", epsilon }, sensitivity(1n, 1))).toThrow(/epsilon must be/);
  });

  it.each([0, 1, -1e-6, Number.NaN])("delta %d is refused", (delta) => {
    expect(() => calibrate({ mechanism: "gaussian", epsilon: 1, delta }, sensitivity(1n, 1))).toThrow(/delta must lie/);
  });
});
