// Tests of residuals on many tables of noise: right as often as they say where nothing is.

import { describe, expect, it } from "vitest";
import {
  addedVariables,
  extremes,
  kurtosis,
  largestStep,
  outliersOf,
  persistence,
  stepsOf,
} from "../../../src/decisions/review/misfit-tests.ts";
import { misfitLimits } from "../../../src/decisions/review/misfit-check.ts";
import { misfitChecks } from "../support/judged-checks.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { weeks, table, misfitOf } from "../support/residuals.ts";

/** Four standard errors of a share p of n. */
const within = (p: number, n: number): number => 4 * Math.sqrt((p * (1 - p)) / n);

describe("tests of residuals", () => {
  it("say p < 0.1 in a tenth of the tables of noise, for variables that have nothing to do with it", () => {
    const tables = 1500;
    const low = { added: 0, step: 0, kurtosis: 0, persistence: 0, outlier: 0 };
    const variables = [1, 2, 3].map((k) => {
      const random = randomStream([k, 5]);
      return Float64Array.from({ length: weeks }, () => Math.exp(random.normal()));
    });
    for (let seed = 0; seed < tables; seed++) {
      const rest = table(seed);
      if (addedVariables(rest, variables).pValue < 0.1) low.added++;
      if (outliersOf(rest)[0].pValue < 0.1) low.outlier++;
    }
    expect(Math.abs(low.added / tables - 0.1)).toBeLessThan(within(0.1, tables));
    // Bonferroni's bound: at most a tenth, and hardly less for residuals that are hardly correlated.
    expect(low.outlier / tables).toBeLessThan(0.1 + within(0.1, tables));
    expect(low.outlier / tables).toBeGreaterThan(0.05);
    const few = 200;
    for (let seed = 0; seed < few; seed++) {
      const rest = table(seed);
      const steps = stepsOf(rest);
      const [step, tails, lasting] = extremes(
        rest,
        [(residuals) => (largestStep(steps, residuals)?.product ?? 0) ** 2, kurtosis, persistence],
        randomStream([seed, 78]),
      );
      if (step.pValue < 0.1) low.step++;
      if (tails.pValue < 0.1) low.kurtosis++;
      if (lasting.pValue < 0.1) low.persistence++;
    }
    for (const name of ["step", "kurtosis", "persistence"] as const) {
      expect([name, Math.abs(low[name] / few - 0.1) < within(0.1, few)]).toEqual([name, true]);
    }
  });
});

describe("what is missing from a model", () => {
  it("is nothing where nothing is: no more than chance has it, over sixty tables", async () => {
    const warned = new Map<string, number>();
    const tables = 60;
    for (let seed = 1; seed <= tables; seed++) {
      const { found } = await misfitOf({}, seed);
      for (const { check, status, figure, threshold, finding } of misfitChecks(found)) {
        expect(threshold).toBe(misfitLimits.p);
        expect(figure).toBeGreaterThan(0);
        expect(finding).toMatch(/\S.*\.$/);
        if (status !== "PASS") warned.set(check, (warned.get(check) ?? 0) + 1);
      }
    }
    // Binomial(60, 0.01) is above 5 with a probability of 3e-5.
    for (const [check, count] of warned) expect([check, count <= 5]).toEqual([check, true]);
  });
});
