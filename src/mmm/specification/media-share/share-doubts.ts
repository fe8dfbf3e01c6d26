// What is doubted of a prior of media's share of the target, before the fit and in its review.

/**
 * Our choice. Of the draws of the prior, 5% may have media bring more than all of the target; where more than half do, nobody holds the prior.
 * The median share of all media may be between 1% and 60% of the target: below, the prior has decided that media do nothing,
 * above, that there is hardly anything else.
 */
export const shareLimits = { mediaAboveAll: 0.05, fail: 0.5, least: 0.01, most: 0.6 } as const;

/** "impossible": shares above 100%; "dominant": hardly anything but media; "vanishing": next to nothing. */
export type ShareDoubt = "impossible" | "dominant" | "vanishing";

export interface DoubtedShare {
  readonly median: number;
  /** Share of the draws in which media bring more than all of the target. */
  readonly mediaAboveAll: number;
}

/** What is doubted, the figure that says so and its limit. */
export function shareDoubts(
  { median, mediaAboveAll }: DoubtedShare,
  limits: { readonly [K in keyof typeof shareLimits]: number } = shareLimits,
): readonly { readonly doubt: ShareDoubt; readonly figure: number; readonly threshold: number }[] {
  return [
    ...(mediaAboveAll > limits.mediaAboveAll
      ? [{ doubt: "impossible" as const, figure: mediaAboveAll, threshold: limits.mediaAboveAll }]
      : []),
    ...(median > limits.most ? [{ doubt: "dominant" as const, figure: median, threshold: limits.most }] : []),
    ...(median < limits.least ? [{ doubt: "vanishing" as const, figure: median, threshold: limits.least }] : []),
  ];
}
