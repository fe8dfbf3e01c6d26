// Whether predictive intervals cover the rows held out.

import { alike, count, estimated, percent, pText, short } from "../../../words/index.ts";
import type { GeoTotal } from "../../predictions/index.ts";
import { type CheckVerdict, reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const holdoutCoverage: ReviewCheckKind = reviewCheck({
  name: "holdout-coverage",
  title: "Intervals cover what was held out",
  /** P value of the uniformity of probability integral transforms of rows held out (our choice). The share may be what chance allows. */
  limits: { pitP: 0.01 },
  measure: ({ holdout }) => holdout,
  judge: ({ scores, totals }, { pitP }) => {
    if (totals !== undefined) return judgeTotals(totals, pitP);
    const {
      coverage: [, wide],
      pit,
    } = scores;
    const good = wide.share >= wide.lower && wide.share <= wide.upper && pit.pValue >= pitP;
    const above = wide.share > wide.upper;
    return {
      status: good ? "PASS" : "REVIEW",
      figure: wide.share,
      threshold: above ? wide.upper : wide.lower,
      finding:
        `${wide.inside} of ${wide.rows} rows lie inside their 90% predictive interval (expected: ${percent(wide.lower)} to ${percent(wide.upper)}); ` +
        `uniformity of the probability integral transform: ${pText(pit.pValue)}.`,
      ...(!good && {
        advice: above
          ? "Intervals are too wide: the noise was larger in the training rows."
          : "Intervals are too narrow. Look for changes in the held-out rows, and for trends that the model extrapolates.",
      }),
    };
  },
});

/** Rows of one geo share its level, so that geos count, and not rows (Bonferroni). */
function judgeTotals(totals: readonly GeoTotal[], limit: number): CheckVerdict {
  const [worst] = totals.toSorted((a, b) => a.pValue - b.pValue);
  const pValue = Math.min(1, totals.length * worst.pValue);
  const isInside = ({ observed, predicted }: GeoTotal): boolean =>
    observed >= predicted.lower && observed <= predicted.upper;
  return {
    status: pValue >= limit ? "PASS" : "REVIEW",
    figure: pValue,
    threshold: limit,
    finding:
      `${totals.filter(isInside).length} of ${count(totals.length, "held-out geo")} ${totals.length === 1 ? "has its" : "have their"} total inside the 90% predictive interval; ` +
      `the furthest is ${worst.geo} with ${short(worst.observed)}, predicted ${estimated(worst.predicted, alike.shorts)} (${pText(pValue)}).`,
    ...(pValue < limit && {
      advice: `${worst.geo} differs from the other geos more than the model expects of geos. Look for what sets it apart.`,
    }),
  };
}
