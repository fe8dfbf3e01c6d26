// The improper prior that is constant on a support.

import type { FlatDistribution } from "./distribution.ts";
import { real, type Support } from "./support.ts";

/** A prior that is constant on `support` (the whole line by default): improper unless data make the posterior proper. */
export function flat(support: Support = real): FlatDistribution {
  if (support.kind === "whole") throw new RangeError("A flat prior needs a continuous support.");
  return { event: "flat", name: "flat", parameters: [], support };
}
