// Counts published with noise: known values, sums by brute force, derivatives, draws.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type NoiseFamily, countReach, firstCount, leftCensored, noisyCount } from "../../src/distributions/index.ts";
import { constant, dataInput, evaluate, gradient, type Node, parameterInput, sum } from "../../src/graph/index.ts";
import { randomStream } from "../../src/sampling/index.ts";
import { lgamma } from "../../src/numerics/special/index.ts";
import { derivative } from "./support/differences.ts";
import { engineOf, engines } from "./support/engines.ts";

interface Noise {
  readonly mechanism: NoiseFamily;
  readonly scale: number;
  readonly whole: 0 | 1;
}

const laplace = (scale: number, whole: 0 | 1 = 1): Noise => ({ mechanism: "laplace", scale, whole });
const gaussian = (scale: number, whole: 0 | 1 = 1): Noise => ({ mechanism: "gaussian", scale, whole });

// Made with mpmath at 60 digits.
const { count_plus_discrete_laplace: known } = JSON.parse(
  readFileSync(new URL("../privacy/support/known-answers.json", import.meta.url), "utf8"),
) as { count_plus_discrete_laplace: { readonly model: string; readonly obs: number; readonly log_pmf: string }[] };

/** Mean, dispersion and scale as the table writes them; a Poisson is the limit of a large dispersion. */
function parsed(model: string): readonly [mean: number, dispersion: number, scale: number] {
  const poisson = /^Poisson\((.+)\)\+DLap\((.+)\)$/.exec(model);
  if (poisson !== null) return [Number(poisson[1]), endless, Number(poisson[2])];
  const binomial = /^NB2\(mean (.+), size (.+)\)\+DLap\((.+)\)$/.exec(model);
  if (binomial === null) throw new Error(`What is ${model}?`);
  return [Number(binomial[1]), Number(binomial[2]), Number(binomial[3])];
}

/** Log density at x, with mean, dispersion as parameters. */
function densityNode(noise: Noise, x: number, mean: Node, dispersion: Node): Node {
  const reach = countReach(noise.mechanism, noise.scale);
  const distribution = noisyCount(mean, dispersion, { ...noise, reach, first: firstCount(x, reach) });
  return distribution.logDensity(constant([x]));
}

const [meanInput, dispersionInput] = ["mean", "dispersion"].map((name) => parameterInput(name, [1]));
const at = (mean: number, dispersion: number): Record<string, number[]> => ({ mean: [mean], dispersion: [dispersion] });

describe.each(engines)("a negative binomial with Laplace noise has its known values: %s", (engine) => {
  it.each(known.map((row) => [row.model, row.obs, row] as const))("%s at %d", (model, x, row) => {
    const [mean, dispersion, scale] = parsed(model);
    const compute = engineOf(engine, densityNode(laplace(scale), x, meanInput, dispersionInput));
    expect(Math.abs(compute(at(mean, dispersion))[0] / Number(row.log_pmf) - 1)).toBeLessThan(1e-12);
  });
});

/** Stands for a Poisson, whose variance differs from that of a count of 1000 by 1e-12 of itself. */
const endless = 1e15;
const logNegativeBinomial = (n: number, m: number, r: number): number =>
  r === endless
    ? n * Math.log(m) - m - lgamma(n + 1)
    : lgamma(n + r) - lgamma(r) - lgamma(n + 1) + n * Math.log(m / (m + r)) - r * Math.log1p(m / r);

function logNoise({ mechanism, scale, whole }: Noise, d: number): number {
  if (mechanism === "laplace") {
    const q = Math.exp(-1 / scale);
    return (whole === 1 ? Math.log((1 - q) / (1 + q)) : -Math.log(2 * scale)) - Math.abs(d) / scale;
  }
  let total = scale * Math.sqrt(2 * Math.PI);
  if (whole === 1) {
    total = 0;
    for (let k = -1000; k <= 1000; k++) total += Math.exp((-k * k) / (2 * scale * scale));
  }
  return (-d * d) / (2 * scale * scale) - Math.log(total);
}

/** Over all counts up to ten thousand. */
function bruteForce(x: number, m: number, r: number, weight: (distance: number) => number): number {
  const terms: number[] = [];
  for (let n = 0; n <= 10_000; n++) terms.push(logNegativeBinomial(n, m, r) + weight(x - n));
  const largest = Math.max(...terms);
  return largest + Math.log(terms.reduce((total, term) => total + Math.exp(term - largest), 0));
}

