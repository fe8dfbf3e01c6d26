// Expected value of tests for the next plan: the plan chosen anew after each result that they may have, against today's best plan under the same
// knowledge (expected value of sample information; Raiffa and Schlaifer 1961). Draws weighted by a result stand for the posterior after it.

import { inverseNormalCdf } from "../../numerics/special/index.ts";
import type { PlanCurves } from "./plan-curves.ts";
import { type TestResult, weightsAfter } from "./test-result.ts";

/** Results of one test, and of several together, over which values are averaged. */
const resultsOfOne = 64;
const resultsOfSeveral = 256;

export interface ValueOfTests {
  /** In what the plan is judged by: revenue, or profit. At least 0. */
  readonly value: number;
  /** Effective number of draws behind the plans after a result: the least of the middle 90% of the results. */
  readonly effectiveDraws: number;
}

/** The value of the results of tests that are known together before the plan is made. */
export function valueOfTests(curves: PlanCurves, tests: readonly TestResult[]): ValueOfTests {
  const today = curves.at(new Float64Array(curves.draws).fill(1 / curves.draws)).totals;
  const results = tests.length === 1 ? single(tests[0]) : together(tests);
  let gain = 0;
  const sizes: number[] = [];
  for (const result of results) {
    const weights = weightsAfter(tests, result);
    const after = curves.at(weights);
    gain += Math.max(0, after.value - after.valueOf(today));
    sizes.push(1 / weights.reduce((total, weight) => total + weight * weight, 0));
  }
  sizes.sort((a, b) => a - b);
  return { value: gain / results.length, effectiveDraws: sizes[Math.floor(0.05 * sizes.length)] };
}

/** What it would be worth to know everything that the draws leave open: no test can be worth more. */
export function valueOfCertainty(curves: PlanCurves): number {
  const { draws } = curves;
  const today = curves.at(new Float64Array(draws).fill(1 / draws)).totals;
  const alone = new Float64Array(draws);
  let gain = 0;
  for (let draw = 0; draw < draws; draw++) {
    alone[draw] = 1;
    const known = curves.at(alone);
    gain += Math.max(0, known.value - known.valueOf(today));
    alone[draw] = 0;
  }
  return gain / draws;
}

function single(test: TestResult): readonly (readonly number[])[] {
  return [...test.results(resultsOfOne)].map((result) => [result]);
}

/** A draw and the noise of every test for each result, evenly spread over both (Kronecker's sequence on powers of the generalized golden ratio; Roberts 2018). */
function together(tests: readonly TestResult[]): readonly (readonly number[])[] {
  const draws = tests[0].effect.length;
  const dimensions = tests.length + 1;
  let ratio = 2;
  for (let k = 0; k < 30; k++) ratio = (1 + ratio) ** (1 / (dimensions + 1));
  const at = (index: number, dimension: number): number => (0.5 + (index + 1) * ratio ** -(dimension + 1)) % 1;
  return Array.from({ length: resultsOfSeveral }, (_, k) => {
    const draw = Math.min(draws - 1, Math.floor(at(k, 0) * draws));
    return tests.map(({ effect, se }, test) => effect[draw] + se * inverseNormalCdf(at(k, test + 1)));
  });
}
