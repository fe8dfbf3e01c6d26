// Uncertain figures in the sentences of advice.

import { alike, type Estimated, estimatedInText, figure, inCurrency, percent } from "../../words/index.ts";

/** `1.2 (0.8 to 1.9)`; a figure that priors fix has no interval. */
export function rangeText(of: Estimated): string {
  const text = estimatedInText(of);
  return isFixed(of) ? `${text} (fixed by the priors)` : text;
}

/** `14% (8% to 24%)` */
export function shareText(of: Estimated): string {
  return isFixed(of) ? percent(of.estimate) : estimatedInText(of, alike.percents);
}

/** Whether priors fix a figure, so that no probability can be given for it. */
export function isFixed({ lower, upper }: Pick<Estimated, "lower" | "upper">): boolean {
  return lower === upper;
}

/** `EUR 120 (69 to 195)`; ends without a bound are written in words. */
export function costText(cost: Estimated, currency: string | undefined): string {
  const { estimate, lower, upper } = cost;
  if (!Number.isFinite(lower)) return "an unknown amount";
  if (!Number.isFinite(estimate)) return `at least ${inCurrency(figure(lower), currency)}, without an upper bound,`;
  if (!Number.isFinite(upper))
    return `${inCurrency(figure(estimate), currency)} (at least ${figure(lower)}, without an upper bound)`;
  return inCurrency(rangeText(cost), currency);
}
