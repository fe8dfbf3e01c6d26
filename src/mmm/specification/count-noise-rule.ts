// When noise in a count is taken exactly, by a sum over true counts, and when the counts behind it are taken for normal.

import type { NoiseFamily } from "../../distributions/index.ts";
import type { ColumnNoise } from "./resolved-spec.ts";

export type CountNoiseRule = "summed" | "normal";

/**
 * Largest scale of noise that is summed over, set by what sums cost: they have 80 terms a week for each unit of a Laplace's b and 18
 * for each of a normal's standard deviation, about a millisecond for each gradient of 104 weeks at these bounds. A normal in
 * the place of counts ignores their skewness, which matters where they are overdispersed and vary by more than the noise.
 */
export const widestSum: Readonly<Record<NoiseFamily, number>> = { laplace: 10, gaussian: 40 };

/**
 * "summed" for noise in one cell up to `widestSum` that was published as it came, or clipped close to zero (Laplace only);
 * "normal" otherwise, with the variance that the counts have.
 */
export function countNoiseRule({ mechanism, scale, cells_summed, clip }: ColumnNoise): CountNoiseRule {
  if (cells_summed > 1 || scale > widestSum[mechanism]) return "normal";
  if (clip === "none") return "summed";
  // Sums begin at a count of zero, and have to reach well beyond the bound.
  return mechanism === "laplace" && clip.lower <= 10 * scale ? "summed" : "normal";
}
