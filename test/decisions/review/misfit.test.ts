// Tests of residuals for something that is missing: the formulas, and seeing what is there.

import { describe, expect, it } from "vitest";
import { dot } from "../../../src/numerics/index.ts";
import { removeBasis, squaresOf, unexplained } from "../../../src/decisions/review/misfit-residuals.ts";
import {
  addedVariables,
  extremes,
  fTail,
  largestStep,
  outliersOf,
  persistence,
  stepsOf,
} from "../../../src/decisions/review/misfit-tests.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { smallestP } from "../../../src/decisions/review/misfit-check.ts";
import type { Misfit } from "../../../src/decisions/review/misfit.ts";
import type { ReviewCheckKind } from "../../../src/decisions/review/review-check.ts";
import { carryOverShape } from "../../../src/decisions/review/checks/carry-over-shape.ts";
import { changingEffect } from "../../../src/decisions/review/checks/changing-effect.ts";
import { curveShape } from "../../../src/decisions/review/checks/curve-shape.ts";
import { lastingErrors } from "../../../src/decisions/review/checks/lasting-errors.ts";
import { levelShift } from "../../../src/decisions/review/checks/level-shift.ts";
import { outlyingRows } from "../../../src/decisions/review/checks/outliers.ts";
import { spendFollowsSales } from "../../../src/decisions/review/checks/spend-follows-sales.ts";
import { meanExpected, predictiveScores } from "../../../src/decisions/predictions/scores-predictive.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { judgedBy } from "../support/judged-checks.ts";
import { madeUpModel } from "../support/made-up-model.ts";
import { weeks, table, misfitOf } from "../support/residuals.ts";

