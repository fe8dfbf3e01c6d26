// Upper tail of the chi-squared distribution with whole degrees of freedom, by the recurrence of the incomplete gamma function in
// steps of one (DLMF 8.8.2): Q(k + 2) = Q(k) + (x/2)^(k/2) exp(-x/2) / gamma(k/2 + 1).

import { erfc } from "./erfc.ts";
import { lgamma } from "./lgamma.ts";

/** P(X > x) for X chi-squared with `degrees` degrees of freedom, a whole number from 1; NaN for x that is NaN. */
export function chiSquaredTail(x: number, degrees: number): number {
  if (!(Number.isInteger(degrees) && degrees >= 1))
    throw new RangeError(`${degrees} is no number of degrees of freedom.`);
  if (Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 1;
  const odd = degrees % 2 === 1;
  let tail = odd ? erfc(Math.sqrt(x / 2)) : Math.exp(-x / 2);
  for (let k = odd ? 1 : 2; k < degrees; k += 2) {
    tail += Math.exp((k / 2) * Math.log(x / 2) - x / 2 - lgamma(k / 2 + 1));
  }
  return tail;
}
