// A first-order recurrence, y = x + a times the y before, two elements at a time.

import { f64x2, type Vector } from "./encoder.ts";

/** (a, a^2) in the order in which the lanes follow one another. */
export function powersOf(factor: Vector, reverse: boolean): Vector {
  const one = reverse ? f64x2.constant(0, 1) : f64x2.constant(1, 0);
  const other = reverse ? f64x2.constant(1, 0) : f64x2.constant(0, 1);
  // (a, a a) = a * (1, a), with exact zeros where a lane does not count.
  return f64x2.mul(factor, f64x2.add(one, f64x2.mul(other, factor)));
}

/**
 * Two steps at once: y0 = x0 + a c, y1 = (x1 + a x0) + a^2 c for the carried c, so that only one multiplication and one
 * addition per pair wait for the previous turn.
 */
export function twoSteps(given: {
  readonly x: Vector;
  readonly factor: Vector;
  readonly powers: Vector;
  readonly carry: Vector;
  readonly reverse: boolean;
}): Vector {
  const { x, factor, powers, carry, reverse } = given;
  const zero = f64x2.splat(0);
  const moved = reverse ? f64x2.shuffle(1, 2, x, zero) : f64x2.shuffle(2, 0, x, zero);
  return f64x2.add(f64x2.add(x, f64x2.mul(factor, moved)), f64x2.mul(powers, carry));
}

/** One step, of an odd last element: in a reverse recurrence the first turn, whose second lane takes no part in what follows. */
export function oneStep(x: Vector, factor: Vector, carry: Vector): Vector {
  return f64x2.add(x, f64x2.mul(factor, carry));
}
