// A model small enough to be fitted again after every result: three returns with a normal posterior, tests that read a multiple of one or two of them,
// and a plan that splits a budget between channels which bring return times the square root of spend. The refit is the conjugate update.

import type { PlanCurves } from "../../../../src/decisions/experiments/plan-curves.ts";
import { informationAbout, normalScores, testResult } from "../../../../src/decisions/experiments/test-result.ts";
import { valueOfTests } from "../../../../src/decisions/experiments/value-of-tests.ts";
import { randomStream } from "../../../../src/numerics/random.ts";

const budget = 100;
const mean = [2, 1.7, 1.2];
/** Covariance of the returns: the first two are hard to tell apart. */
const covariance = [
  [0.36, -0.18, 0.02],
  [-0.18, 0.49, 0],
  [0.02, 0, 0.16],
];
const factor = [
  [0.6, 0, 0],
  [-0.3, Math.sqrt(0.4), 0],
  [1 / 30, 0.01 / Math.sqrt(0.4), 0],
];
factor[2][2] = Math.sqrt(0.16 - factor[2][0] ** 2 - factor[2][1] ** 2);

/** What each design reads of the returns, and its error. */
export const designs: readonly { readonly of: readonly number[]; readonly se: number }[] = [
  [[1, 0, 0], 0.2],
  [[1, 0, 0], 0.5],
  [[1, 0, 0], 1.5],
  [[0, 1, 0], 0.25],
  [[0, 1, 0], 0.6],
  [[0, 1, 0], 2],
  [[0, 0, 1], 0.1],
  [[0, 0, 1], 0.4],
  [[0, 0, 1], 1],
  [[1, 1, 0], 0.5],
  [[0.5, 0, 0.5], 0.3],
  [[0, -1, 0], 0.9],
].map(([of, se]) => ({ of: of as number[], se: se as number }));

const dotOf = (a: readonly number[], b: ArrayLike<number>): number =>
  a.reduce((sum, value, k) => sum + value * b[k], 0);
const totalsAt = (returns: readonly number[]): number[] => {
  const squares = returns.map((value) => Math.max(0, value) ** 2);
  const all = squares.reduce((sum, value) => sum + value, 0);
  return squares.map((value) => (budget * value) / all);
};
const valueAt = (returns: readonly number[], totals: ArrayLike<number>): number =>
  returns.reduce((sum, value, k) => sum + value * Math.sqrt(totals[k]), 0);

function drawsOf(count: number, seed: number): readonly number[][] {
  const random = randomStream([seed]);
  return Array.from({ length: count }, () => {
    const z = [random.normal(), random.normal(), random.normal()];
    return mean.map((center, k) => center + dotOf(factor[k], z));
  });
}

export interface Judged {
  /** About the return of each channel, in nats, and the value for the plan. */
  readonly information: readonly number[];
  readonly value: number;
}

/** By the estimators of the product, from posterior draws alone. */
export function fromDraws(count: number, seed: number): readonly Judged[] {
  const draws = drawsOf(count, seed);
  const curves: PlanCurves = {
    draws: count,
    at: (weights) => {
      const own = mean.map((_, k) => draws.reduce((sum, draw, i) => sum + weights[i] * draw[k], 0));
      const totals = Float64Array.from(totalsAt(own));
      return { totals, value: valueAt(own, totals), valueOf: (other) => valueAt(own, other) };
    },
  };
  const scores = mean.map((_, k) => normalScores(Float64Array.from(draws, (draw) => draw[k])) as Float64Array);
  return designs.map(({ of, se }) => {
    const test = testResult(
      Float64Array.from(draws, (draw) => dotOf(of, draw)),
      se,
    );
    return {
      information: scores.map((own) => informationAbout([own], [test])),
      value: valueOfTests(curves, [test]).value,
    };
  });
}

/** By simulated results, after each of which the model is fitted again. */
export function fromRefits(results: number, seed: number): readonly Judged[] {
  const today = totalsAt(mean);
  return designs.map(({ of, se }, design) => {
    const random = randomStream([seed, design]);
    const column = covariance.map((row) => dotOf(row, of));
    const variance = dotOf(of, column) + se * se;
    let gain = 0;
    for (const truth of drawsOf(results, 1000 * seed + design)) {
      const surprise = dotOf(of, truth) + se * random.normal() - dotOf(of, mean);
      const after = mean.map((center, k) => center + (column[k] / variance) * surprise);
      gain += valueAt(after, totalsAt(after)) - valueAt(after, today);
    }
    const information = mean.map((_, k) => -0.5 * Math.log(1 - column[k] ** 2 / variance / covariance[k][k]));
    return { information, value: gain / results };
  });
}

/** Spearman's correlation. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]): number[] => values.map((x) => values.filter((y) => y < x).length);
  const [first, second] = [ranks(a), ranks(b)];
  const n = a.length;
  const distance = first.reduce((sum, rank, k) => sum + (rank - second[k]) ** 2, 0);
  return 1 - (6 * distance) / (n * (n * n - 1));
}
