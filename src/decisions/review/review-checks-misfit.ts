// Review of what seems to be missing from the model: the tests of misfit.ts, each with the limit that the number of channels asks for.

import type { ChannelMisfit, Misfit } from "./misfit.ts";
import type { ReviewCheck } from "./review-check.ts";
import { limits } from "./review-thresholds.ts";
import { figure, fixed, listed, pText } from "../../words/index.ts";

export function misfitChecks(found: Misfit): readonly ReviewCheck[] {
  return [
    channelCheck(found.laterSpend, {
      check: "spend-follows-sales",
      title: "Spend that does not follow sales",
      seen: (names) => `Sales that the model cannot explain come before spend on ${names}`,
      unseen: "Sales that the model cannot explain are not seen to come before spend on any channel",
      advice: (names) =>
        `What was sold cannot be the effect of spend to come: budgets of ${names} seem to follow demand, for which their channels then take credit, ` +
        "or the spend is dated later than it ran (invoices). Put it into the weeks in which it ran, add what budgets are planned by as a control, or settle " +
        "the effect by an experiment.",
    }),
    channelCheck(found.earlierSpend, {
      check: "carry-over-shape",
      title: "Carry-over of the right shape",
      seen: (names) => `Earlier spend on ${names} explains what the model's carry-over leaves unexplained`,
      unseen: "Earlier spend is not seen to explain what the model's carry-over leaves unexplained",
      advice: (names) =>
        `The effect of ${names} seems to come later or to last longer than the model allows: do not rely on its half-life, and take its contribution with ` +
        "reservation; where the spend itself is dated too early (bookings, invoices), move it to the weeks in which it ran.",
    }),
    channelCheck(found.curve, {
      check: "curve-shape",
      title: "Response curves of the right shape",
      seen: (names) => `The response to ${names} bends where the fitted curve does not`,
      unseen: "The response to no channel is seen to bend where the fitted curve does not",
      advice: (names) =>
        `The response to ${names} seems to be of another shape than the model allows: try another saturation, and do not rely on its marginal return.`,
    }),
    changeCheck(found.change),
    lastingCheck(found.persistence),
    stepCheck(found),
    ...(found.tails === undefined ? [] : [tailsCheck(found.tails)]),
  ];
}

/** P value of the most conspicuous of several channels (Bonferroni). */
export function smallestP(channels: readonly ChannelMisfit[]): number {
  return Math.min(1, ...channels.map(({ pValue }) => channels.length * pValue));
}

/** Channels that stand out although there are as many. */
function conspicuous<T extends ChannelMisfit>(channels: readonly T[]): readonly T[] {
  return channels.filter(({ pValue }) => channels.length * pValue < limits.misfitP);
}

/** A p value in words: `p = 0.034`, `p < 0.001`. */

function namesOf(channels: readonly ChannelMisfit[]): string {
  return listed(channels.map(({ channel }) => channel));
}

interface Wording {
  readonly check: string;
  readonly title: string;
  readonly seen: (names: string) => string;
  readonly unseen: string;
  readonly advice: (names: string) => string;
}

function channelCheck(channels: readonly ChannelMisfit[], wording: Wording): ReviewCheck {
  const { check, title, seen, unseen, advice } = wording;
  const standOut = conspicuous(channels);
  const names = namesOf(standOut);
  const figure = smallestP(channels);
  return {
    check,
    title,
    status: standOut.length > 0 ? "REVIEW" : "PASS",
    figure,
    threshold: limits.misfitP,
    finding: `${standOut.length > 0 ? seen(names) : unseen} (${pText(figure)}).`,
    advice: standOut.length > 0 ? advice(names) : "Nothing to do.",
  };
}

function changeCheck(change: Misfit["change"]): ReviewCheck {
  const standOut = conspicuous(change);
  const figure = smallestP(change);
  const told = standOut.map(({ channel, direction }) => `that of ${channel} ${direction}`);
  return {
    check: "changing-effect",
    title: "Effects that stay as they are",
    status: standOut.length > 0 ? "REVIEW" : "PASS",
    figure,
    threshold: limits.misfitP,
    finding:
      standOut.length > 0
        ? `Effects seem to change over the table: ${listed(told)} (${pText(figure)}).`
        : `No channel's effect can be seen to change over the table (${pText(figure)}).`,
    advice:
      standOut.length > 0
        ? `Returns of ${namesOf(standOut)} are averages of then and now: for what to do next, fit the recent part of the table alone and compare.`
        : "Nothing to do.",
  };
}

function lastingCheck({ pValue }: Misfit["persistence"]): ReviewCheck {
  const lasting = pValue < limits.misfitP;
  return {
    check: "lasting-errors",
    title: "No driver that lasts and is missing",
    status: lasting ? "REVIEW" : "PASS",
    figure: pValue,
    threshold: limits.misfitP,
    finding: lasting
      ? `For weeks on end the target lies above or below what the model expects, more than noise would (${pText(pValue)}).`
      : `The model errs for no longer than noise would (${pText(pValue)}).`,
    advice: lasting
      ? "Something that lasts seems to move the target and to be missing; channels whose spend moves with it would take its credit: " +
        "add a trend, the season or a control for it, or settle effects by an experiment."
      : "Nothing to do.",
  };
}

function stepCheck({ step }: Misfit): ReviewCheck {
  const seen = step !== undefined && step.pValue < limits.misfitP;
  return {
    check: "level-shift",
    title: "A level without breaks",
    status: seen ? "REVIEW" : "PASS",
    figure: step?.pValue ?? 1,
    threshold: limits.misfitP,
    finding: seen
      ? `From ${step.date} on the target lies about ${figure(Math.abs(step.size))} ${step.size > 0 ? "above" : "below"} what the model expects (${pText(step.pValue)}).`
      : step === undefined
        ? "The model follows any level, so that no break could be seen."
        : `No break of the level can be seen (${pText(step.pValue)}).`,
    advice: seen
      ? `Find out what changed about ${step.date} (a price, a competitor, how sales are counted) and add a control that is 0 before and 1 after it: ` +
        "without it channels whose spend changed as well take the credit or the blame."
      : "Nothing to do.",
  };
}

function tailsCheck({ kurtosis, pValue, outliers, outlierP }: NonNullable<Misfit["tails"]>): ReviewCheck {
  // Two tests of one thing.
  const figure = Math.min(1, 2 * Math.min(pValue, outlierP));
  const heavy = figure < limits.misfitP;
  const places = listed(outliers.map(({ date }) => date));
  return {
    check: "outliers",
    title: "Noise without outliers",
    status: heavy ? "REVIEW" : "PASS",
    figure,
    threshold: limits.misfitP,
    finding: heavy
      ? `Residuals have heavier tails than normal noise (kurtosis ${fixed(kurtosis, 1)} instead of 3; ${pText(figure)})` +
        `${outliers.length === 0 ? "." : `; far off: ${places}.`}`
      : `No heavier tails than those of normal noise can be seen (${pText(figure)}).`,
    advice: heavy
      ? `Single weeks pull at every figure: ${outliers.length === 0 ? "" : `look into ${places} (data errors, stock-outs, one-off orders), give those that have a cause a control, and `}` +
        "fit with likelihood: student_t, which bears outliers."
      : "Nothing to do.",
  };
}
