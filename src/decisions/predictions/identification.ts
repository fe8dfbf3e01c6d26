// Where estimates come from: the data, the prior, or both. One rule for the review, the report and advice.

import { listed, percent } from "../../words/index.ts";
import type { FittedModel } from "../draws/index.ts";
import { priorSample } from "./predictive-prior.ts";
import { predictionsOf } from "./predictive.ts";
import { type PriorPosterior, priorPosteriors, saysNothing } from "./prior-posterior.ts";

/**
 * "data": prior and posterior share less than 60% of their area, so the posterior is elsewhere or less than half as wide. "both": the
 * data say something, and the prior has a strong influence. "prior": the posterior is about the prior (`saysNothing`).
 */
export type EstimateSource = "data" | "both" | "prior";

/**
 * Area that prior and posterior have in common from which the prior is said to have a strong influence (our choice). A posterior around the
 * center of a normal prior has less from 0.42 of its width on down.
 */
export const strongOverlap = 0.6;

export function sourceOf(comparison: Pick<PriorPosterior, "contraction" | "overlap">): EstimateSource {
  if (saysNothing(comparison)) return "prior";
  return comparison.overlap >= strongOverlap ? "both" : "data";
}

/** How far the data inform one channel's return. */
export interface ChannelIdentification {
  readonly channel: string;
  readonly source: EstimateSource;
  /** Of the distributions of the ROI before and after the data; see `PriorPosterior`. */
  readonly overlap: number;
  readonly contraction: number;
}

/** Of every channel whose return is not fixed. */
export function channelIdentification(comparisons: readonly PriorPosterior[]): readonly ChannelIdentification[] {
  return comparisons.flatMap((each) =>
    each.of === "roi" && each.channel !== undefined
      ? [{ channel: each.channel, source: sourceOf(each), overlap: each.overlap, contraction: each.contraction }]
      : [],
  );
}

/** How far the data inform each channel's return, from the fit alone. */
export function identificationOf(model: FittedModel): readonly ChannelIdentification[] {
  return channelIdentification(priorPosteriors(model, predictionsOf(model), priorSample(model)));
}

/**
 * What the figures say, in a sentence or two.
 * @param what of each channel or element: "ROI"
 * @param comparisons with the name that each is called by
 */
export function identificationText(
  what: string,
  comparisons: readonly (Pick<PriorPosterior, "contraction" | "overlap"> & { readonly label: string })[],
): string {
  const of = (source: EstimateSource): readonly (typeof comparisons)[number][] =>
    comparisons.filter((each) => sourceOf(each) === source);
  const [data, both, prior] = [of("data"), of("both"), of("prior")];
  const names = (each: typeof comparisons): string => listed(each.map(({ label }) => label));
  const overlap = both.map((each) => each.overlap);
  const range =
    Math.min(...overlap) === Math.max(...overlap)
      ? percent(overlap[0])
      : `${percent(Math.min(...overlap))} to ${percent(Math.max(...overlap))}`;
  return [
    ...(data.length === 0
      ? []
      : [
          `The data inform the ${what} of ${data.length === comparisons.length && data.length > 1 ? "every channel" : names(data)}.`,
        ]),
    ...(both.length === 0
      ? []
      : [
          `The prior has a strong influence on the ${what} of ${names(both)}: prior and posterior overlap by ${range}.`,
        ]),
    ...(prior.length === 0 ? [] : [`The data add little to the prior of the ${what} of ${names(prior)}.`]),
  ].join(" ");
}
