// What is said of one channel: what it brought, what more would bring, and what to do with it in each frame.

import { breakEvenText, costOf, type Interval } from "../draws/index.ts";
import type { ChannelReturn, Quantities } from "../quantities/index.ts";
import type { ModelChecks } from "../review/index.ts";
import { percent, probability } from "../../words/index.ts";
import { costText, isFixed, rangeText, shareText } from "./figures-text.ts";
import { type Action, changeIn, type BudgetQuestion, isOff } from "./frames.ts";

/** What the channel brought and what one more unit would bring, with the probabilities that it is enough. */
export function returnText(
  channel: ChannelReturn,
  { returns }: Quantities,
  currency: string | undefined,
): readonly string[] {
  const { name, spend, roi, marginalRoi, costPerConversion: cost } = channel;
  const { probabilityAboveBreakEven: paid, probabilityMarginalAboveBreakEven: pays } = channel;
  if (channel.organic === true) {
    return [`${name} is media without spend: it has a contribution and no return, and plans leave it as it is.`];
  }
  if (!(spend > 0)) return [`${name} had no spend.`];
  const { target } = returns;
  const bound = boundWords(returns);
  const chance = (value: number | undefined, of: Interval): string =>
    value === undefined || isFixed(of) ? "" : `; the probability that it is above ${bound} is ${probability(value)}`;
  if (cost === undefined)
    return [
      `The ROI of ${name}, in ${target} per unit of spend, is ${rangeText(roi)}${chance(paid, roi)}.`,
      `Its marginal ROI, the return of one more unit of spend, is ${rangeText(marginalRoi)}${chance(pays, marginalRoi)}.`,
    ];
  return [
    `${name} cost ${costText(cost, currency)} per conversion: ${rangeText(roi)} conversions per unit of spend${chance(paid, roi)}.`,
    `One more conversion would cost ${costText(costOf(marginalRoi), currency)}${pays === undefined || isFixed(marginalRoi) ? "" : `; the probability that the next unit of spend pays for itself is ${probability(pays)}`}.`,
  ];
}

/** What a return is compared with, in words. */
function boundWords({ breakEven = 1, breakEvenFrom = "revenue" }: Quantities["returns"]): string {
  return {
    margin: `the break-even of ${breakEvenText(breakEven, breakEvenFrom)} (one over the margin)`,
    given: `the break-even of ${breakEvenText(breakEven, breakEvenFrom)}`,
    revenue: "1, at which revenue equals spend,",
  }[breakEvenFrom];
}

/** How strong the influence of the prior is, where it is strong; where the data say nothing, the action says so. */
export function sourceText(name: string, { identification }: Pick<ModelChecks, "identification">): readonly string[] {
  const found = identification.find(({ channel }) => channel === name);
  return found?.source === "both"
    ? [
        `The prior has a strong influence on these figures: prior and posterior of the ROI overlap by ${percent(found.overlap)}.`,
      ]
    : [];
}

export function positionText(name: string, { curves }: Quantities): readonly string[] {
  const share = curves.channels.find((channel) => channel.name === name)?.position.shareOfCeiling;
  if (share === undefined || !Number.isFinite(share.estimate)) return [];
  return [`At its average spend it reaches ${shareText(share)} of its maximum effect.`];
}

/** What to do with the channel while the budget stays as it is. */
export function splitText(action: Action, name: string, frame: BudgetQuestion, hadSpend: boolean): readonly string[] {
  const change = changeIn(frame, name);
  const planned = `the best plan ${change > 0 ? "raises" : "lowers"} its spend by ${percent(Math.abs(change))}`;
  switch (action) {
    case "none":
      return [];
    case "test":
      if (!hadSpend) return ["Only an experiment can show its effect."];
      if (isOff(frame, name))
        return [
          "It has no spend now, and its marginal ROI refers to the time when it ran. Restart it only with a test.",
        ];
      return [
        "The data add little to the prior of its ROI. Run an experiment before you change its budget.",
        ...(change === 0 ? [] : [`At this budget, ${planned}, which rests on the prior.`]),
      ];
    case "hold":
      return ["At this budget, keep its spend."];
    case "increase":
    case "reduce":
      return [`At this budget, spend ${action === "increase" ? "more" : "less"} here: ${planned}.`];
  }
}

/** What the most profitable budget does with the channel. */
export function sizeText(action: Action, name: string, frame: BudgetQuestion): readonly string[] {
  if (action === "none" || !frame.gains || isOff(frame, name)) return [];
  const change = changeIn(frame, name);
  const planned =
    change === 0 ? "stays about as it is" : `${change > 0 ? "rises" : "falls"} by ${percent(Math.abs(change))}`;
  return [
    `In the most profitable budget, its spend ${planned}${action === "test" && change !== 0 ? ", which rests on the prior" : ""}.`,
  ];
}
