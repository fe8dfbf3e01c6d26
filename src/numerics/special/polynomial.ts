// Polynomials by Horner's rule.

/** `coefficients[0] + coefficients[1] x + ...` */
export function polynomial(coefficients: readonly number[], x: number): number {
  let value = coefficients[coefficients.length - 1];
  for (let i = coefficients.length - 2; i >= 0; i--) value = value * x + coefficients[i];
  return value;
}
