// Whether residuals of neighboring rows are correlated.

import { estimatedInText, fixed, pText } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const residualAutocorrelation: ReviewCheckKind = reviewCheck({
  name: "residual-autocorrelation",
  title: "Residuals are not autocorrelated",
  /** Ljung-Box p value (our choice; low, because the test is done on every fit). */
  limits: { p: 0.01 },
  measure: ({ residuals }) => residuals,
  judge: ({ ljungBox, durbinWatson, lag1 }, { p }) => {
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
          "Residuals of neighboring rows are correlated, so intervals may be too narrow. Add a trend, more harmonics or a missing control.",
      }),
    };
  },
});
