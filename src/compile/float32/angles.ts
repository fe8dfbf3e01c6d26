// Angles in float32 as quarters of a turn and a remainder (Cody and Waite's method).

/**
 * Beyond this size angles have no sine: neighboring float32 numbers are a thousandth of a radian apart there, and whole multiples of the
 * parts below would not be exact.
 */
export const farthestAngle = 12_000;

/** pi / 2 in parts of 8, 11 and 24 bits: multiples of the first two up to 2^13 are exact. Source: cephes, sinf.c. */
export const halfPiParts: readonly [number, number, number] = [1.5703125, 4.837512969970703e-4, 7.549789954891882e-8];
