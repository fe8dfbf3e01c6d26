// Polynomials in two lanes: Estrin's scheme, whose independent products keep several multipliers busy (there is no fused multiply-add).
import { f64x2, type FunctionBuilder, type Local, type Vector } from "../encoder.ts";

/** `coefficients[0] + coefficients[1] x + ...`; the powers of x it needs become locals. */
export function estrin(f: FunctionBuilder, coefficients: readonly number[], x: Local<"v128">): Vector {
  let terms: (Vector | number)[] = [...coefficients];
  let power = x;
  while (terms.length > 1) {
    const paired: (Vector | number)[] = [];
    for (let i = 0; i < terms.length; i += 2) {
      // Locals, so that these steps take turns where several polynomials are written together.
      paired.push(i + 1 < terms.length ? f.let(f64x2.add(terms[i], f64x2.mul(terms[i + 1], power))) : terms[i]);
    }
    terms = paired;
    if (terms.length > 1) power = f.let(f64x2.mul(power, power));
  }
  const [value] = terms;
  return typeof value === "number" ? f64x2.constant(value) : value;
}
