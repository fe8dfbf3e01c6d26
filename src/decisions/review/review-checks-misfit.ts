// Review of what seems to be missing from the model: the tests of misfit.ts, each with the limit that the number of channels asks for.

import type { ChannelMisfit, Misfit } from "./misfit.ts";
import type { ReviewCheck } from "./review-check.ts";
import { limits } from "./review-thresholds.ts";
import { figure, fixed, listed, pText } from "../../words/index.ts";

export function misfitChecks(found: Misfit): readonly ReviewCheck[] {
  return [
    channelCheck(found.laterSpend, {
      check: "spend-follows-sales",
      title: "Spend does not follow the target",
      seen: (names) => `Unexplained changes of the target precede spend on ${names}`,
      unseen: "Unexplained changes of the target do not detectably precede spend on any channel",
      advice: (names) =>
        `Later spend cannot cause earlier sales. Budgets of ${names} may follow demand, which would bias their ROI upwards; or spend is dated ` +
        "later than the ads ran (invoices). Date spend by the weeks in which the ads ran, add the driver of the budgets as a control, or run " +
        "an experiment.",
    }),
    channelCheck(found.earlierSpend, {
      check: "carry-over-shape",
      title: "Carry-over has the right shape",
      seen: (names) => `Earlier spend on ${names} explains part of the residuals`,
      unseen: "Earlier spend does not detectably explain the residuals",
      advice: (names) =>
        `The effect of ${names} may come later or last longer than the adstock allows. Do not rely on the half-life, and interpret the contribution ` +
        "with caution. If spend is dated too early (bookings, invoices), move it to the weeks in which the ads ran.",
    }),
    channelCheck(found.curve, {
      check: "curve-shape",
      title: "Response curves have the right shape",
      seen: (names) => `The response to ${names} deviates from the fitted curve`,
      unseen: "No response detectably deviates from its fitted curve",
      advice: (names) =>
        `The response to ${names} may have a different shape. Try another saturation, and do not rely on the marginal ROI.`,
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
  const told = standOut.map(({ channel, direction }) => `the effect of ${channel} ${direction}`);
  return {
    check: "changing-effect",
    title: "Effects are constant over time",
    status: standOut.length > 0 ? "REVIEW" : "PASS",
    figure,
    threshold: limits.misfitP,
    finding:
      standOut.length > 0
        ? `Effects may change over time: ${listed(told)} (${pText(figure)}).`
        : `No channel's effect detectably changes over time (${pText(figure)}).`,
    advice:
      standOut.length > 0
        ? `The ROI of ${namesOf(standOut)} is an average over the table. For decisions, fit the recent rows alone and compare.`
        : "Nothing to do.",
  };
}

function lastingCheck({ pValue }: Misfit["persistence"]): ReviewCheck {
  const lasting = pValue < limits.misfitP;
  return {
    check: "lasting-errors",
    title: "No lasting driver is missing",
    status: lasting ? "REVIEW" : "PASS",
    figure: pValue,
    threshold: limits.misfitP,
    finding: lasting
      ? `The target stays above or below its expected value for longer than noise would explain (${pText(pValue)}).`
      : `Residuals persist no longer than independent noise would (${pText(pValue)}).`,
    advice: lasting
      ? "A persistent driver of the target may be missing, and channels whose spend is correlated with it would be biased. " +
        "Add a trend, a season or a control for it, or run an experiment."
      : "Nothing to do.",
  };
}

function stepCheck({ step }: Misfit): ReviewCheck {
  const seen = step !== undefined && step.pValue < limits.misfitP;
  return {
    check: "level-shift",
    title: "Level has no breaks",
    status: seen ? "REVIEW" : "PASS",
    figure: step?.pValue ?? 1,
    threshold: limits.misfitP,
    finding: seen
      ? `From ${step.date} on, the target is about ${figure(Math.abs(step.size))} ${step.size > 0 ? "above" : "below"} its expected value (${pText(step.pValue)}).`
      : step === undefined
        ? "The model fits any level shift, so none can be detected."
        : `No level shift is detected (${pText(step.pValue)}).`,
    advice: seen
      ? `Find out what changed around ${step.date} (a price, a competitor, the measurement), and add a control that is 0 before and 1 after it. ` +
        "Otherwise, channels whose spend changed at that time are biased."
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
    title: "Residuals have no outliers",
    status: heavy ? "REVIEW" : "PASS",
    figure,
    threshold: limits.misfitP,
    finding: heavy
      ? `Residuals have heavier tails than a normal distribution (kurtosis ${fixed(kurtosis, 1)} instead of 3; ${pText(figure)})` +
        `${outliers.length === 0 ? "." : `. Outliers: ${places}.`}`
      : `The residuals have no detectably heavy tails (${pText(figure)}).`,
    advice: heavy
      ? `Single weeks influence all estimates. ${outliers.length === 0 ? "Fit" : `Check ${places} for data errors, stock-outs or one-off orders, add a control for known causes, and fit`} ` +
        "with likelihood: student_t, which is robust to outliers."
      : "Nothing to do.",
  };
}
