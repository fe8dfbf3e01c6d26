// Channels that stand in for each other in the posterior.

import { fixed, listed } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const contributionsTraded: ReviewCheckKind = reviewCheck({
  name: "contributions-traded",
  title: "Contributions are identified separately",
  /** Correlation of two contributions in the posterior below which they stand in for each other (our choice). */
  limits: { correlation: -0.7 },
  // A single channel has no other to be mistaken for.
  measure: ({ collinearity: { pairs } }) => (pairs.length === 0 ? undefined : pairs),
  judge: (pairs, { correlation }) => {
    const traded = pairs.filter(({ contribution }) => contribution < correlation);
    // NaN beside a channel whose contribution is fixed.
    const lowest = pairs.reduce((least, { contribution }) => (contribution < least ? contribution : least), 1);
    const names = listed(traded.map(({ channels }) => channels.join(" and ")));
    return {
      status: traded.length > 0 ? "REVIEW" : "PASS",
      figure: lowest,
      threshold: correlation,
      finding:
        traded.length > 0
          ? `The contributions of ${names} are negatively correlated in the posterior.`
          : `The lowest posterior correlation between two contributions is ${fixed(lowest, 2)}.`,
      ...(traded.length > 0 && {
        advice: `Their sum is more certain than either contribution. Vary spend on ${names} independently, or run a lift test on one of them.`,
      }),
    };
  },
});
