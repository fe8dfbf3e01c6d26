// Charts of the review.

import { describe, expect, it } from "vitest";
import { calibratedCurves } from "../../../src/charts/review/calibrated-curves.ts";
import { reviewChecks } from "../../../src/charts/review/checks.ts";
import { reviewCollinearity, type ReviewCollinearityData } from "../../../src/charts/review/collinearity.ts";
import { reviewLiftTests } from "../../../src/charts/review/lift-tests.ts";
import { reviewParetoK } from "../../../src/charts/review/pareto-k.ts";
import { reviewPit } from "../../../src/charts/review/pit.ts";
import { reviewPredictive } from "../../../src/charts/review/predictive.ts";
import { reviewResiduals, type ReviewResidualsData } from "../../../src/charts/review/residuals.ts";
import { autocorrelations } from "../../../src/decisions/predictions/residuals.ts";
import type { ReviewStatus } from "../../../src/decisions/review/review-check.ts";
import { autoregressive, independent, uniforms } from "../../diagnostics/support/simulate.ts";
import { mondays, noise, threeChannels, twentyChannels } from "../support/data.ts";
import { expectChart } from "../support/harness.ts";

describe("The list of checks", () => {
  const check = (title: string, status: ReviewStatus, finding: string, advice = "Nothing to do.") => ({
    title,
    status,
    finding,
    advice,
  });
  const few = [
    check("Convergence", "PASS", "Largest R-hat 1.00; at least 1,240 effective draws."),
    check(
      "Residual autocorrelation",
      "REVIEW",
      "Lag 1 is 0.31, outside the band of 0.19.",
      "A trend or a holiday may be missing from the model.",
    ),
    check("Baseline", "PASS", "P(baseline < 0) is 0.01."),
  ];
  it("shows what needs attention first", () => expectChart("review-checks", reviewChecks, { checks: few }));
  it("holds many checks with long texts", () =>
    expectChart("review-checks-20", reviewChecks, {
      checks: twentyChannels.map((name, i) =>
        check(
          name,
          (["PASS", "REVIEW", "FAIL"] as const)[Math.floor(3 * noise(i, 3))],
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
  const data = (weeks: number, correlation: number, lags: number): ReviewResidualsData => {
    const residuals = Array.from(autoregressive(1, weeks, correlation, 8).values, (value) => 21_000 * value);
    return { weeks: mondays(weeks), residuals, autocorrelation: autocorrelations(residuals, lags) };
  };
  it("are shown over time with their autocorrelation", () =>
    expectChart("review-residuals", reviewResiduals, data(104, 0, 13), { targetUnit: "EUR" }));
  it("that hang together stand out, over four years and half a year of lags", () =>
    expectChart("review-residuals-sick", reviewResiduals, data(208, 0.7, 26)));
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
    expect(await expectChart("review-pit", reviewPit, { pit: pit(104, 1) })).toContain("inside the band");
  });
  it("shows transforms that are not", async () => {
    expect(await expectChart("review-pit-sick", reviewPit, { pit: pit(104, 2) })).toContain("partly outside the band");
  });
});

describe("Lift tests", () => {
  const interval = (estimate: number, reach: number) => ({
    estimate,
    statistic: "mean" as const,
    mean: estimate,
    median: estimate,
    lower: estimate - reach,
    upper: estimate + reach,
  });
  it("are shown beside what the model expects without and with them", async () => {
    const tests = [
      {
        name: "Meta off",
        read: interval(62_800, 14_500),
        without: interval(53_000, 25_000),
        expected: interval(60_500, 13_700),
        z: 0.5,
      },
      { name: "Search, geo test in the north", read: interval(0.4, 0.3), without: interval(1.6, 0.6), z: -2.9 },
    ];
    const text = await expectChart("review-lift-tests", reviewLiftTests, { tests });
    expect(text).toContain("2.9 sd below");
  });
  it("change response curves", async () => {
    const spend = Array.from({ length: 21 }, (_, k) => 500 * k);
    const curve = (height: number, share: number) => {
      const estimate = spend.map((x) => (height * x) / (4000 + x));
      return { estimate, lower: estimate.map((v) => v * (1 - share)), upper: estimate.map((v) => v * (1 + share)) };
    };
    const channels = threeChannels.map((name, k) => ({
      name,
      spend,
      before: curve(9000 + 500 * k, 0.5),
      after: curve(8000 + 500 * k, 0.2 + 0.1 * k),
    }));
    expect(await expectChart("calibrated-curves", calibratedCurves, { channels })).toContain("width 36%");
  });
});
