// What the priors of a model imply, in sentences.

import { alike, count, type Estimated, estimated, level, percent } from "../../words/index.ts";
import { type ShareDoubt, shareLimits } from "../../mmm/specification/index.ts";
import { defaultLevel, type Interval } from "../draws/index.ts";
import { type ImpliedChannel, type PriorImplications, priorWords } from "./implied.ts";

/** The median with its interval, which is what is said of a prior: its mean may not exist. */
export function medianOf({ median, lower, upper }: Pick<Interval, "median" | "lower" | "upper">): Estimated {
  return { estimate: median, statistic: "mean", lower, upper };
}

/** `21% (4% to 82%)` */
export function shareText(share: Interval): string {
  return estimated(medianOf(share), alike.percents);
}

/** What the figures are: how many draws, and which interval. */
export function drawsText({ draws }: Pick<PriorImplications, "draws">): string {
  return `Medians and ${level(defaultLevel)} intervals of ${count(draws, "draw")} from the prior, before the target is compared with anything`;
}

/** Media, baseline, and in a panel how far geos may differ. */
export function impliedSentences({
  draws,
  target,
  shareOf,
  channels,
  media,
  doubts,
  baseline,
}: PriorImplications): readonly string[] {
  const whole = shareOf === "target" ? target : `one standard deviation of ${target} in every row`;
  const ratios = channels.flatMap(({ name, geoRatio }) => (geoRatio === undefined ? [] : [{ name, geoRatio }]));
  const widest = ratios.toSorted((a, b) => b.geoRatio.upper - a.geoRatio.upper)[0];
  return [
    `All media together bring ${shareText(media.share)} of ${whole}. The probability that they bring more than all of it is ${chance(media.probabilityAboveTarget, draws)}.`,
    ...doubts.map((doubt) => doubtWords[doubt]),
    `The baseline, which is everything but media, is ${shareText(baseline.share)} of ${whole}. The probability that it is below zero is ${chance(baseline.probabilityNegative, draws)}.`,
    ...(widest === undefined
      ? []
      : [
          `Between geos the effect of a channel differs: the largest coefficient is ${estimated(medianOf(widest.geoRatio), alike.figures)} times the smallest${ratios.length > 1 ? ` (${widest.name}, where it differs most)` : ""}.`,
        ]),
  ];
}

const doubtWords: Readonly<Record<ShareDoubt, string>> = {
  impossible: `That is in doubt: media seldom bring more than the whole target, and priors should say so with a probability below ${percent(shareLimits.mediaAboveAll)}. Lower the priors of the returns or coefficients, or narrow them.`,
  dominant: `That is in doubt: a median above ${percent(shareLimits.most)} leaves hardly anything but media. Lower the priors of the returns or coefficients.`,
  vanishing: `That is in doubt: a median below ${percent(shareLimits.least)} has decided before the data that media do nothing. Raise the priors of the returns or coefficients.`,
};

/** A probability that was counted: never 0 or 100%, which draws cannot say. */
function chance(value: number, draws: number): string {
  if (value === 0) return `below ${percent(1 / draws)}`;
  return value === 1 ? `above ${percent(1 - 1 / draws)}` : percent(value);
}

/** `ROI: lognormal(mean=1.2, sd=0.4), 2025-01-06 to 2025-03-31` */
export function priorText({ priorOf, prior, window }: ImpliedChannel): string {
  const weeks = window === undefined ? "" : `, spend from ${window.from} to ${window.to}`;
  return `${priorWords[priorOf] ?? priorOf}: ${prior}${weeks}`;
}
