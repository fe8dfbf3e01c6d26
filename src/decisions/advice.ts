// Advice in plain words: what each channel brings back, what the next unit of spend would, and what to do about it, with the
// uncertainty said.

import type { Interval } from "./interval.ts";
import type { ChannelRecommendation, Optimisation } from "./optimise.ts";
import type { Quantities } from "./quantities.ts";
import type { ChannelReturn } from "./returns.ts";
import { figureText, listed, percent } from "./review-text.ts";
import type { ModelChecks } from "./review.ts";

/**
 * "increase" and "reduce": it is likely (80 %) that the next unit of spend brings back more, or less, than it costs; without a
 * break-even (conversions), that the best plan of the same budget moves spend there, or away, by 5 % or more. "test": the data say
 * nothing about the channel's return, so an experiment is worth more than a guess. "hold": none of these.
 */
export type Action = "increase" | "hold" | "reduce" | "test";

export interface ChannelAdvice {
  readonly name: string;
  readonly action: Action;
  readonly spend: number;
  readonly shareOfSpend: number;
  readonly shareOfMedia: Interval;
  readonly roi: Interval;
  readonly marginalRoi: Interval;
  readonly probabilityAboveBreakEven?: number;
  readonly probabilityMarginalAboveBreakEven?: number;
  /** Cost per conversion, where the target is conversions. */
  readonly costPerConversion?: { readonly median: number; readonly lower: number; readonly upper: number };
  /** What to do, and why, in one to three sentences. */
  readonly text: string;
}

export interface Advice {
  /** False: the sentences stand on draws that cannot be relied on. */
  readonly converged: boolean;
  /** The fit in one to three sentences. */
  readonly summary: readonly string[];
  /** By marginal return, best first. */
  readonly channels: readonly ChannelAdvice[];
  /** The best plan of the current budget in words; absent when none was computed. */
  readonly budget?: readonly string[];
  /** What the reader has to keep in mind, from the review. */
  readonly reservations: readonly string[];
}

/** Probability from which an action is advised. */
const likely = 0.8;
/** Change of a channel's spend in the best plan that counts as one. */
const leastChange = 0.05;

/** Advice from the figures of a fit. */
export function adviceOf(figures: Quantities, checks: ModelChecks, optimisation: Optimisation | undefined): Advice {
  const { returns, converged } = figures;
  const channels = returns.channels
    .map((channel) =>
      channelAdvice(channel, figures, {
        uninformed: checks.uninformedChannels.includes(channel.name),
        plan: optimisation?.channels.find(({ name }) => name === channel.name),
      }),
    )
    .toSorted((a, b) => orderOf(b.marginalRoi.median) - orderOf(a.marginalRoi.median));
  return {
    converged,
    summary: summaryOf(figures, checks),
    channels,
    ...(optimisation === undefined ? {} : { budget: budgetText(optimisation) }),
    reservations: checks.review.checks
      .filter(({ status }) => status !== "PASS")
      .map(({ finding, advice }) => `${finding} ${advice}`),
  };
}

/** Channels without spend have no return; they go last. */
function orderOf(value: number): number {
  return Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY;
}

interface ChannelContext {
  readonly uninformed: boolean;
  readonly plan: ChannelRecommendation | undefined;
}

function channelAdvice(channel: ChannelReturn, figures: Quantities, context: ChannelContext): ChannelAdvice {
  const { name, spend, shareOfSpend, shareOfMedia, roi, marginalRoi, costPerConversion } = channel;
  const { probabilityAboveBreakEven, probabilityMarginalAboveBreakEven } = channel;
  const action = actionOf(channel, context);
  return {
    name,
    action,
    spend,
    shareOfSpend,
    shareOfMedia,
    roi,
    marginalRoi,
    ...(probabilityAboveBreakEven === undefined ? {} : { probabilityAboveBreakEven }),
    ...(probabilityMarginalAboveBreakEven === undefined ? {} : { probabilityMarginalAboveBreakEven }),
    ...(costPerConversion === undefined
      ? {}
      : {
          costPerConversion: {
            median: costPerConversion.median,
            lower: costPerConversion.lower,
            upper: costPerConversion.upper,
          },
        }),
    text: [...returnText(channel, figures), ...positionText(name, figures), actionText(action, channel, context)].join(
      " ",
    ),
  };
}

function actionOf(
  { spend, probabilityMarginalAboveBreakEven: pays }: ChannelReturn,
  { uninformed, plan }: ChannelContext,
): Action {
  if (uninformed || spend === 0) return "test";
  if (pays !== undefined) return pays >= likely ? "increase" : pays <= 1 - likely ? "reduce" : "hold";
  const change = plan?.changeShare ?? 0;
  return change >= leastChange ? "increase" : change <= -leastChange ? "reduce" : "hold";
}

function returnText(channel: ChannelReturn, { returns }: Quantities): readonly string[] {
  const { name, spend, roi, marginalRoi, costPerConversion: cost, probabilityAboveBreakEven: pays } = channel;
  if (spend === 0) return [`${name} had no spend.`];
  const paid = pays === undefined ? "" : `; the probability that this is more than it cost is ${chance(pays)}`;
  const first =
    cost === undefined
      ? `${name} brought ${rangeText(roi)} in ${returns.target} per unit of spend${paid}.`
      : `${name} cost ${rangeText(cost)} per conversion.`;
  return [first, `One more unit of spend would bring ${rangeText(marginalRoi)}.`];
}

