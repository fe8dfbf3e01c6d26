// Quantities that a channel may have a prior of in place of its coefficient.

import { positiveLine, type TableParameter } from "./parameter.ts";

/** Which quantity. */
export type ReturnKind = (typeof returnKinds)[number];

export const returnKinds = ["roi", "mroi", "contribution"] as const;

const ofChannels = { axes: ["channel"], needs: "a channel", reason: "" } as const;

/** As they are written under `priors`. They are reported as quantities of the fit, not as parameters. */
export const returnParameters: readonly (TableParameter & { readonly name: ReturnKind })[] = [
  {
    ...ofChannels,
    name: "roi",
    domain: positiveLine,
    meaning:
      "contribution of the channel over the table divided by its spend, in the table's own units; its prior takes the place of that of the coefficient",
  },
  {
    ...ofChannels,
    name: "mroi",
    domain: positiveLine,
    meaning:
      "what the next unit of the channel's spend brings, if the spend of every row grows in proportion; its prior takes the place of that of the coefficient",
  },
  {
    ...ofChannels,
    name: "contribution",
    domain: [0, 1],
    meaning:
      "share of the target that the channel brings, over all rows that have a target; its prior takes the place of that of the coefficient",
  },
];
