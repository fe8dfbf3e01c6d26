// Whether residuals of neighboring rows are correlated.

import { cellNames } from "../../predictions/index.ts";
import { count, estimatedInText, fixed, pText } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const residualAutocorrelation: ReviewCheckKind = reviewCheck({
  name: "residual-autocorrelation",
  title: "Residuals are not autocorrelated",
  /** Ljung-Box p value (our choice; low, because the test is done on every fit). */
  limits: { p: 0.01 },
  measure: ({ residuals, model, predictions: { series } }) => ({
    ...residuals,
    runs: series.map(({ from, to }) => residuals.residuals.slice(from, to)),
    names: residuals.residuals.map((_, row) => cellNames(model.data, series)(row)),
  }),
  judge: ({ ljungBox, durbinWatson, lag1, runs, names }, { p }) => {
    const patterned = ljungBox.pValue < p;
    return {
      status: patterned ? "REVIEW" : "PASS",
      figure: ljungBox.pValue,
      threshold: p,
      finding:
        `Ljung-Box test over ${ljungBox.lags} lags: ${pText(ljungBox.pValue)}; Durbin-Watson statistic ${fixed(durbinWatson, 2)}; ` +
        `lag-1 autocorrelation ${estimatedInText(lag1)}.`,
      ...(patterned && {
        advice:
          `Residuals of neighboring rows are correlated, so intervals may be too narrow. ${runWords(runs, names, lag1.estimate)}` +
          "Add a trend, more harmonics or a missing control.",
      }),
    };
  },
});

/** Where to look: rows of which all are above, or all below, what is expected. Nothing where neighbors go opposite ways. */
function runWords(runs: readonly (readonly number[])[], names: readonly string[], lag1: number): string {
  let first = 0;
  const longest = runs
    .map((residuals) => {
      const start = first;
      first += residuals.length;
      const { from, to, above } = longestRun(residuals);
      return { from: start + from, to: start + to, above };
    })
    .reduce((best, each) => (each.to - each.from > best.to - best.from ? each : best));
  const { from, to, above } = longest;
  if (!(lag1 > 0) || to === from) return "";
  return `The longest run lies ${above ? "above" : "below"} the expected target from ${names[from]} to ${names[to]} (${count(to - from + 1, "row")}). `;
}

/** The longest run of residuals of one sign; of runs of one length, the one with the largest sum. */
export function longestRun(residuals: readonly number[]): {
  readonly from: number;
  readonly to: number;
  readonly above: boolean;
} {
  let best = { from: 0, to: 0, above: residuals[0] > 0, size: 0 };
  let from = 0;
  let size = 0;
  residuals.forEach((value, t) => {
    if (t === 0 || value > 0 !== residuals[t - 1] > 0) {
      from = t;
      size = 0;
    }
    size += Math.abs(value);
    const longer = t - from - (best.to - best.from);
    if (longer > 0 || (longer === 0 && size > best.size)) best = { from, to: t, above: value > 0, size };
  });
  return { from: best.from, to: best.to, above: best.above };
}
