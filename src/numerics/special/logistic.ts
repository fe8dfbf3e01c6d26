// The logistic function and its integral, the softplus function, without overflow on either side.

/** 1 / (1 + exp(-x)). */
export function logistic(x: number): number {
  const small = Math.exp(-Math.abs(x));
  const quotient = small / (1 + small);
  // On the left this is more accurate than the quotient itself.
  return x < 0 ? small - small * quotient : 1 - quotient;
}

/** log(1 + exp(x)). */
export function softplus(x: number): number {
  const tail = Math.log1p(Math.exp(-Math.abs(x)));
  return x > 0 ? x + tail : tail;
}