/** Counts few and many, from nearly Poisson to most uneven; published values near, below zero and far off. */
const cases: readonly (readonly [noise: Noise, x: number, mean: number, dispersion: number])[] = [
  [laplace(1), 4, 3, 1e4],
  [laplace(3), -7, 2, 0.6],
  [laplace(0.3), 0, 0.05, 5],
  [laplace(0.4), -30, 2, 5],
  [laplace(2, 0), 5.3, 8, 4],
  [laplace(2, 0), -0.7, 0.4, 30],
  [laplace(3), 900, 1000, 40],
  [laplace(1), 300, 1200, 3],
  [gaussian(0.5), 4, 3, 2],
  [gaussian(2.5), -6, 4, 25],
  [gaussian(6, 0), 41.25, 50, 10],
  [gaussian(12), 250, 200, endless],
];

it.each(cases)(
  "with noise %j the density of %d with mean %d and dispersion %d is the sum over all counts",
  (...row) => {
    const [noise, x, mean, dispersion] = row;
    const [found] = evaluate([densityNode(noise, x, meanInput, dispersionInput)], at(mean, dispersion))[0];
    const wanted = bruteForce(x, mean, dispersion, (d) => logNoise(noise, d));
    // The plain formula subtracts log gammas of up to this size.
    const rounding = 8 * Number.EPSILON * Math.max(1, lgamma(mean + dispersion + 300));
    expect(Math.abs(found - wanted)).toBeLessThan(1e-12 + rounding);
  },
);

describe("a value ever farther from its mean", () => {
  const distances = [1.2, 1.5, 2, 3, 5, 10, 20, 50, 100];

  it.each([
    [laplace(1), 20, endless],
    [laplace(1), 0, endless],
    [laplace(0.5), 2, 30],
    [laplace(3), 50, 200],
    [gaussian(4), 10, endless],
  ] as const)(
    "with noise %j of %d keeps its digits down to exp(-40), and is drawn back beyond",
    (noise, x, dispersion) => {
      const node = densityNode(noise, x, meanInput, dispersionInput);
      const [byMean] = gradient(sum(node), [meanInput]);
      for (const distance of distances) {
        const given = at(Math.max(x, 1) * distance, dispersion);
        const [[found], [slope]] = evaluate([node, byMean], given);
        const wanted = bruteForce(x, given.mean[0], dispersion, (d) => logNoise(noise, d));
        expect(slope).toBeLessThan(0);
        if (wanted > -40) expect(Math.abs(found - wanted)).toBeLessThan(1e-9);
        else expect(found).toBeLessThan(wanted + 1e-9 * Math.abs(wanted));
      }
    },
  );
});

describe.each(engines)("derivatives by mean and dispersion equal finite differences: %s", (engine) => {
  it.each(cases.filter(([, , mean]) => mean < 300))(
    "%j at %d, mean %d, dispersion %d",
    (noise, x, mean, dispersion) => {
      const node = densityNode(noise, x, meanInput, dispersionInput);
      const inputs = { mean, dispersion };
      const gradients = gradient(sum(node), [meanInput, dispersionInput]);
      (["mean", "dispersion"] as const).forEach((name, i) => {
        const value = inputs[name];
        const along = (y: number): number => {
          const moved = { ...inputs, [name]: y };
          return evaluate([node], at(moved.mean, moved.dispersion))[0][0];
        };
        const wanted = derivative(along, value, 0.05 * value);
        const received = engineOf(engine, gradients[i])(at(mean, dispersion))[0];
        expect(Math.abs(received - wanted.value)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(wanted.value)));
        expect(wanted.error).toBeLessThan(1e-7 * Math.max(1, Math.abs(wanted.value)));
      });
    },
  );
});

