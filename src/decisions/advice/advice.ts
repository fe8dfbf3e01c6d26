// Advice in plain words: what each channel brings back, what the next unit of spend would, and what to do about it, with the
// uncertainty said.

import type { Interval } from "../draws/index.ts";
import type { ChannelRecommendation, Optimization } from "../plans/index.ts";
import type { Quantities, ChannelReturn } from "../quantities/index.ts";
import { type ModelChecks, type ReviewStatus } from "../review/index.ts";
import { change, figure, interval, listed, percent, probability } from "../../words/index.ts";

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
  readonly costPerConversion?: Range;
  /** What one more conversion would cost, likewise: one over the marginal return. */
  readonly costOfOneMore?: Range;
  /** What it brought, what more would bring, what to do and why, in a few sentences. */
  readonly text: string;
}

type Range = Pick<Interval, "median" | "lower" | "upper">;

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
    .toSorted((a, b) => orderOf(b.marginalRoi.median) - orderOf(a.marginalRoi.median));
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
          costPerConversion: { median: cost.median, lower: cost.lower, upper: cost.upper },
          costOfOneMore: costOfOneMore(marginalRoi),
        }),
    text: [
      ...returnText(channel, figures),
      ...positionText(name, figures),
      ...(action === "none" ? [] : [actionText(action, channel, figures, context)]),
    ].join(" "),
  };
}

/** One over the marginal return: its quantiles turned over. */
function costOfOneMore({ median, lower, upper }: Interval): Range {
  const cost = (value: number): number => (value > 0 ? 1 / value : value <= 0 ? Number.POSITIVE_INFINITY : Number.NaN);
  return { median: cost(median), lower: cost(upper), upper: cost(lower) };
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
  const above = breakEven === 1 ? "more than it cost" : `above the break-even of ${figure(breakEven)}`;
  const paid =
    pays === undefined || isFixed(roi) ? "" : `; the probability that this is ${above} is ${probability(pays)}`;
  if (cost === undefined)
    return [
      `${name} brought ${rangeText(roi)} in ${target} per unit of spend${paid}.`,
      `One more unit of spend would bring ${rangeText(marginalRoi)}.`,
    ];
  return [
    `${name} cost ${costText(cost)} per conversion${paid === "" ? "" : `: ${rangeText(roi)} per unit of spend${paid}`}.`,
    `One more conversion would cost ${costText(costOfOneMore(marginalRoi))}.`,
  ];
}

/** `120 (69 to 195)`; ends without a bound are said in words. */
function costText({ median, lower, upper }: Range): string {
  if (!Number.isFinite(lower)) return "more than can be said";
  if (!Number.isFinite(median)) return `at least ${figure(lower)}, without an upper bound,`;
  if (!Number.isFinite(upper)) return `${figure(median)} (at least ${figure(lower)}, without an upper bound)`;
  return rangeText({ median, lower, upper });
}

function positionText(name: string, { curves }: Quantities): readonly string[] {
  const share = curves.channels.find((channel) => channel.name === name)?.position.shareOfCeiling;
  if (share === undefined || !Number.isFinite(share.median)) return [];
  return [
    `At its average spend it reaches ${percent(share.median)} of what it can ever bring` +
      `${share.lower === share.upper ? "" : ` (${percent(share.lower)} to ${percent(share.upper)})`}.`,
  ];
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
      ? `The data say little about its return beyond the prior: run an experiment before you move budget on it${testText(pays, words)}.`
      : "Only an experiment can say what it would bring.";
  }
  if (isOff(plan)) {
    return "Nothing is being spent on it now, and what its next unit would bring holds for the time when it ran: start again with a test, if at all.";
  }
  const change = planPays ? (plan?.changeShare ?? 0) : 0;
  const moved = Math.abs(change) < leastChange ? "" : movedText(action, change);
  if (pays === undefined)
    return `${{ increase: "Spend more here", reduce: "Spend less here", hold: "Hold" }[action]}.${moved}`;
  if (isFixed(marginalRoi) && action !== "hold") {
    const next = action === "increase" ? words.pays : words.loses;
    return `Spend ${action === "increase" ? "more" : "less"} here: as the priors fix it, the next unit ${next}.${moved}`;
  }
  switch (action) {
    case "increase":
      return `Spend more here: the next unit ${chanceText(pays)} ${words.pays} (${probability(pays)}).${moved}`;
    case "reduce":
      return `Spend less here: the next unit ${chanceText(1 - pays)} ${words.loses} (${probability(1 - pays)}).${moved}`;
    case "hold":
      return `Hold: whether the next unit ${words.pays} is open (${probability(pays)}).${moved}`;
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
    return ` If the whole budget is to be spent all the same, the best plan raises it by ${size}, because the next unit brings even less elsewhere.`;
  if (action === "increase" && change < 0)
    return ` Within the same budget the best plan lowers it by ${size}, because the next unit brings even more elsewhere.`;
  return ` The best plan of the same budget ${change > 0 ? "raises" : "lowers"} it by ${size}.`;
}

