// Generalized U-turn checks on whitened momenta (Betancourt 2017, with the two checks across sub-trees of Stan's base_nuts.hpp).

/**
 * Merges two neighboring sub-trajectories a and b (a nearer to where the integration came from) and tells whether the
 * joint one has turned. Each is given by its first and last momentum in the order of integration and by the sum of
 * its momenta; `sumB` receives the joint sum. A trajectory goes on while its summed momentum points along the momentum at both of
 * its ends; that must hold for the whole, for a with the first point of b, and for the last point of a with b.
 * The checks are symmetric in time, so that they serve both directions of integration.
 */
export function mergeTurns(
  firstA: Float64Array,
  lastA: Float64Array,
  sumA: Float64Array,
  firstB: Float64Array,
  lastB: Float64Array,
  sumB: Float64Array,
): boolean {
  let wholeFirst = 0;
  let wholeLast = 0;
  let leftFirst = 0;
  let leftLast = 0;
  let rightFirst = 0;
  let rightLast = 0;
  for (let i = 0; i < sumB.length; i++) {
    const fa = firstA[i];
    const la = lastA[i];
    const fb = firstB[i];
    const lb = lastB[i];
    const whole = sumA[i] + sumB[i];
    const left = sumA[i] + fb;
    const right = la + sumB[i];
    wholeFirst += whole * fa;
    wholeLast += whole * lb;
    leftFirst += left * fa;
    leftLast += left * fb;
    rightFirst += right * la;
    rightLast += right * lb;
    sumB[i] = whole;
  }
  return !(wholeFirst > 0 && wholeLast > 0 && leftFirst > 0 && leftLast > 0 && rightFirst > 0 && rightLast > 0);
}

/** The same for two single points, where the three checks are one; `sum` receives a + b. */
export function pairTurns(a: Float64Array, b: Float64Array, sum: Float64Array): boolean {
  let alongA = 0;
  let alongB = 0;
  for (let i = 0; i < sum.length; i++) {
    const whole = a[i] + b[i];
    alongA += whole * a[i];
    alongB += whole * b[i];
    sum[i] = whole;
  }
  return !(alongA > 0 && alongB > 0);
}
