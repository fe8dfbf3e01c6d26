// The logistic function and its integral, the softplus function, without overflow on either side.

/** 1 / (1 + exp(-x)). */
export function logistic(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (x < 0 ? small : 1) / (1 + small);
}

/** log(1 + exp(x)). */
export function softplus(x: number): number {
  const tail = Math.log1p(Math.exp(-Math.abs(x)));
  return x > 0 ? x + tail : tail;
}
