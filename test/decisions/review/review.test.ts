import { oneSeries } from "../../../src/decisions/predictions/cells.ts";
import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { fittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { baselineSign } from "../../../src/decisions/review/review-baseline.ts";
import { reviewChecks } from "../../../src/decisions/review/checks/index.ts";
import { collinearSpend } from "../../../src/decisions/review/checks/collinear-spend.ts";
import { convergenceDivergences } from "../../../src/decisions/review/checks/convergence-divergences.ts";
import { convergenceEss } from "../../../src/decisions/review/checks/convergence-ess.ts";
import { convergenceRHat } from "../../../src/decisions/review/checks/convergence-r-hat.ts";
import { fitPredictive } from "../../../src/decisions/review/checks/fit-predictive.ts";
import { fitR2 } from "../../../src/decisions/review/checks/fit-r2.ts";
import { implausibleReturn } from "../../../src/decisions/review/checks/implausible-return.ts";
import { looReliability } from "../../../src/decisions/review/checks/loo-reliability.ts";
import { negativeBaseline } from "../../../src/decisions/review/checks/negative-baseline.ts";
import { longestRun, residualAutocorrelation } from "../../../src/decisions/review/checks/residual-autocorrelation.ts";
import { signalToNoise } from "../../../src/decisions/review/checks/signal-to-noise.ts";
import { spendVariation } from "../../../src/decisions/review/checks/spend-variation.ts";
import { type ReviewCheckKind, type ReviewedDiagnostics, worstOf } from "../../../src/decisions/review/review-check.ts";
import { type ModelChecks, modelChecks } from "../../../src/decisions/review/review.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { judgedBy } from "../support/judged-checks.ts";

const weeks = 80;
const { columns } = simulate("ecommerce", { weeks, seed: 2 });
const table: Record<string, Float64Array> = columnsByName(columns);

async function fitOf(columnsOf: typeof table, text: string) {
  const data = await mediaDataFromColumns(columnsOf);
  const document = await parseModelFile(`data: table.csv\n${text}`, "model.yaml");
  return fitMediaMix(data, resolve(document, data), { threads: 1 });
}

const statusOf = ({ review }: ModelChecks, { name }: ReviewCheckKind) =>
  review.checks.find(({ check }) => check === name)?.status;

describe("the review of a fit", async () => {
  const fit = await fitOf(table, "sampling: { chains: 2, warmup: 250, draws: 300 }");
  const model = fittedModel(fit);
  const checks = modelChecks(model, { diagnostics: fit.diagnostics, pointwise: fit.pointwise });

  it("begins with convergence, has each check once, and is as bad as its worst check", () => {
    const names = checks.review.checks.map(({ check }) => check);
    expect(names.slice(0, 4).every((name) => name.startsWith("convergence-"))).toBe(true);
    const order = reviewChecks.map(({ name }) => name).filter((name) => names.includes(name));
    expect(names).toEqual(order);
    expect(new Set(names).size).toBe(names.length);
    expect(checks.review.verdict).toBe(worstOf(checks.review.checks.map(({ status }) => status)));
    for (const { finding, advice, figure } of checks.review.checks) {
      expect(finding).toMatch(/\S.*\.$/);
      expect(advice).toMatch(/\S.*\.$/);
      expect(Number.isFinite(figure)).toBe(true);
    }
  });

  it("finds nothing wrong with the fit of a world that the model describes", () => {
    for (const kind of [fitR2, fitPredictive, spendVariation, collinearSpend, signalToNoise]) {
      expect([kind.name, statusOf(checks, kind)]).toEqual([kind.name, "PASS"]);
    }
  });

  it("survives JSON, and says nothing of leave-one-out and holdout where there is none", () => {
    const bare = modelChecks(model, { diagnostics: fit.diagnostics });
    expect(bare.loo).toBeUndefined();
    expect(bare.holdout).toBeUndefined();
    expect(statusOf(bare, looReliability)).toBeUndefined();
    expect(JSON.parse(JSON.stringify(bare)).review).toEqual(bare.review);
  });

  it("fails what has not converged, with the remedy of the verdict as advice", () => {
    const diagnostics: ReviewedDiagnostics = {
      ...fit.diagnostics,
      max_rhat: 1.3,
      checks: [
        { name: "r-hat", status: "fail", detail: "R-hat of decay is 1.3.", remedy: "Run longer." },
        { name: "bulk-ess", status: "pass", detail: "Enough.", remedy: "" },
        { name: "tail-ess", status: "warn", detail: "Few in the tail.", remedy: "Run a bit longer." },
        { name: "divergences", status: "pass", detail: "None.", remedy: "" },
      ],
    };
    expect(judgedBy(convergenceRHat, { diagnostics })).toMatchObject({
      status: "FAIL",
      figure: 1.3,
      finding: "R-hat of decay is 1.3.",
      advice: "Run longer.",
    });
    expect(judgedBy(convergenceEss, { diagnostics })).toMatchObject({ status: "REVIEW", finding: "Few in the tail." });
    expect(judgedBy(convergenceDivergences, { diagnostics })).toMatchObject({ status: "PASS" });
  });

  it("judges the sign of the baseline by 0.2 and 0.8", () => {
    const [count, rows] = [100, 2];
    const signOf = (negativeDraws: number) => {
      const media = new Float64Array(rows * count);
      const expected = Float64Array.from({ length: rows * count }, (_, k) => (k % count < negativeDraws ? -1 : 1));
      const predictions = { ...predictionsOf(model), weeks: rows, series: [oneSeries(rows)], count, expected, media };
      return baselineSign(predictions);
    };
    expect(signOf(30)).toMatchObject({ total: 0.3, weekly: [0.3, 0.3], meanOfWeeks: 0.3, rowsMostlyNegative: 0 });
    const status = (negative: number) => judgedBy(negativeBaseline, { baseline: signOf(negative) })?.status;
    expect([10, 20, 30, 80, 81].map(status)).toEqual(["PASS", "PASS", "REVIEW", "REVIEW", "FAIL"]);
  });
});

describe("the longest run of residuals on one side", () => {
  it.each([
    [[1, -1, -2, -1, 3, 1], { from: 1, to: 3, above: false }],
    [[1, 1, -3, -3, 1], { from: 2, to: 3, above: false }],
    [[2, 2, 2], { from: 0, to: 2, above: true }],
    [[1], { from: 0, to: 0, above: true }],
  ])("of %j is %j", (residuals, run) => {
    expect(longestRun(residuals)).toEqual(run);
  });
});

describe("the review of a table that cannot tell", async () => {
  // Social follows TikTok, Meta hardly varies, and the target has nothing to do with any of them.
  const twin = table.spend_TikTok.map((value, t) => value * (1 + 0.02 * Math.sin(t)));
  const flat = table.spend_Meta.map((_, t) => 1000 + 10 * Math.cos(3 * t));
  const revenue = table.revenue.map((_, t) => 1000 + 50 * Math.sin(t * t) + 100 * Math.sin(t / 3));
  const fit = await fitOf(
    { week: table.week, spend_TikTok: table.spend_TikTok, spend_Social: twin, spend_Meta: flat, revenue },
    "seasonality: none\nsampling: { chains: 2, warmup: 250, draws: 200 }",
  );
  const model = fittedModel(fit);
  const checks = modelChecks(model, { diagnostics: fit.diagnostics, pointwise: fit.pointwise });
  const adviceOf = ({ name }: ReviewCheckKind) => checks.review.checks.find(({ check }) => check === name)?.advice;

  it("names the channels that move together and the one that hardly moves", () => {
    expect(statusOf(checks, collinearSpend)).toBe("REVIEW");
    expect(adviceOf(collinearSpend)).toContain("TikTok and Social");
    expect(statusOf(checks, spendVariation)).toBe("REVIEW");
    expect(adviceOf(spendVariation)).toContain("Meta");
    expect(checks.collinearity.spend[0][1]).toBeGreaterThan(0.99);
  });

  it("sees that residuals follow each other, that little is explained, and that media drown in the noise", () => {
    expect(statusOf(checks, residualAutocorrelation)).toBe("REVIEW");
    const { from, to } = longestRun(checks.residuals.residuals);
    expect(to - from).toBeGreaterThan(3);
    expect(adviceOf(residualAutocorrelation)).toContain(`from ${model.data.dates[from]} to ${model.data.dates[to]}`);
    expect(checks.scores.r2).toBeLessThan(0.3);
    expect(statusOf(checks, fitR2)).not.toBe("PASS");
    expect(statusOf(checks, signalToNoise)).toBe("REVIEW");
  });
});

describe("the review of a model with nothing to tell apart", async () => {
  const fit = await fitOf(
    {
      week: table.week,
      spend_TikTok: table.spend_TikTok,
      spend_Meta: table.spend_Meta.map(() => 500),
      conversions: table.revenue,
    },
    `seasonality: none
channels:
  spend_TikTok: {}
  spend_Meta: { adstock: none, saturation: none }
priors: { coefficient: { Meta: fixed(0.1), default: half_normal(2) } }
sampling: { chains: 2, warmup: 250, draws: 200 }`,
  );
  const checks = modelChecks(fittedModel(fit), { diagnostics: fit.diagnostics, pointwise: fit.pointwise });

  it("has figures for every check though one channel never changes and is fixed", () => {
    for (const { check, figure, finding } of checks.review.checks) {
      expect([check, Number.isFinite(figure)]).toEqual([check, true]);
      expect(finding).not.toContain("NaN");
    }
    expect(checks.collinearity.vifAdstock[1]).toBeNaN();
    expect(checks.priorPosterior.map(({ name }) => name)).not.toContain("roi[Meta]");
    expect(checks.uninformedChannels).toEqual([]);
    expect(statusOf(checks, spendVariation)).toBe("REVIEW");
  });

  it("judges no return of a target that is not money", () => {
    expect(statusOf(checks, implausibleReturn)).toBeUndefined();
  });
});