describe("noise clipped at a bound", () => {
  it.each([
    [laplace(1), 0, 2, 3],
    [laplace(3), 0, 0.7, 50],
    [laplace(2), 5, 12, 4],
    [laplace(0.5), -2, 1, 4],
    [laplace(2, 0), 0, 3, 3],
    [laplace(2, 0), 1.5, 3, 3],
  ] as const)(
    "%j at %d: the bound has the probability of all that is not above it",
    (noise, bound, mean, dispersion) => {
      const { scale, whole } = noise;
      const q = Math.exp(-1 / scale);
      const upTo = (d: number): number => {
        if (whole === 1) return d < 0 ? q ** -d / (1 + q) : 1 - q ** (d + 1) / (1 + q);
        return d < 0 ? Math.exp(d / scale) / 2 : 1 - Math.exp(-d / scale) / 2;
      };
      const reach = countReach("laplace", scale);
      const seen = noisyCount(mean, dispersion, { ...noise, mechanism: "laplace", reach, first: 0 });
      const censored = leftCensored(seen, bound);
      const [atBound, above] = evaluate([censored.logDensity(constant([bound, bound + 2]))], {})[0];
      expect(Math.abs(atBound - bruteForce(bound, mean, dispersion, (d) => Math.log(upTo(d))))).toBeLessThan(1e-11);
      const own = bruteForce(bound + 2, mean, dispersion, (d) => logNoise(noise, d));
      expect(Math.abs(above - own)).toBeLessThan(1e-11);
    },
  );
});

it("of several weeks each has its own window, and derivatives by a mean for each", () => {
  const x = [-3, 0, 12, 70];
  const reach = countReach("laplace", 1);
  const mean = parameterInput("mean", [4]);
  const node = noisyCount(mean, dispersionInput, {
    ...laplace(1),
    reach,
    first: dataInput("first", [4]),
  }).logDensity(dataInput("x", [4]));
  const given = { mean: [1, 2, 10, 60], dispersion: [7], x, first: x.map((value) => firstCount(value, reach)) };
  const together = [...evaluate([node], given)[0]];
  x.forEach((value, t) => {
    const alone = evaluate([densityNode(laplace(1), value, meanInput, dispersionInput)], at(given.mean[t], 7))[0][0];
    expect(Math.abs(together[t] - alone)).toBeLessThan(1e-13);
  });
});

describe("draws", () => {
  it.each([
    [laplace(1), 0.8, 3],
    [laplace(2), 2.5, endless],
    [gaussian(1.3), 1.5, 2],
    [gaussian(0.4), 1.5, 2],
  ] as const)("%j with mean %d have the probabilities that the log density says", (noise, mean, dispersion) => {
    const reach = countReach(noise.mechanism, noise.scale);
    const distribution = noisyCount(mean, dispersion, { ...noise, reach });
    const random = randomStream([31]);
    const draws = 40_000;
    const found = new Map<number, number>();
    for (let i = 0; i < draws; i++) {
      const value = distribution.draw(random, [mean, dispersion, noise.scale, 1]);
      found.set(value, (found.get(value) ?? 0) + 1);
    }
    const values = Array.from({ length: 41 }, (_, i) => i - 15);
    const probabilities = [...evaluate([distribution.logDensity(constant(values))], {})[0]].map(Math.exp);
    for (const [i, p] of probabilities.entries()) {
      // Five standard errors; 41 values are compared.
      const error = Math.sqrt((p * (1 - p)) / draws);
      expect(Math.abs((found.get(values[i]) ?? 0) / draws - p)).toBeLessThan(5 * error + 1 / draws);
    }
  });

  it("of continuous noise have the variance of both", () => {
    const random = randomStream([32]);
    for (const noise of [laplace(1.5, 0), gaussian(2, 0)]) {
      const distribution = noisyCount(6, 4, { ...noise, reach: countReach(noise.mechanism, noise.scale) });
      const draws = Array.from({ length: 40_000 }, () => distribution.draw(random, [6, 4, noise.scale, 0]));
      const average = draws.reduce((total, value) => total + value, 0) / draws.length;
      const squares = draws.map((value) => (value - average) ** 2);
      const variance = squares.reduce((total, value) => total + value, 0) / draws.length;
      const ofSquares = squares.reduce((total, value) => total + (value - variance) ** 2, 0) / draws.length;
      const wanted = 6 + 36 / 4 + (noise.mechanism === "laplace" ? 2 : 1) * noise.scale ** 2;
      expect(draws.some((value) => !Number.isInteger(value))).toBe(true);
      expect(Math.abs(average - 6)).toBeLessThan(4 * Math.sqrt(wanted / draws.length));
      expect(Math.abs(variance - wanted)).toBeLessThan(4 * Math.sqrt(ofSquares / draws.length));
    }
  });
});
