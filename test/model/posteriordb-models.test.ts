// Eighteen models of posteriordb: how many lines each takes beside Stan, and, where no reference draws are at hand (posteriordb.slow.test.ts has
// those that have some), their densities against the Stan programs' written out plainly.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileModel } from "../../src/model/index.ts";
import { logistic } from "../../src/numerics/special/index.ts";
import * as models from "./support/posteriordb-models.ts";
import { type Json, modelFor } from "./support/posteriordb.ts";
import { stanLines } from "./support/stan-lines.ts";
import { derivative } from "../distributions/support/differences.ts";

type Name = keyof typeof stanLines;

const source = readFileSync(new URL("support/posteriordb-models.ts", import.meta.url), "utf8");

/** Lines with code from the name of the function to its last brace. */
function linesOf(name: Name): number {
  const start = source.indexOf(`export function ${name}(`);
  const lines = source.slice(start, source.indexOf("\n}\n", start) + 2).split("\n");
  return lines.filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length;
}

describe("the models of posteriordb", () => {
  it("take at most the lines of their Stan programs", () => {
    const longer = (Object.keys(stanLines) as Name[]).filter((name) => linesOf(name) > stanLines[name]);
    expect(longer).toEqual([]);
    expect(Object.keys(models).toSorted()).toEqual(Object.keys(stanLines).toSorted());
  });

  it("are counted in benchmarks/README.md", () => {
    const page = readFileSync(new URL("../../benchmarks/README.md", import.meta.url), "utf8");
    const rows = [...page.matchAll(/^\| `(\w+)` +\| (\d+) +\| (\d+) +\|$/gm)].map(([, name, ...counts]) => [
      name,
      ...counts.map(Number),
    ]);
    const wanted = (Object.keys(stanLines) as Name[]).map((name) => [name, linesOf(name), stanLines[name]]);
    expect(rows).toEqual(wanted);
  });

  it("are eighteen, most of them in ten lines", () => {
    const counts = (Object.keys(stanLines) as Name[]).map(linesOf);
    expect(counts.length).toBe(18);
    expect(counts.filter((count) => count <= 10).length).toBeGreaterThanOrEqual(12);
  });
});

const normal = (x: number, mean: number, sd: number): number => -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd);
const logNormal = (x: number, mean: number, sd: number): number => normal(Math.log(x), mean, sd) - Math.log(x);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** Classical Runge-Kutta steps from `t0` to each time. */
function solve(
  change: (state: readonly number[], t: number) => number[],
  start: readonly number[],
  t0: number,
  times: readonly number[],
): number[][] {
  let [state, t] = [[...start], t0];
  return times.map((time) => {
    const h = (time - t) / 2000;
    const moved = (k: readonly number[], by: number): number[] => state.map((value, i) => value + by * k[i]);
    for (let i = 0; i < 2000; i++, t += h) {
      const a = change(state, t);
      const b = change(moved(a, h / 2), t + h / 2);
      const c = change(moved(b, h / 2), t + h / 2);
      const d = change(moved(c, h), t + h);
      state = state.map((value, j) => value + (h / 6) * (a[j] + 2 * b[j] + 2 * c[j] + d[j]));
    }
    return state;
  });
}

interface Check {
  readonly data: Json;
  readonly at: Readonly<Record<string, number | readonly number[]>>;
  /** The same at other values of one parameter: differences do not depend on constants. */
  readonly other: Readonly<Record<string, number | readonly number[]>>;
  /** The log likelihood, but for constants. */
  readonly logLikelihood: (p: Readonly<Record<string, number>>) => number;
  /** Relative error: that of the solver of equations. */
  readonly tolerance?: number;
}

const y = [1.2, 0.8, 1.5, 2.1, 1.1, 0.3];
const x = [1, 1.5, 2.5, 4, 8, 15];
const trials = [
  [0, 1, 0, 1, 1],
  [0, 0, 1, 1, 0],
];