describe("tests of residuals", () => {
  it("have the tail probabilities of the F distribution", () => {
    // With one and one degrees of freedom it is the square of a Cauchy.
    expect(fTail(3, 1, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(Math.sqrt(3)), 12);
    expect(fTail(0, 2, 9)).toBe(1);
    // F with 2 and m degrees of freedom has the closed form (1 + 2 f / m)^(-m / 2).
    for (const [f, m] of [
      [0.3, 9],
      [4.5, 50],
      [12, 7],
    ]) {
      expect(fTail(f, 2, m) / (1 + (2 * f) / m) ** (-m / 2)).toBeCloseTo(1, 10);
    }
  });

  it("add nothing for variables that the model explains already, or that repeat each other", () => {
    const rest = table(3);
    const inside = rest.basis[1].map((value, t) => 5 + 3 * value - rest.basis[4][t]);
    expect(addedVariables(rest, [inside])).toEqual({ variables: 0, statistic: 0, pValue: 1, explained: 0 });
    const fresh = Float64Array.from({ length: weeks }, (_, t) => Math.sin(t * t));
    const once = addedVariables(rest, [fresh]);
    const twice = addedVariables(rest, [fresh, fresh.map((value) => 2 * value + 1)]);
    expect(twice.variables).toBe(1);
    expect(twice.pValue).toBeCloseTo(once.pValue, 10);
  });

  it("find an added variable as ordinary least squares does", () => {
    const rest = table(4, (t) => Math.cos(t * t));
    const variable = Float64Array.from({ length: weeks }, (_, t) => Math.cos(t * t));
    // Frisch and Waugh: the F statistic of one variable is the square of its t statistic in the regression on what is left of it.
    const left = variable.slice();
    removeBasis(left, rest.basis);
    const slope = dot(left, rest.residuals) / squaresOf(left);
    const errors = rest.residuals.map((value, t) => value - slope * left[t]);
    const t2 = slope ** 2 / (squaresOf(errors) / (rest.degrees - 1) / squaresOf(left));
    expect(addedVariables(rest, [variable]).statistic / t2).toBeCloseTo(1, 10);
  });

  it("find a step where it is, a row far off, and errors that last", () => {
    const stepped = table(5, (t) => (t >= 50 ? 4 : 0));
    const found = largestStep(stepsOf(stepped), stepped.residuals)!;
    expect(Math.abs(found.step.row - 50)).toBeLessThanOrEqual(1);
    // Noise of 1 over 50 and 30 rows, beside a line: an estimate of 4 with a standard error below 1/2.
    expect(Math.abs((found.product / found.step.length) * stepped.length - 4)).toBeLessThan(2);
    const [first, second] = outliersOf(table(6, (t) => (t === 17 ? 8 : 0)));
    expect(first.row).toBe(17);
    expect(first.pValue).toBeLessThan(1e-4);
    expect(second.pValue).toBeGreaterThan(0.01);
    const [lasting] = extremes(
      table(7, (t) => 2 * Math.sin(t / 4)),
      [persistence],
      randomStream([1, 2]),
    );
    expect(lasting.pValue).toBeLessThan(0.005);
  });
});

describe("what is missing from a model", async () => {
  const standardized = (values: ArrayLike<number>) => {
    const all = Array.from(values);
    const mean = all.reduce((total, value) => total + value, 0) / all.length;
    const deviation = Math.sqrt(all.reduce((total, value) => total + (value - mean) ** 2, 0) / all.length);
    return (t: number): number => ((all[t] ?? mean) - mean) / deviation;
  };
  const statusOf = (misfit: Misfit, kind: ReviewCheckKind) => judgedBy(kind, { misfit })!;

  it("is spend that follows sales, where errors come before spend", async () => {
    const { found } = await misfitOf({ add: (t, [, radio]) => 1.5 * standardized(radio)(t + 1) });
    expect(statusOf(found, spendFollowsSales)).toMatchObject({ status: "REVIEW" });
    expect(statusOf(found, spendFollowsSales).finding).toContain("precede spend on Radio");
    expect(statusOf(found, spendFollowsSales).advice).toContain("control");
  });

  it("is carry-over of another shape, where earlier spend still works", async () => {
    const { found } = await misfitOf({
      made: { fixed: { decay: 0.1 } },
      add: (t, [, radio]) => 1.5 * standardized(radio)(t - 4),
    });
    expect(statusOf(found, carryOverShape)).toMatchObject({ status: "REVIEW" });
    expect(statusOf(found, carryOverShape).finding).toContain("Radio");
  });

  it("is a curve of another shape, where the response has a kink", async () => {
    const { found } = await misfitOf({
      made: { fixed: { decay: 0.1 } },
      add: (t, [, radio]) => 4 * Math.abs(standardized(radio)(t)),
    });
    expect(statusOf(found, curveShape)).toMatchObject({ status: "REVIEW" });
  });

  it("is an effect that falls, where contributions shrink", async () => {
    const { found } = await misfitOf({
      add: (t, _, [tv]) => -2 * standardized(tv)(t) * (t / 103 - 0.5) * 2,
    });
    const check = statusOf(found, changingEffect);
    expect(check.status).toBe("REVIEW");
    expect(check.finding).toContain("the effect of TV falls");
  });

  it("is no change of effects where the base has a trend that the model lacks", async () => {
    for (const slope of [-6, 6]) {
      const { found } = await misfitOf({ made: { file: "trend: none" }, add: (t) => slope * (t / 103 - 0.5) });
      expect(statusOf(found, changingEffect).status).toBe("PASS");
      expect(statusOf(found, lastingErrors).status).toBe("REVIEW");
    }
  });

  it("is a break of the level, with its date, its direction and about its size", async () => {
    const { found, model, predictions } = await misfitOf({ add: (t) => (t >= 60 ? -3 : 0) });
    const check = statusOf(found, levelShift);
    expect(check.status).toBe("REVIEW");
    expect(check.finding).toContain("below");
    expect(Math.abs(found.step!.row - 60)).toBeLessThanOrEqual(3);
    expect(found.step!.date).toBe(model.data.dates[found.step!.row]);
    // A step of 3 standard deviations of the noise; the model's own directions may have taken a part of it.
    const steps = found.step!.size / predictions.sigma[0];
    expect(steps).toBeLessThan(-1.5);
    expect(steps).toBeGreaterThan(-4.5);
  });

  it("is outliers, with their dates and the likelihood that bears them", async () => {
    const { found, model } = await misfitOf({ add: (t) => (t === 20 || t === 70 ? 9 : 0) });
    const check = statusOf(found, outlyingRows);
    expect(check.status).toBe("REVIEW");
    expect(found.tails!.outliers.map(({ row }) => row).sort()).toEqual([20, 70]);
    expect(check.finding).toContain(model.data.dates[70]);
    expect(check.advice).toContain("student_t");
  });

  it("does not count outliers where the likelihood expects them", async () => {
    const file = "trend: linear\nlikelihood: student_t";
    const { found } = await misfitOf({
      made: { file },
      noise: (random) => random.normal() / Math.sqrt(random.gamma(2) / 2),
    });
    expect(found.tails).toBeUndefined();
    expect(judgedBy(outlyingRows, { misfit: found })).toBeUndefined();
  });

  it("takes off what the posterior follows under noise without a variance too", async () => {
    const made = { file: "trend: linear\nlikelihood: student_t", fixed: { degrees_of_freedom: 1, sigma: 0.35 } };
    const model = await madeUpModel({ weeks: 104, draws: 300, ...made });
    const predictions = predictionsOf(model);
    const target = model.data.target.values;
    const { basis } = unexplained(model, predictions, target, predictiveScores(predictions, target).pit.values);
    const { weeks: rows, count, expected, sigma } = predictions;
    const means = meanExpected(expected, rows, count);
    let furthest = 0;
    for (let i = 0; i < count; i++) {
      const move = means.map((mean, t) => (expected[t * count + i] - mean) / sigma[i]);
      removeBasis(move, basis);
      furthest = Math.max(furthest, Math.sqrt(squaresOf(move)));
    }
    // A direction stays in which no draw moves by as much as half of the central 68% of the noise, tan(0.34 pi) = 1.84 scales of a Cauchy;
    // of 300 draws its standard error is a tenth of it.
    expect(furthest).toBeLessThan(1.3 * 1.84);
  });

  it("is left of a residual whatever the posterior can follow", async () => {
    const { model, predictions, pit } = await misfitOf({});
    const rest = unexplained(model, predictions, model.data.target.values, pit.values);
    expect(squaresOf(rest.residuals)).toBeCloseTo(1, 12);
    rest.basis.forEach((direction, i) => {
      expect(Math.abs(dot(rest.residuals, direction))).toBeLessThan(1e-10);
      rest.basis.forEach((other, j) => expect(dot(direction, other)).toBeCloseTo(i === j ? 1 : 0, 8));
    });
  });

  it("counts every channel that was asked", () => {
    const of = (...p: number[]) => p.map((pValue, i) => ({ channel: String(i), pValue, explained: 0 }));
    expect(smallestP(of(0.004, 0.5, 0.9))).toBeCloseTo(0.012, 12);
    expect(smallestP(of(0.7, 0.9))).toBe(1);
    expect(smallestP([])).toBe(1);
    const check = (p: number) =>
      statusOf(
        {
          degrees: 50,
          laterSpend: of(p, 0.5, 0.9),
          earlierSpend: of(1),
          curve: of(1),
          change: [],
          persistence: { statistic: 0, pValue: 1 },
          step: undefined,
        },
        spendFollowsSales,
      ).status;
    expect(check(0.0034)).toBe("PASS");
    expect(check(0.0033)).toBe("REVIEW");
  });
});
