// Outward rounding of computed privacy parameters: a reported loss is never below the true one.

/** Larger than what a few dozen float operations and a special function can lose, and far below anything a user can see. */
const margin = 2 ** -48;

/** A bound from above for a positive value computed in floats. */
export function roundedUp(value: number): number {
  return value * (1 + margin);
}

/** A bound from below for a positive value computed in floats. */
export function roundedDown(value: number): number {
  return value * (1 - margin);
}
