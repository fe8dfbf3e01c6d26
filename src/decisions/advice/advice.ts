// Advice in sentences: the return of each channel, that of the next unit of spend, and what to do, with the uncertainty.

import { type Cost, costOf, type Interval } from "../draws/index.ts";
import type { ChannelRecommendation, Optimization } from "../plans/index.ts";
import type { Quantities, ChannelReturn } from "../quantities/index.ts";
import { type ModelChecks, type ReviewStatus } from "../review/index.ts";
import {
  alike,
  change,
  count,
  type Estimated,
  estimatedInText,
  figure,
  given,
  level as levelText,
  listed,
  percent,
  probability,
} from "../../words/index.ts";

/**
 * "increase" and "reduce": it is likely (80%) that the next unit of spend brings back more, or less, than it costs; without a
 * break-even (conversions), that the best plan of the same budget moves 5% or more of the spend there, or away, and is likely to
 * gain by it. "test": the data say little about the channel's return, so an experiment is worth more than a guess. "hold": none of
 * these. "none": the fit cannot be used, because it has not converged or the review fails.
 */
export type Action = "increase" | "hold" | "reduce" | "test" | "none";

/** The actions in words. */
export const actionWords: Readonly<Record<Action, string>> = {
  increase: "spend more",
  hold: "hold",
  reduce: "spend less",
  test: "run a test",
  none: "no advice",
};

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
  /** Cost per conversion, where the target is conversions; infinite (null in JSON) where it has no bound. */
  readonly costPerConversion?: Cost;
  /** What one more conversion would cost, likewise: one over the marginal return. */
  readonly costOfOneMore?: Cost;
  /** What it brought, what more would bring, what to do and why, in a few sentences. */
  readonly text: string;
}

type Range = Estimated;

