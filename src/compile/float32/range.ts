// Float64 numbers as backends in float32 take them: in the range where no operation needs infinity, NaN or subnormal numbers.

/**
 * Stands for infinity, and for what is broken: beyond the limit of 1e30 from which a log density counts as broken, and small enough
 * that sums of 10^5 such numbers do not overflow. About 1.3e33.
 */
export const beyond: number = 2 ** 110;

/**
 * Smallest magnitude of numbers that are not zero, about 8e-31. What is positive in float64, like a floor of 1e-300 under a
 * logarithm, stays positive: adapters may take subnormal numbers for zero, and reciprocals must not overflow.
 */
const leastMagnitude = 2 ** -100;

/** The float32 number that stands for `value`; `beyond` for NaN. */
export function toFloat32(value: number): number {
  if (value === 0) return value;
  const size = Math.abs(value);
  if (!(size < beyond)) return value < 0 ? -beyond : beyond;
  if (size < leastMagnitude) return value < 0 ? -leastMagnitude : leastMagnitude;
  return Math.fround(value);
}
