// Charts of the review.

import { describe, expect, it } from "vitest";
import { reviewChecks, type ReviewStatus } from "../../src/charts/review-checks.ts";
import { reviewCollinearity, type ReviewCollinearityData } from "../../src/charts/review-collinearity.ts";
import { reviewParetoK } from "../../src/charts/review-pareto-k.ts";
import { reviewPit } from "../../src/charts/review-pit.ts";
import { reviewPredictive } from "../../src/charts/review-predictive.ts";
import { autocorrelations, reviewResiduals } from "../../src/charts/review-residuals.ts";
import { autoregressive, independent, uniforms } from "../diagnostics/simulate.ts";
import { mondays, noise, threeChannels, twentyChannels } from "./data.ts";
import { expectChart } from "./harness.ts";

describe("The list of checks", () => {
  const check = (name: string, status: ReviewStatus, detail: string) => ({ name, status, detail });
  const few = [
    check("Convergence", "pass", "Largest R-hat 1.00; at least 1,240 effective draws."),
    check(
      "Residual autocorrelation",
      "review",
      "Lag 1 is 0.31, outside the band of 0.19. A trend or a holiday may be missing from the model.",
    ),
    check("Baseline", "pass", "P(baseline < 0) is 0.01."),
  ];
  it("shows what needs attention first", () => expectChart("review-checks", reviewChecks, { checks: few }));
  it("holds many checks with long texts", () =>
    expectChart("review-checks-20", reviewChecks, {
      checks: twentyChannels.map((name, i) =>
        check(
          name,
          (["pass", "review", "fail"] as const)[Math.floor(3 * noise(i, 3))],
          i % 3 === 0
            ? "Prior and posterior are nearly the same: the data say little about this channel. Run a lift test, or spend with more variation from week to week, and fit again before the budget is moved on its account."
            : "As expected.",
        ),
      ),
    }));
});

describe("The posterior predictive check", () => {
  const tables = (count: number, weeks: number, shift: number) =>
    Array.from({ length: count }, (_, i) =>
      independent(1, weeks, 50 + i).values.map((value) => 5e5 + 6e4 * (value + shift)),
    );
  it("shows a model that makes such data", () =>
    expectChart(
      "review-predictive",
      reviewPredictive,
      { observed: tables(1, 104, 0)[0], replicates: tables(200, 104, 0) },
      { targetUnit: "EUR" },
    ));
  it("shows a model that does not", () =>
    expectChart(
      "review-predictive-sick",
      reviewPredictive,
      { observed: tables(1, 156, 1.4)[0], replicates: tables(100, 156, 0) },
      { targetName: "Conversions" },
    ));
});

describe("Residuals", () => {
  const residuals = (weeks: number, correlation: number): number[] =>
    Array.from(autoregressive(1, weeks, correlation, 8).values, (value) => 21_000 * value);
  it("are shown over time with their autocorrelation", () =>
    expectChart(
      "review-residuals",
      reviewResiduals,
      { weeks: mondays(104), residuals: residuals(104, 0) },
      { targetUnit: "EUR" },
    ));
  it("that hang together stand out, over four years", () =>
    expectChart("review-residuals-sick", reviewResiduals, { weeks: mondays(208), residuals: residuals(208, 0.7) }));
  it("of an alternating series correlate as they should", () => {
    // The estimate divides by the length at every lag: (n - lag) / n.
    const [first, second] = autocorrelations([1, -1, 1, -1, 1, -1, 1, -1], 2);
    expect(first).toBeCloseTo(-7 / 8, 12);
    expect(second).toBeCloseTo(6 / 8, 12);
  });
});

describe("Pareto k", () => {
  it("is shown for every week, the worst named", () =>
    expectChart("review-pareto-k", reviewParetoK, {
      weeks: mondays(104),
      k: Array.from({ length: 104 }, (_, week) =>
        week === 40 ? 1.2 : week === 41 ? 1.15 : week === 80 ? 0.78 : 0.5 * noise(week) - 0.05,
      ),
      draws: 4000,
    }));
  it("holds weeks without dates and without a fitted tail", () =>
    expectChart("review-pareto-k-208", reviewParetoK, {
      weeks: Array.from({ length: 208 }, (_, week) => String(week + 1)),
      k: Array.from({ length: 208 }, (_, week) => (week === 3 ? Number.NaN : 0.6 * noise(week, 2) - 0.1)),
      draws: 400,
    }));
});

describe("Collinearity", () => {
  const data = (channels: readonly string[]): ReviewCollinearityData => ({
    channels,
    correlations: channels.map((_, i) =>
      channels.map((__, j) => (i === j ? 1 : 1.9 * noise(Math.min(i, j), Math.max(i, j)) - 0.95)),
    ),
  });
  it("shows three channels", () => expectChart("review-collinearity", reviewCollinearity, data(threeChannels)));
  it("holds twenty channels with long names", () =>
    expectChart("review-collinearity-20", reviewCollinearity, data(twentyChannels)));
});

describe("Calibration of the predictive distribution", () => {
  const pit = (weeks: number, power: number): number[] => {
    const uniform = uniforms(11);
    return Array.from({ length: weeks }, () => uniform() ** power);
  };
  it("shows transforms that are uniform", async () => {
    expect(await expectChart("review-pit", reviewPit, { pit: pit(104, 1) })).toContain("inside the band everywhere");
  });
  it("shows transforms that are not", async () => {
    expect(await expectChart("review-pit-sick", reviewPit, { pit: pit(104, 2) })).toContain(
      "outside the band somewhere",
    );
  });
});