export interface Advice {
  /** False: the sentences stand on draws that cannot be relied on. */
  readonly converged: boolean;
  /** Verdict of the review; with FAIL no action is advised. */
  readonly verdict: ReviewStatus;
  /** Probability of the intervals. */
  readonly level: number;
  /** Whether the fit can be used, and what it found, in a few sentences. */
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
export function adviceOf(figures: Quantities, checks: ModelChecks, optimization: Optimization | undefined): Advice {
  const { returns, converged } = figures;
  const { verdict } = checks.review;
  const usable = converged && verdict !== "FAIL";
  const channels = returns.channels
    .map((channel) =>
      channelAdvice(channel, figures, {
        usable,
        uninformed: checks.uninformedChannels.includes(channel.name),
        plan: optimization?.channels.find(({ name }) => name === channel.name),
        planPays: optimization !== undefined && optimization.gain.probability >= likely,
      }),
    )
    .toSorted((a, b) => orderOf(b.marginalRoi.estimate) - orderOf(a.marginalRoi.estimate));
  return {
    converged,
    verdict,
    level: returns.level,
    summary: summaryOf(figures, checks),
    channels,
    ...(optimization === undefined ? {} : { budget: budgetText(optimization, checks, usable) }),
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
  readonly usable: boolean;
  readonly uninformed: boolean;
  readonly plan: ChannelRecommendation | undefined;
  /** Whether the best plan is likely to gain anything. */
  readonly planPays: boolean;
}

function channelAdvice(channel: ChannelReturn, figures: Quantities, context: ChannelContext): ChannelAdvice {
  const { name, spend, shareOfSpend, shareOfMedia, roi, marginalRoi, costPerConversion: cost } = channel;
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
    ...(cost === undefined
      ? {}
      : {
          costPerConversion: cost,
          costOfOneMore: costOf(marginalRoi),
        }),
    text: [
      ...returnText(channel, figures),
      ...positionText(name, figures),
      ...(action === "none" ? [] : [actionText(action, channel, figures, context)]),
    ].join(" "),
  };
}

function actionOf(
  { spend, probabilityMarginalAboveBreakEven: pays }: ChannelReturn,
  { usable, uninformed, plan, planPays }: ChannelContext,
): Action {
  if (!usable) return "none";
  if (uninformed || !(spend > 0)) return "test";
  if (isOff(plan)) return "hold";
  if (pays !== undefined) return pays >= likely ? "increase" : 1 - pays >= likely ? "reduce" : "hold";
  const change = planPays ? (plan?.changeShare ?? 0) : 0;
  return change >= leastChange ? "increase" : change <= -leastChange ? "reduce" : "hold";
}

/** Whether the current plan spends nothing on a channel. */
function isOff(plan: ChannelRecommendation | undefined): boolean {
  return plan !== undefined && plan.current === 0;
}

function returnText(channel: ChannelReturn, { returns }: Quantities): readonly string[] {
  const { name, spend, roi, marginalRoi, costPerConversion: cost, probabilityAboveBreakEven: pays } = channel;
  if (!(spend > 0)) return [`${name} had no spend.`];
  const { breakEven = 1, target } = returns;
  const above = breakEven === 1 ? "above 1, which covers the spend," : `above the break-even of ${given(breakEven)}`;
  const paid =
    pays === undefined || isFixed(roi) ? "" : `; the probability that it is ${above} is ${probability(pays)}`;
  if (cost === undefined)
    return [
      `The ROI of ${name}, in ${target} per unit of spend, is ${rangeText(roi)}${paid}.`,
      `Its marginal ROI, the return of one more unit of spend, is ${rangeText(marginalRoi)}.`,
    ];
  return [
    `${name} cost ${costText(cost)} per conversion${paid === "" ? "" : `: ${rangeText(roi)} conversions per unit of spend${paid}`}.`,
    `One more conversion would cost ${costText(costOf(marginalRoi))}.`,
  ];
}

/** `120 (69 to 195)`; ends without a bound are written in words. */
function costText(cost: Range): string {
  const { estimate, lower, upper } = cost;
  if (!Number.isFinite(lower)) return "an unknown amount";
  if (!Number.isFinite(estimate)) return `at least ${figure(lower)}, without an upper bound,`;
  if (!Number.isFinite(upper)) return `${figure(estimate)} (at least ${figure(lower)}, without an upper bound)`;
  return rangeText(cost);
}

function positionText(name: string, { curves }: Quantities): readonly string[] {
  const share = curves.channels.find((channel) => channel.name === name)?.position.shareOfCeiling;
  if (share === undefined || !Number.isFinite(share.estimate)) return [];
  return [`At its average spend it reaches ${shareText(share)} of its maximum effect.`];
}

function actionText(
  action: Exclude<Action, "none">,
  { spend, marginalRoi, probabilityMarginalAboveBreakEven: pays }: ChannelReturn,
  { returns }: Quantities,
  { plan, planPays }: ChannelContext,
): string {
  const words = payingWords(returns.breakEven ?? 1);
  if (action === "test") {
    return spend > 0
      ? `The data add little to the prior of its ROI. Run an experiment before you change its budget${testText(pays, words)}.`
      : "Only an experiment can show its effect.";
  }
  if (isOff(plan)) {
    return "It has no spend now, and its marginal ROI refers to the time when it ran. Restart it only with a test.";
  }
  const change = planPays ? (plan?.changeShare ?? 0) : 0;
  const moved = Math.abs(change) < leastChange ? "" : movedText(action, change);
  if (pays === undefined)
    return `${{ increase: "Spend more here", reduce: "Spend less here", hold: "Hold" }[action]}.${moved}`;
  if (isFixed(marginalRoi) && action !== "hold") {
    const next = action === "increase" ? words.pays : words.loses;
    return `Spend ${action === "increase" ? "more" : "less"} here: the next unit ${next}, because fixed priors determine it.${moved}`;
  }
  switch (action) {
    case "increase":
      return `Spend more here: the next unit ${chanceText(pays)} ${words.pays} (probability ${probability(pays)}).${moved}`;
    case "reduce":
      return `Spend less here: the next unit ${chanceText(1 - pays)} ${words.loses} (probability ${probability(1 - pays)}).${moved}`;
    case "hold":
      return `Hold: it is uncertain whether the next unit ${words.pays} (probability ${probability(pays)}).${moved}`;
  }
}

/** Whether priors fix a figure, so that no probability can be given for it. */
function isFixed({ lower, upper }: Range): boolean {
  return lower === upper;
}

/** What the best plan of the same budget does with a channel; where that goes against the action, why. */
function movedText(action: Action, change: number): string {
  const size = percent(Math.abs(change));
  if (action === "reduce" && change > 0)
    return ` If the whole budget must be spent, the best plan raises its spend by ${size}, because marginal returns elsewhere are even lower.`;
  if (action === "increase" && change < 0)
    return ` With the same budget, the best plan lowers its spend by ${size}, because marginal returns elsewhere are even higher.`;
  return ` The best plan for the same budget ${change > 0 ? "raises" : "lowers"} its spend by ${size}.`;
}

interface PayingWords {
  readonly pays: string;
  readonly loses: string;
}

function payingWords(breakEven: number): PayingWords {
  return breakEven === 1
    ? { pays: "returns more than it costs", loses: "returns less than it costs" }
    : {
        pays: `returns more than the break-even of ${given(breakEven)}`,
        loses: `returns less than the break-even of ${given(breakEven)}`,
      };
}

/** Which way to test, where the next unit of spend is likely to pay, or not to. */
function testText(pays: number | undefined, words: PayingWords): string {
  if (pays === undefined || (pays < likely && 1 - pays < likely)) return "";
  return pays >= likely
    ? `; prefer a test with more spend, because the next unit ${chanceText(pays)} ${words.pays}`
    : `; prefer a test with less spend, because the next unit ${chanceText(1 - pays)} ${words.loses}`;
}

function summaryOf(
  { contributions, returns, converged }: Quantities,
  { scores, review }: ModelChecks,
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
            : `All media together cost ${costText(cost)} per conversion.`,
        ]
      : []),
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

