// Figures of plans as text: amounts, changes and ratios with their credible interval.

import type { Interval } from "../../decisions/draws/index.ts";
import {
  type Alike,
  alike,
  change,
  estimateAlone,
  type Estimated,
  estimated,
  missing,
  signed,
} from "../../words/index.ts";

/** Amounts that stand together, with their signs. */
export const signedAmounts: Alike = (values, locale) => signed(alike.amounts(values, locale));

/** "+12%"; "–" where there is no share. */
export function signedPercent(share: number | null): string {
  return share === null ? missing : change(share);
}

/** The estimate of a share that may be a gain or a loss: "+12%"; "–" where there is no share. */
export function sharePercent(share: Interval | null): string {
  return share === null ? missing : estimateAlone(share, change);
}

/** "12,345 (11,000 to 13,900)" */
export function moneyInterval(ends: Interval): string {
  return estimated(ends, alike.amounts);
}

/** "2.31 (1.90 to 2.80)"; "–" where there is none. */
export function ratioInterval(ends: Estimated | null | undefined): string {
  return ends === null || ends === undefined ? missing : estimated(ends);
}
