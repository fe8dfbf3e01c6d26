// Figures with their credible interval: "1.23 (0.98 to 1.51)", the same decimals throughout.

import { type Alike, figures, missing } from "./numbers.ts";

/** `0.98 to 1.51` */
export function range(lower: number, upper: number, alike: Alike = figures): string {
  const print = alike([lower, upper]);
  return `${print(lower)} to ${print(upper)}`;
}

/**
 * `1.23 (0.98 to 1.51)`: an estimate, and the ends of its interval; the estimate alone where there is no uncertainty, `–` where
 * there is no figure.
 */
export function interval(center: number, lower: number, upper: number, alike: Alike = figures): string {
  if (Number.isNaN(center)) return missing;
  const print = alike([center, lower, upper]);
  return lower === upper ? print(center) : `${print(center)} (${print(lower)} to ${print(upper)})`;
}
