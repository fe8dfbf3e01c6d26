// Figures with their credible interval: "1.23 (0.98 to 1.51)", the same decimals throughout.

import { type Alike, figures, missing, type Print } from "./numbers.ts";

/** `0.98 to 1.51` */
export function range(lower: number, upper: number, alike: Alike = figures): string {
  const print = alike([lower, upper]);
  return `${print(lower)} to ${print(upper)}`;
}

/**
 * A format for an estimate and the ends of its interval: alike, unless the estimate would then read 0 where it is not. Each number
 * then has the digits that it needs: `0.0042 (0.0001 to 120)`.
 */
export function printOf([center, ...ends]: readonly [number, number, number], alike: Alike): Print {
  const print = alike([center, ...ends]);
  const hidden = Math.abs(center) > leastShown && !/[1-9∞]/.test(print(center));
  return hidden ? (value) => alike([value])(value) : print;
}

/** Below this there is rounding alone. */
const leastShown = 1e-12;

/**
 * `1.23 (0.98 to 1.51)`: an estimate, and the ends of its interval; the estimate alone where there is no uncertainty, `–` where
 * there is no figure.
 */
export function interval(center: number, lower: number, upper: number, alike: Alike = figures): string {
  if (Number.isNaN(center)) return missing;
  const print = printOf([center, lower, upper], alike);
  return lower === upper ? print(center) : `${print(center)} (${print(lower)} to ${print(upper)})`;
}