const checks: Partial<Record<Name, Check>> = {
  arma11: {
    data: { T: 6, y },
    at: { mu: 0.4, phi: 0.6, theta: 0.3, sigma: 0.7 },
    other: { mu: 0.1, phi: -0.2, theta: 0.9, sigma: 1.2 },
    logLikelihood: ({ mu, phi, theta, sigma }) => {
      let error = y[0] - mu - phi * mu;
      let sum = normal(error, 0, sigma);
      for (let t = 1; t < y.length; t++) {
        error = y[t] - (mu + phi * y[t - 1] + theta * error);
        sum += normal(error, 0, sigma);
      }
      return sum;
    },
  },
  garch11: {
    data: { T: 6, y, sigma1: 0.5 },
    at: { mu: 0.4, alpha0: 0.6, alpha1: 0.3, beta1: 0.5 },
    other: { mu: 0.9, alpha0: 0.1, alpha1: 0.7, beta1: 0.2 },
    logLikelihood: ({ mu, alpha0, alpha1, beta1 }) => {
      let sigma = 0.5;
      let sum = normal(y[0], mu, sigma);
      for (let t = 1; t < y.length; t++) {
        sigma = Math.sqrt(alpha0 + alpha1 * (y[t - 1] - mu) ** 2 + beta1 * sigma ** 2);
        sum += normal(y[t], mu, sigma);
      }
      return sum;
    },
  },
  dugongs: {
    data: { N: 6, x, Y: y },
    at: { alpha: 2.6, beta: 1, lambda: 0.8, tau: 4 },
    other: { alpha: 2, beta: 0.7, lambda: 0.6, tau: 9 },
    logLikelihood: ({ alpha, beta, lambda, tau }) =>
      total(y.map((value, i) => normal(value, alpha - beta * lambda ** x[i], 1 / Math.sqrt(tau)))),
  },
  diamonds: {
    data: { N: 6, K: 3, Y: y, X: x.map((value, i) => [1, value, y[5 - i]]) },
    at: { b: [0.4, -0.3], Intercept: 7, sigma: 2 },
    other: { b: [-0.2, 0.5], Intercept: 2, sigma: 1 },
    logLikelihood: (p) => {
      const [meanX, meanY] = [total(x) / 6, total(y) / 6];
      const mean = (i: number): number => p.Intercept + p["b[1]"] * (x[i] - meanX) + p["b[2]"] * (y[5 - i] - meanY);
      return total(y.map((value, i) => normal(value, mean(i), p.sigma)));
    },
  },
  dogs: {
    data: { n_dogs: 2, n_trials: 5, y: trials },
    at: { beta: [0.5, -0.3, 0.2] },
    other: { beta: [0.1, 0.4, -0.9] },
    logLikelihood: (p) =>
      total(
        trials.flatMap((row) =>
          row.map((value, t) => {
            const shocks = total(row.slice(0, t));
            const logit = p["beta[1]"] + p["beta[2]"] * (t - shocks) + p["beta[3]"] * shocks;
            return Math.log(logistic(value === 1 ? logit : -logit));
          }),
        ),
      ),
  },
  gp_pois_regr: {
    data: { N: 6, x, k: [3, 1, 0, 2, 7, 4] },
    at: { rho: 6, alpha: 1.2, f: [0.1, 0.12, 0.2, 0.4, 0.9, 1.1] },
    other: { rho: 6, alpha: 1.2, f: [0.3, 0.31, 0.3, 0.2, 0.1, -0.1] },
    logLikelihood: (p) => total([3, 1, 0, 2, 7, 4].map((k, i) => k * p[`f[${i + 1}]`] - Math.exp(p[`f[${i + 1}]`]))),
  },
  radon_variable_intercept_slope: {
    data: { N: 6, J: 2, county_idx: [0, 1, 1, 0, 1, 0], floor_measure: [0, 1, 0, 1, 0, 0], log_radon: y },
    at: {
      sigma_y: 0.7,
      sigma_alpha: 0.5,
      sigma_beta: 0.4,
      mu_alpha: 1,
      mu_beta: -0.3,
      alpha: [1, 1.4],
      beta: [-1, 0.2],
    },
    other: {
      sigma_y: 1,
      sigma_alpha: 0.5,
      sigma_beta: 0.4,
      mu_alpha: 1,
      mu_beta: 0.3,
      alpha: [0, 0.4],
      beta: [1, 0.1],
    },
    logLikelihood: (p) =>
      total(
        [0, 1, 1, 0, 1, 0].map((county, i) => {
          const mean = p[`alpha[${county + 1}]`] + [0, 1, 0, 1, 0, 0][i] * p[`beta[${county + 1}]`];
          return normal(y[i], mean, p.sigma_y);
        }),
      ),
  },
  one_comp_mm_elim_abs: {
    data: { N_t: 6, t0: 0, D: 30, V: 2, times: [...x.slice(0, 5), 10], C_hat: y },
    at: { k_a: 0.7, K_m: 1.4, V_m: 3, sigma: 0.5 },
    other: { k_a: 0.3, K_m: 0.8, V_m: 2, sigma: 0.8 },
    logLikelihood: ({ k_a, K_m, V_m, sigma }) => {
      const change = ([c]: readonly number[], t: number): number[] => [
        (Math.exp(-k_a * t) * 30 * k_a) / 2 - ((V_m / 2) * c) / (K_m + c),
      ];
      const solved = solve(change, [0], 0, [...x.slice(0, 5), 10]);
      return total(y.map((value, i) => logNormal(value, Math.log(solved[i][0]), sigma)));
    },
    tolerance: 1e-4,
  },
  soil_incubation: {
    data: { N_t: 6, totalC_t0: 7, t0: 0, ts: x, eCO2mean: y },
    at: { k1: 0.7, k2: 0.1, alpha21: 0.3, alpha12: 0.2, gamma: 0.6, sigma: 0.5 },
    other: { k1: 0.2, k2: 0.3, alpha21: 0.1, alpha12: 0.4, gamma: 0.8, sigma: 0.9 },
    logLikelihood: ({ k1, k2, alpha21, alpha12, gamma, sigma }) => {
      const change = ([a, b]: readonly number[]): number[] => [-k1 * a + alpha12 * k2 * b, -k2 * b + alpha21 * k1 * a];
      const solved = solve(change, [gamma * 7, (1 - gamma) * 7], 0, x);
      return total(y.map((value, i) => normal(value, 7 - total(solved[i]), sigma)));
    },
    tolerance: 1e-4,
  },
};