function positionText(name: string, { curves }: Quantities): readonly string[] {
  const share = curves.channels.find((channel) => channel.name === name)?.position.shareOfCeiling;
  if (share === undefined || !Number.isFinite(share.median)) return [];
  return [
    `At its average spend it reaches ${percent(share.median)} of what it can ever bring ` +
      `(${percent(share.lower)} to ${percent(share.upper)}).`,
  ];
}

function actionText(
  action: Action,
  { probabilityMarginalAboveBreakEven: pays }: ChannelReturn,
  { plan }: ChannelContext,
): string {
  const change = plan?.changeShare;
  const moved =
    change === undefined || change === null || Math.abs(change) < leastChange
      ? ""
      : ` The best plan of the same budget ${change > 0 ? "raises" : "lowers"} it by ${percent(Math.abs(change))}.`;
  switch (action) {
    case "test":
      return `The data say nothing about this return that the prior did not say before: run an experiment before you move budget on it${testText(pays)}.`;
    case "increase":
      return pays === undefined
        ? `Spend more here.${moved}`
        : `Spend more here: the next unit ${chanceText(pays)} pays for itself (${chance(pays)}).${moved}`;
    case "reduce":
      return pays === undefined
        ? `Spend less here.${moved}`
        : `Spend less here: the next unit ${chanceText(1 - pays)} brings back less than it costs (${chance(1 - pays)}).${moved}`;
    case "hold":
      return pays === undefined
        ? `Hold.${moved}`
        : `Hold: whether the next unit pays for itself is open (${chance(pays)}).${moved}`;
  }
}

/** Which way to test, where the next unit of spend is likely to pay, or not to. */
function testText(pays: number | undefined): string {
  if (pays === undefined || (pays < likely && pays > 1 - likely)) return "";
  return pays >= likely
    ? `, best by spending more, because the next unit ${chanceText(pays)} pays for itself`
    : `, best by spending less, because the next unit ${chanceText(1 - pays)} brings back less than it costs`;
}

function summaryOf(
  { contributions, returns, converged }: Quantities,
  { scores, review }: ModelChecks,
): readonly string[] {
  const { media, baseline, level, period } = contributions;
  const spent = returns.media;
  const failed = review.checks.filter(({ status }) => status === "FAIL").map(({ title }) => title.toLowerCase());
  return [
    ...(converged ? [] : ["Sampling has not converged: none of these figures may be relied on."]),
    `Media brought ${percent(media.share.median)} of ${contributions.target} (${percent(media.share.lower)} to ` +
      `${percent(media.share.upper)} with probability ${percent(level)}), everything else ${percent(baseline.share.median)}, over ` +
      `${period.rows} ${period.unit}s. All ranges here hold with that probability.`,
    returns.media.costPerConversion === undefined
      ? `All media together brought ${rangeText(spent.roi)} per unit of spend.`
      : `All media together cost ${rangeText(returns.media.costPerConversion)} per conversion.`,
    `The model explains ${percent(scores.r2)} of the variance${
      Number.isFinite(scores.mape) ? `, with an average error of ${percent(scores.mape)}` : ""
    }; the review says ${review.verdict}${failed.length === 0 ? "" : ` (${listed(failed)})`}.`,
  ];
}

function budgetText({ gain, horizon, period, channels, notices }: Optimisation): readonly string[] {
  const moves = channels
    .filter(({ changeShare }) => changeShare !== null && Math.abs(changeShare) >= leastChange)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const head = moves.map(({ name, changeShare }) => `${name} ${signed(changeShare ?? 0)}`);
  const warnings = notices.filter((notice) => notice.level === "warning").map(({ message }) => message);
  if (head.length === 0)
    return [`Within half and one and a half times each channel's spend, no plan of the same budget is clearly better.`];
  return [
    `For the next ${horizon} ${period}s, with the same budget: ${listed(head)}.`,
    `That would bring ${rangeText(gain.revenue)} more${
      gain.share === null ? "" : ` (${percent(gain.share.median)} of what media bring)`
    }; the probability that it gains anything is ${chance(gain.probability)}.`,
    ...warnings,
  ];
}

function signed(share: number): string {
  return `${share > 0 ? "+" : "-"}${percent(Math.abs(share))}`;
}

/** `1.2 (0.8 to 1.9)` */
function rangeText({ median, lower, upper }: Pick<Interval, "median" | "lower" | "upper">): string {
  const end = (value: number): string => (value === Number.POSITIVE_INFINITY ? "no bound" : figureText(value));
  return `${end(median)} (${end(lower)} to ${end(upper)})`;
}

/** A probability from finitely many draws in per cent: never 0 or 100. */
function chance(probability: number): string {
  if (probability > 0.99) return "over 99 %";
  return probability < 0.01 ? "under 1 %" : percent(probability);
}

/** A probability of at least 80 % as an adverb. */
function chanceText(probability: number): string {
  return probability >= 0.99 ? "almost certainly" : probability >= 0.9 ? "very probably" : "probably";
}
