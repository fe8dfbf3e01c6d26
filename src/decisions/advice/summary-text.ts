// What advice opens with: whether the fit can be used, and what it found.

import { identificationText } from "../predictions/index.ts";
import type { Quantities } from "../quantities/index.ts";
import type { ModelChecks, ReviewStatus } from "../review/index.ts";
import { count, level as levelText, listed, percent } from "../../words/index.ts";
import { costText, rangeText, shareText } from "./figures-text.ts";

export function summaryOf(
  { contributions, returns, converged }: Quantities,
  { scores, review, identification }: ModelChecks,
  currency: string | undefined,
): readonly string[] {
  const { media, baseline, level, period } = contributions;
  const { roi, costPerConversion: cost, spend } = returns.media;
  return [
    verdictText(converged, review),
    `Over ${count(period.rows, period.unit)}, media contributed ${shareText(media.share)} of ${contributions.target}, and the baseline ` +
      `${shareText(baseline.share)}. Estimates are posterior means with ${levelText(level)} credible intervals.`,
    ...(spend > 0
      ? [
          cost === undefined
            ? `The ROI of all media together is ${rangeText(roi)}.`
            : `All media together cost ${costText(cost, currency)} per conversion.`,
        ]
      : []),
    ...(identification.every(({ source }) => source === "data")
      ? []
      : [
          identificationText(
            "ROI",
            identification.map(({ channel: label, ...rest }) => ({ label, ...rest })),
          ),
        ]),
    `The model explains ${percent(Math.max(0, scores.r2))} of the variance${
      Number.isFinite(scores.mape)
        ? ` of ${contributions.target}, with a mean absolute percentage error of ${percent(scores.mape)}`
        : ""
    }.`,
  ];
}

/** Whether the fit can be used: what is read first. */
function verdictText(converged: boolean, { verdict, checks }: ModelChecks["review"]): string {
  if (!converged) return "Sampling has not converged. Do not rely on these results.";
  const of = (wanted: ReviewStatus): readonly string[] =>
    checks.filter(({ status }) => status === wanted).map(({ title }) => `"${title}"`);
  const open = of("REVIEW").length;
  if (verdict === "FAIL") return `Do not use these results. Failed checks of the review: ${listed(of("FAIL"))}.`;
  return verdict === "PASS"
    ? "The fit has converged and passes all checks of the review."
    : `The fit has converged and can be used, with ${open === 1 ? "one reservation" : `${open} reservations`}.`;
}