function budgetText(
  { gain, horizon, period, channels, notices, target }: Optimization,
  { uninformedChannels }: ModelChecks,
  usable: boolean,
): readonly string[] {
  if (!usable) return ["The fit cannot be used, so no plan is recommended."];
  if (channels.length === 1) return ["With a single channel, there is no budget to shift."];
  const moves = channels
    .filter(({ changeShare }) => changeShare !== null && Math.abs(changeShare) >= leastChange)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  if (moves.length === 0)
    return [
      "No plan with the same budget that changes each channel by at most half is clearly better than the current plan.",
    ];
  const head = listed(moves.map(({ name, changeShare }) => `${name} ${change(changeShare ?? 0)}`));
  const effect =
    `would increase ${target.name} by ${rangeText(gain.contributionWithCarryOver)}` +
    `${gain.share === null ? "" : `, which is ${percent(gain.share.estimate)} of the media contribution`}` +
    `${isFixed(gain.contributionWithCarryOver) ? "" : `; the probability of a gain is ${probability(gain.probability)}`}.`;
  const silent = moves.filter(({ name }) => uninformedChannels.includes(name)).map(({ name }) => name);
  const warnings = notices.filter((notice) => notice.level === "warning").map(({ message }) => message);
  if (gain.probability < likely)
    return [
      `Keep the current split: over the next ${count(horizon, period)}, no plan with the same budget is clearly better.`,
      `The best plan found (${head}) ${effect}`,
      ...warnings,
    ];
  return [
    `Best plan for the next ${count(horizon, period)} with the same budget: ${head}.`,
    `It ${effect}`,
    ...(silent.length === 0
      ? []
      : [`The data say little about ${listed(silent)}. Test that part of the plan in an experiment first.`]),
    ...warnings,
  ];
}

/** `1.2 (0.8 to 1.9)`; a figure that priors fix has no interval. */
function rangeText(of: Range): string {
  const text = estimatedInText(of);
  return isFixed(of) ? `${text} (fixed by the priors)` : text;
}

/** `14% (8% to 24%)` */
function shareText(of: Range): string {
  return isFixed(of) ? percent(of.estimate) : estimatedInText(of, alike.percents);
}

/** A probability of at least 80% as an adverb. */
function chanceText(probability: number): string {
  return probability >= 0.99 ? "almost certainly" : probability >= 0.9 ? "very probably" : "probably";
}
