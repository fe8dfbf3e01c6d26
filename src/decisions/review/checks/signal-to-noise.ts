// What media bring over time, against the noise.

import { dot, sortNumbers } from "../../../numerics/index.ts";
import { fixed } from "../../../words/index.ts";
import { type Predictions, withinGeos } from "../../predictions/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const signalToNoise: ReviewCheckKind = reviewCheck({
  name: "signal-to-noise",
  title: "Signal exceeds noise",
  /** Standard deviation over the weeks of what media bring, over that of the noise (our choice). */
  limits: { signal: 0.5 },
  measure: ({ predictions }) => ({ signal: medianSignal(predictions) }),
  judge: ({ signal }, limits) => ({
    status: signal < limits.signal ? "REVIEW" : "PASS",
    figure: signal,
    threshold: limits.signal,
    finding: `The standard deviation of the media contribution over time is ${fixed(signal, 2)} times that of the noise.`,
    ...(signal < limits.signal && {
      advice:
        "The media effect is small compared with the noise. Explain more of the target with controls, or test larger changes of spend.",
    }),
  }),
});

/** Median over the draws of the standard deviation of media over the weeks (of its geo), in units of the noise. */
function medianSignal({ weeks, count, media, sigma, series }: Predictions): number {
  const ratios = new Float64Array(count);
  const own = new Float64Array(weeks);
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < weeks; t++) own[t] = media[t * count + i];
    const within = withinGeos(own, series);
    ratios[i] = Math.sqrt(dot(within, within) / (weeks - series.length)) / sigma[i];
  }
  return sortNumbers(ratios)[Math.floor(count / 2)];
}
