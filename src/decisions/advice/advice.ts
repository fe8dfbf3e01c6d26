// Advice in sentences: the return of each channel, that of the next unit of spend, and what to do, with the uncertainty.

import { type Cost, costOf, type Interval, type MoneyUnits } from "../draws/index.ts";
import type { Optimization } from "../plans/index.ts";
import type { ChannelReturn, Quantities } from "../quantities/index.ts";
import { type ModelChecks, type ReviewStatus } from "../review/index.ts";
import { sizeTexts, splitTexts } from "./budget-text.ts";
import { positionText, returnText, sizeText, sourceText, splitText } from "./channel-text.ts";
import { type Action, actionIn, type BudgetQuestion, sizeFrame, splitFrame } from "./frames.ts";
import { summaryOf } from "./summary-text.ts";

export interface ChannelAdvice {
  readonly name: string;
  /** What to do with its spend while the budget as a whole stays as it is. */
  readonly action: Action;
  /** What the most profitable budget does with it; absent where no margin is known. */
  readonly bestBudgetAction?: Action;
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

export interface Advice {
  /** False: the sentences stand on draws that cannot be relied on. */
  readonly converged: boolean;
  /** Verdict of the review; with FAIL no action is advised. */
  readonly verdict: ReviewStatus;
  /** Probability of the intervals. */
  readonly level: number;
  /** Target per unit of spend above which spend pays, and where it comes from; as in `Returns`. */
  readonly breakEven?: number;
  readonly breakEvenFrom?: "given" | "margin" | "revenue";
  /** Whether the fit can be used, and what it found, in a few sentences. */
  readonly summary: readonly string[];
  /** By marginal return, best first. */
  readonly channels: readonly ChannelAdvice[];
  /** The best split of the budget as it is, in words; absent when no plan was computed. */
  readonly budget?: readonly string[];
  /** Which size of the budget is best, in words; without a margin, what it depends on. */
  readonly budgetSize: readonly string[];
  /** What the reader has to keep in mind, from the review. */
  readonly reservations: readonly string[];
}

/** The plans that advice follows from, absent where there is none. */
export interface AdvisedPlans {
  /** The best plan of the current budget. */
  readonly split?: Optimization | undefined;
  /** The most profitable plan, whatever its total; absent where no margin is known. */
  readonly size?: Optimization | undefined;
}

/** Advice from the figures of a fit. */
export function adviceOf(
  figures: Quantities,
  checks: ModelChecks,
  plans: AdvisedPlans,
  units: MoneyUnits = {},
): Advice {
  const { returns, converged } = figures;
  const { verdict } = checks.review;
  const { uninformedChannels: uninformed } = checks;
  const usable = converged && verdict !== "FAIL";
  const frames = { split: splitFrame(plans.split), size: sizeFrame(plans.size) };
  const channels = returns.channels
    .map((channel) =>
      channelAdvice(channel, figures, checks, { usable, uninformed: uninformed.includes(channel.name) }, frames, units),
    )
    .toSorted((a, b) => orderOf(b.marginalRoi.estimate) - orderOf(a.marginalRoi.estimate));
  const split = splitTexts(frames.split, uninformed, usable);
  return {
    converged,
    verdict,
    level: returns.level,
    ...(returns.breakEven === undefined ? {} : { breakEven: returns.breakEven }),
    ...(returns.breakEvenFrom === undefined ? {} : { breakEvenFrom: returns.breakEvenFrom }),
    summary: summaryOf(figures, checks, units.spend),
    channels,
    ...(split === undefined ? {} : { budget: split }),
    budgetSize: sizeTexts(frames.size, figures, uninformed, usable, units),
    reservations: checks.review.checks
      .filter(({ status }) => status !== "PASS")
      .map(({ finding, advice }) => `${finding} ${advice}`),
  };
}

/** Channels without spend have no return; they go last. */
function orderOf(value: number): number {
  return Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY;
}

function channelAdvice(
  channel: ChannelReturn,
  figures: Quantities,
  checks: ModelChecks,
  known: { readonly usable: boolean; readonly uninformed: boolean },
  { split, size }: { readonly split: BudgetQuestion; readonly size: BudgetQuestion },
  units: MoneyUnits,
): ChannelAdvice {
  const { name, spend, shareOfSpend, shareOfMedia, roi, marginalRoi, costPerConversion: cost } = channel;
  const { probabilityAboveBreakEven, probabilityMarginalAboveBreakEven } = channel;
  const isOrganic = channel.organic === true;
  const state = { ...known, spend, isOrganic };
  const action = actionIn(split, name, state);
  const bestBudgetAction = size.plan === undefined ? undefined : actionIn(size, name, state);
  return {
    name,
    action,
    ...(bestBudgetAction === undefined ? {} : { bestBudgetAction }),
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
      ...returnText(channel, figures, units.spend),
      ...(isOrganic ? [] : positionText(name, figures)),
      ...(known.uninformed ? [] : sourceText(name, checks)),
      ...(isOrganic ? [] : splitText(action, name, split, spend > 0)),
      ...(isOrganic ? [] : sizeText(bestBudgetAction ?? "none", name, size)),
    ].join(" "),
  };
}
