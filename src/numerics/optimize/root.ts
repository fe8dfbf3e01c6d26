// The zero of a function of one number between two points at which its signs differ: bisection, quickened by secant steps where these
// stay inside (the method of Illinois, Dowell and Jarratt 1971).

/** To the last digits of x. @throws RangeError when the signs at `low` and `high` do not differ */
export function rootBetween(f: (x: number) => number, low: number, high: number): number {
  let [a, b, atA, atB] = [low, high, f(low), f(high)];
  if (atA === 0) return a;
  if (atB === 0) return b;
  if (!(atA * atB < 0)) throw new RangeError(`There is no change of sign between ${low} and ${high}.`);
  for (let step = 0; step < 400; step++) {
    const width = Math.abs(b - a);
    if (width <= 2 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b))) break;
    // Every third step halves, so that the interval shrinks whatever the function.
    const secant = b - (atB * (b - a)) / (atB - atA);
    const middle = a + (b - a) / 2;
    const x = step % 3 === 2 || !(secant > Math.min(a, b) && secant < Math.max(a, b)) ? middle : secant;
    const value = f(x);
    if (value === 0 || Number.isNaN(value)) return x;
    if (value * atB < 0) [a, atA] = [b, atB];
    else atA /= 2;
    [b, atB] = [x, value];
  }
  return Math.abs(atB) < Math.abs(atA) ? b : a;
}
