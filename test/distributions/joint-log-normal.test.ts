import { expect, it } from "vitest";
import { jointLogNormal, logNormal, multivariateNormal } from "../../src/distributions/index.ts";
import { constant, evaluate, gradient, parameterInput } from "../../src/graph/index.ts";
import { randomStream } from "../../src/numerics/random.ts";

const location = [0.4, -1.2, 2, 0];
const own = [0.5, 1.3, 0.2, 0.7];
const common = [0.6, 0.4, 1.5, 0.01];

/** Lower Cholesky factor of diag(own^2) + common common'. */
function factor(): number[] {
  const n = own.length;
  const lower = new Array<number>(n * n).fill(0);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let rest = common[i] * common[j] + (i === j ? own[i] ** 2 : 0);
      for (let k = 0; k < j; k++) rest -= lower[i * n + k] * lower[j * n + k];
      lower[i * n + j] = i === j ? Math.sqrt(rest) : rest / lower[j * n + j];
    }
  }
  return lower;
}

it("is the exponential of a multivariate normal with one common factor", () => {
  const distribution = jointLogNormal(4, constant(location), constant(own), constant(common));
  const twin = multivariateNormal(constant(location), factor());
  for (const x of [
    [1, 0.2, 9, 1.1],
    [1e-9, 3, 0.4, 200],
    [50, 60, 1e4, 1e-3],
  ]) {
    const logs = x.map(Math.log);
    const [[value], [normal]] = evaluate([distribution.logDensity(constant(x)), twin.logDensity(constant(logs))], {});
    const wanted = normal - logs.reduce((sum, log) => sum + log, 0);
    expect(Math.abs(value - wanted)).toBeLessThan(1e-11 * Math.max(1, Math.abs(wanted)));
  }
});

it("has arguments that all numbers share, and one number is log-normal", () => {
  const x = [0.3, 2, 7];
  const density = (length: number, of: typeof location, ...shared: readonly (number | ReturnType<typeof constant>)[]) =>
    evaluate([jointLogNormal(length, shared[0], shared[1], shared[2]).logDensity(constant(of))], {})[0][0];
  const repeated = [0.2, 0.9, 0.5].map((value) => constant([value, value, value]));
  expect(Math.abs(density(3, x, 0.2, 0.9, 0.5) - density(3, x, ...repeated))).toBeLessThan(1e-13);
  const [[alone]] = evaluate([logNormal(0.2, Math.hypot(0.9, 0.5)).logDensity(constant(3))], {});
  expect(Math.abs(density(1, [3], 0.2, 0.9, 0.5) - alone)).toBeLessThan(1e-13);
});

it("has the gradient of its density, in its arguments too", () => {
  const names = ["x", "location", "own", "common"];
  const inputs = names.map((name) => parameterInput(name, [4]));
  const [x, ...given] = inputs;
  const density = jointLogNormal(4, given[0], given[1], given[2]).logDensity(x);
  const at: Record<string, number[]> = { x: [1.4, 0.2, 9, 1.1], location, own, common };
  const slopes = evaluate(gradient(density, inputs), at);
  names.forEach((name, k) => {
    for (let i = 0; i < 4; i++) {
      const moved = (step: number): number => {
        const values = at[name].map((value, j) => (j === i ? value + step : value));
        return evaluate([density], { ...at, [name]: values })[0][0];
      };
      const step = 1e-5 * Math.max(0.01, Math.abs(at[name][i]));
      const numeric = (moved(step) - moved(-step)) / (2 * step);
      expect(Math.abs(slopes[k][i] - numeric)).toBeLessThan(1e-5 * Math.max(1, Math.abs(numeric)));
    }
  });
});

it("draws numbers whose logarithms have these means and covariances", () => {
  const draws = 40_000;
  const { drawArray } = jointLogNormal(4, 0, 1, 1);
  const random = randomStream([11]);
  const out = new Float64Array(4);
  const totals = new Float64Array(4);
  const products = new Float64Array(16);
  for (let d = 0; d < draws; d++) {
    drawArray(random, [location, own, common], out);
    const z = Array.from(out, (value, i) => Math.log(value) - location[i]);
    for (let i = 0; i < 4; i++) {
      totals[i] += z[i];
      for (let j = 0; j < 4; j++) products[4 * i + j] += z[i] * z[j];
    }
  }
  const covariance = (i: number, j: number): number => common[i] * common[j] + (i === j ? own[i] ** 2 : 0);
  for (let i = 0; i < 4; i++) {
    // Five standard errors.
    expect(Math.abs(totals[i] / draws)).toBeLessThan(5 * Math.sqrt(covariance(i, i) / draws));
    for (let j = 0; j < 4; j++) {
      const spread = Math.sqrt(covariance(i, i) * covariance(j, j) + covariance(i, j) ** 2);
      expect(Math.abs(products[4 * i + j] / draws - covariance(i, j))).toBeLessThan((5 * spread) / Math.sqrt(draws));
    }
  }
});

it("refuses parts that are not positive", () => {
  expect(() => jointLogNormal(2, 0, 1, 0)).toThrow(
    "The common of joint_lognormal must be a finite number above 0. Received 0.",
  );
});
