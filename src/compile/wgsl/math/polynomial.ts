// Polynomials in WGSL by Horner's rule.

import { float32Literal } from "../literal.ts";

/** `coefficients[0] + coefficients[1] x + ...` as an expression; `x` is the name of a value. */
export function horner(coefficients: readonly number[], x: string): string {
  const literals = coefficients.map(float32Literal);
  return literals.reduceRight(
    (inner, coefficient) => (inner === "" ? coefficient : `(${inner} * ${x} + ${coefficient})`),
    "",
  );
}
