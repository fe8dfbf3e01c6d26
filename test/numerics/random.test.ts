import { describe, expect, it } from "vitest";
import { philox, randomStream } from "../../src/numerics/random.ts";

const words = (...values: number[]): Int32Array => Int32Array.from(values, (value) => value | 0);

/** Sample mean of `count` values; Monte Carlo tolerances below are 4.5 standard errors. */
function mean(count: number, draw: () => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += draw();
  return sum / count;
}

describe("philox", () => {
  // The three philox4x32 10-round vectors of Random123's kat_vectors file.
  it.each([
    [words(0, 0, 0, 0), words(0, 0), words(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)],
    [words(-1, -1, -1, -1), words(-1, -1), words(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)],
    [
      words(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344),
      words(0xa4093822, 0x299f31d0),
      words(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1),
    ],
  ])("gives the published known answers", (counter, key, expected) => {
    const out = new Int32Array(4);
    philox(counter, key, out);
    expect(out).toEqual(expected);
  });
});

describe("a random stream", () => {
  it("is a function of its key", () => {
    const a = randomStream([7, 0, 1]);
    const b = randomStream([7, 0, 1]);
    for (let i = 0; i < 100; i++) expect(a.bits()).toBe(b.bits());
  });

  it("differs for keys that differ in a component, in the upper half of a component, or in length", () => {
    const keys = [[7], [7, 0], [7, 0, 0], [8, 0], [7, 1], [7 + 2 ** 32, 0], [-7, 0]];
    const first = keys.map((key) => {
      const random = randomStream(key);
      return `${random.bits()} ${random.bits()}`;
    });
    expect(new Set(first).size).toBe(keys.length);
  });

  it("continues at a draw with the numbers it would have had there", () => {
    const through = randomStream([1, 2]);
    const resumed = randomStream([1, 2]);
    through.seek(4);
    for (let i = 0; i < 37; i++) through.normal();
    through.seek(5);
    resumed.seek(5);
    for (let i = 0; i < 37; i++) expect(resumed.normal()).toBe(through.normal());
  });

  it("rejects a key that is not made of safe integers", () => {
    expect(() => randomStream([1, 0.5])).toThrow("Component 1 of a random key must be a safe integer, not 0.5.");
  });

  it("has uniforms in the open unit interval with mean 1/2 and variance 1/12", () => {
    const random = randomStream([3]);
    const n = 200_000;
    let square = 0;
    const average = mean(n, () => {
      const u = random.uniform();
      if (!(u > 0 && u < 1)) throw new Error(`uniform ${u}`);
      square += (u - 0.5) ** 2;
      return u;
    });
    expect(Math.abs(average - 0.5)).toBeLessThan(4.5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(square / n - 1 / 12)).toBeLessThan(4.5 * Math.sqrt(1 / 180 / n));
  });

  it("has normals with the right share in every interval, tail beyond the ziggurat's edge included", () => {
    const random = randomStream([4]);
    const n = 2_000_000;
    // Upper bounds and probabilities of |z| <= bound: 2 Phi(bound) - 1 from tables of the error function.
    const bounds = [0.2, 0.5, 1, 2, 3, 3.6541528853610088];
    const probabilities = [
      0.15851941887820603, 0.3829249225480262, 0.6826894921370859, 0.9544997361036416, 0.9973002039367398,
      0.9997419675123461,
    ];
    const counts = bounds.map(() => 0);
    let positive = 0;
    for (let i = 0; i < n; i++) {
      const z = random.normal();
      if (z > 0) positive++;
      for (let b = 0; b < bounds.length; b++) if (Math.abs(z) <= bounds[b]) counts[b]++;
    }
    expect(Math.abs(positive / n - 0.5)).toBeLessThan(4.5 * Math.sqrt(0.25 / n));
    bounds.forEach((_, b) => {
      const p = probabilities[b];
      expect(Math.abs(counts[b] / n - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / n));
    });
  });

  it("has normals whose even moments are 1, 3 and 15", () => {
    const random = randomStream([5]);
    const n = 1_000_000;
    const moments = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const square = random.normal() ** 2;
      moments[0] += square;
      moments[1] += square ** 2;
      moments[2] += square ** 3;
    }
    // Variances of z^2, z^4, z^6: 2, 96, 10170.
    expect(Math.abs(moments[0] / n - 1)).toBeLessThan(4.5 * Math.sqrt(2 / n));
    expect(Math.abs(moments[1] / n - 3)).toBeLessThan(4.5 * Math.sqrt(96 / n));
    expect(Math.abs(moments[2] / n - 15)).toBeLessThan(4.5 * Math.sqrt(10170 / n));
  });

  it.each([0.05, 0.7, 1, 4.5])("has gamma variables of shape %d with that mean and that variance", (shape) => {
    const random = randomStream([6]);
    const n = 200_000;
    let square = 0;
    const average = mean(n, () => {
      const x = random.gamma(shape);
      square += (x - shape) ** 2;
      return x;
    });
    expect(Math.abs(average - shape)).toBeLessThan(4.5 * Math.sqrt(shape / n));
    // Fourth central moment of a gamma: 3 shape^2 + 6 shape.
    expect(Math.abs(square / n - shape)).toBeLessThan(4.5 * Math.sqrt((2 * shape ** 2 + 6 * shape) / n));
  });

  it("has beta variables with the mean of their shapes, tiny shapes included", () => {
    const random = randomStream([8]);
    const n = 100_000;
    for (const [a, b] of [
      [2, 5],
      [0.001, 0.001],
    ]) {
      const average = mean(n, () => random.beta(a, b));
      const sd = Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
      expect(Math.abs(average - a / (a + b))).toBeLessThan((4.5 * sd) / Math.sqrt(n));
    }
  });

  it("has integers that are equally frequent", () => {
    const random = randomStream([9]);
    const n = 60_000;
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < n; i++) counts[random.integer(6)]++;
    for (const count of counts) expect(Math.abs(count / n - 1 / 6)).toBeLessThan(4.5 * Math.sqrt(5 / 36 / n));
  });
});