describe.each(Object.entries(checks))("%s", (name, { data: raw, at, other, logLikelihood, tolerance = 1e-9 }) => {
  const { model, data } = modelFor(models[name as Name], raw);
  const posterior = compileModel(model, data);

  it("has the likelihood of the Stan program", () => {
    const [first, second] = [at, other].map((values) => {
      const { columns, logLikelihood: found } = posterior.constrainDraws(posterior.unconstrain(values), 1);
      const named = Object.fromEntries([...columns].map(([key, column]) => [key, column[0]]));
      return { found: found[0], wanted: logLikelihood(named) };
    });
    const [found, wanted] = [first.found - second.found, first.wanted - second.wanted];
    expect(Math.abs(found - wanted)).toBeLessThan(tolerance * (1 + Math.abs(wanted)));
  });

  it("has the gradient that finite differences give", () => {
    const density = posterior.density();
    const place = Float64Array.from(posterior.unconstrain(at));
    const gradient = new Float64Array(density.dimension);
    const scratch = new Float64Array(density.dimension);
    density.evaluate(place, gradient);
    range(density.dimension).forEach((i) => {
      const along = derivative((value) => density.evaluate(place.with(i, value), scratch), place[i], 0.05);
      expect(Math.abs(gradient[i] - along.value), `${i}`).toBeLessThan(
        (tolerance < 1e-6 ? 1e-6 : 1e-2) * Math.max(1, Math.abs(along.value)),
      );
    });
  });
});