interface PayingWords {
  readonly pays: string;
  readonly loses: string;
}

function payingWords(breakEven: number): PayingWords {
  return breakEven === 1
    ? { pays: "pays for itself", loses: "brings back less than it costs" }
    : {
        pays: `brings back more than the break-even of ${figure(breakEven)}`,
        loses: `brings back less than the break-even of ${figure(breakEven)}`,
      };
}

/** Which way to test, where the next unit of spend is likely to pay, or not to. */
function testText(pays: number | undefined, words: PayingWords): string {
  if (pays === undefined || (pays < likely && 1 - pays < likely)) return "";
  return pays >= likely
    ? `, best by spending more, because the next unit ${chanceText(pays)} ${words.pays}`
    : `, best by spending less, because the next unit ${chanceText(1 - pays)} ${words.loses}`;
}

function summaryOf(
  { contributions, returns, converged }: Quantities,
  { scores, review }: ModelChecks,
): readonly string[] {
  const { media, baseline, level, period } = contributions;
  const { roi, costPerConversion: cost, spend } = returns.media;
  const share = isFixed(media.share) ? "" : ` (${percent(media.share.lower)} to ${percent(media.share.upper)})`;
  return [
    verdictText(converged, review),
    `Media brought ${percent(media.share.median)}${share} of ${contributions.target} over ${period.rows} ` +
      `${period.unit}${period.rows === 1 ? "" : "s"}, everything else ${percent(baseline.share.median)}. ` +
      `Ranges hold with probability ${percent(level)}.`,
    ...(spend > 0
      ? [
          cost === undefined
            ? `All media together brought ${rangeText(roi)} per unit of spend.`
            : `All media together cost ${costText(cost)} per conversion.`,
        ]
      : []),
    `The model explains ${percent(Math.max(0, scores.r2))} of the variance${
      Number.isFinite(scores.mape) ? `, with an average error of ${percent(scores.mape)}` : ""
    }.`,
  ];
}

/** Whether the fit can be used: what is read first. */
function verdictText(converged: boolean, { verdict, checks }: ModelChecks["review"]): string {
  if (!converged) return "Sampling has not converged: none of these figures may be relied on.";
  const of = (wanted: ReviewStatus): readonly string[] =>
    checks.filter(({ status }) => status === wanted).map(({ title }) => `"${title}"`);
  const open = of("REVIEW").length;
  if (verdict === "FAIL") return `Do not use these results: the review fails ${listed(of("FAIL"))}.`;
  return verdict === "PASS"
    ? "The fit has converged and passes every check of the review."
    : `The fit has converged and can be used with ${open === 1 ? "one reservation" : `${open} reservations`}.`;
}

function budgetText(
  { gain, horizon, period, channels, notices, target }: Optimization,
  { uninformedChannels }: ModelChecks,
  usable: boolean,
): readonly string[] {
  if (!usable) return ["No plan is advised from a fit that cannot be used."];
  if (channels.length === 1) return ["There is one channel, so within the same budget there is nothing to move."];
  const moves = channels
    .filter(({ changeShare }) => changeShare !== null && Math.abs(changeShare) >= leastChange)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  if (moves.length === 0)
    return [
      "No plan of the same budget that changes each channel by at most half is clearly better than the current one.",
    ];
  const head = listed(moves.map(({ name, changeShare }) => `${name} ${change(changeShare ?? 0)}`));
  const effect =
    `would bring ${rangeText(gain.revenue)} more ${target.name}` +
    `${gain.share === null ? "" : ` (${percent(gain.share.median)} of what media bring)`}` +
    `${isFixed(gain.revenue) ? "" : `; the probability that it gains anything is ${probability(gain.probability)}`}.`;
  const silent = moves.filter(({ name }) => uninformedChannels.includes(name)).map(({ name }) => name);
  const warnings = notices.filter((notice) => notice.level === "warning").map(({ message }) => message);
  if (gain.probability < likely)
    return [
      `Keep the split: over the next ${horizon} ${period}s no plan of the same budget is clearly better.`,
      `The best one found (${head}) ${effect}`,
      ...warnings,
    ];
  return [
    `For the next ${horizon} ${period}s, with the same budget: ${head}.`,
    `That ${effect}`,
    ...(silent.length === 0
      ? []
      : [`The data say little about ${listed(silent)}: make that part of the plan an experiment first.`]),
    ...warnings,
  ];
}

/** `1.2 (0.8 to 1.9)`; a figure that priors fix has no interval. */
function rangeText({ median, lower, upper }: Range): string {
  const text = interval(median, lower, upper);
  return isFixed({ median, lower, upper }) ? `${text} (fixed by the priors)` : text;
}

/** A probability of at least 80% as an adverb. */
function chanceText(probability: number): string {
  return probability >= 0.99 ? "almost certainly" : probability >= 0.9 ? "very probably" : "probably";
}
