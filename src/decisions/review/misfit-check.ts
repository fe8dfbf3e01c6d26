// A check of what seems to be missing from the model, channel by channel: one limit for all tests of residuals, and as many channels as are asked.

import { listed, pText } from "../../words/index.ts";
import type { ChannelMisfit } from "./misfit.ts";
import type { CheckVerdict } from "./review-check.ts";

/**
 * P value of each test of residuals for something missing, over all channels (our choice; low, because there are several such tests
 * and all are done on every fit).
 */
export const misfitLimits: { readonly p: number } = { p: 0.01 };

/** P value of the most conspicuous of several channels (Bonferroni). */
export function smallestP(channels: readonly ChannelMisfit[]): number {
  return Math.min(1, ...channels.map(({ pValue }) => channels.length * pValue));
}

/** Channels that stand out although there are as many. */
export function conspicuous<T extends ChannelMisfit>(channels: readonly T[], { p }: typeof misfitLimits): readonly T[] {
  return channels.filter(({ pValue }) => channels.length * pValue < p);
}

/** What is said where channels stand out, and where none does. */
export interface MisfitWords {
  readonly seen: (names: string) => string;
  readonly unseen: string;
  readonly advice: (names: string) => string;
}

/** Whether any channel stands out, in the words of the check. */
export function judgeChannels(
  channels: readonly ChannelMisfit[],
  limits: typeof misfitLimits,
  { seen, unseen, advice }: MisfitWords,
): CheckVerdict {
  const standOut = conspicuous(channels, limits);
  const names = listed(standOut.map(({ channel }) => channel));
  const figure = smallestP(channels);
  return {
    status: standOut.length > 0 ? "REVIEW" : "PASS",
    figure,
    threshold: limits.p,
    finding: `${standOut.length > 0 ? seen(names) : unseen} (${pText(figure)}).`,
    ...(standOut.length > 0 ? { advice: advice(names) } : {}),
  };
}
