import { expect, it } from "vitest";
import { autoregressive, multivariateNormal } from "../../src/distributions/index.ts";
import { constant, evaluate } from "../../src/graph/index.ts";
import { randomStream } from "../../src/numerics/random.ts";

const rows = [
  [0.4, 1.3, 0.6],
  [-2, 0.2, -0.5],
  [1, 0.7, 0],
] as const;

/** Lower Cholesky factor of scale^2 correlation^|i - j|, written out for a stationary autoregression. */
function factorOf(length: number, scale: number, correlation: number): number[] {
  const innovation = scale * Math.sqrt(1 - correlation ** 2);
  return Array.from({ length: length * length }, (_, at) => {
    const [i, j] = [Math.floor(at / length), at % length];
    if (j > i) return 0;
    return (j === 0 ? scale : innovation) * correlation ** (i - j);
  });
}

it("is the multivariate normal whose correlations fall off geometrically", () => {
  const x = [0.3, -0.4, 0.9, 2.2, -1.7];
  const column = (k: 0 | 1 | 2): ReturnType<typeof constant> =>
    constant(
      rows.map((row) => row[k]),
      [3, 1],
    );
  const whole = autoregressive(column(0), column(1), column(2), 5).logDensity(constant([...x, ...x, ...x], [3, 5]));
  const [values] = evaluate([whole], {});
  expect(whole.shape).toEqual([3]);
  rows.forEach(([location, scale, correlation], i) => {
    const twin = multivariateNormal(location, factorOf(5, scale, correlation));
    const [[wanted]] = evaluate([twin.logDensity(constant(x))], {});
    expect(Math.abs(values[i] - wanted)).toBeLessThan(1e-12 * Math.max(1, Math.abs(wanted)));
    const alone = autoregressive(location, scale, correlation, 5).logDensity(constant(x));
    expect(Math.abs(evaluate([alone], {})[0][0] - wanted)).toBeLessThan(1e-12 * Math.max(1, Math.abs(wanted)));
  });
});

it("draws vectors of these means, deviations and correlations", () => {
  const [length, draws] = [3, 20_000];
  const [location, scale, correlation] = [0.5, 2, 0.7];
  const { drawArray } = autoregressive(location, scale, correlation, length);
  const random = randomStream([3]);
  const out = new Float64Array(length);
  const repeated = [location, scale, correlation].map((value) => new Float64Array(length).fill(value));
  const sums = new Float64Array(length * length);
  const totals = new Float64Array(length);
  for (let d = 0; d < draws; d++) {
    drawArray(random, repeated, out);
    for (let i = 0; i < length; i++) {
      const z = (out[i] - location) / scale;
      totals[i] += z;
      for (let j = 0; j < length; j++) sums[i * length + j] += (z * (out[j] - location)) / scale;
    }
  }
  // Five standard errors; products of correlated standard normals have variance 1 + correlation^2.
  for (let i = 0; i < length; i++) {
    expect(Math.abs(totals[i] / draws)).toBeLessThan(5 / Math.sqrt(draws));
    for (let j = 0; j < length; j++) {
      const wanted = correlation ** Math.abs(i - j);
      expect(Math.abs(sums[i * length + j] / draws - wanted)).toBeLessThan(5 * Math.sqrt((1 + wanted ** 2) / draws));
    }
  }
});
