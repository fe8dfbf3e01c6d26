// The error function and its complements in WGSL. One polynomial in (x - 4) / (x + 4) covers erfcx on the half-line, as in src/numerics/special/erfc.ts.

import { erfCoefficients, erfcxCoefficients, beyond } from "../../float32/index.ts";
import { float32Literal } from "../literal.ts";
import { horner } from "./polynomial.ts";

export const erfcxPositive: string = `
fn float_erfcx_positive(size: f32) -> f32 {
  let near = min(size, 1e15f);
  let t = (near - 4f) / (near + 4f);
  return 0.5f * ${horner(erfcxCoefficients, "t")} / (0.5f + size);
}
`;

/** exp(sign x^2) without the error of rounding the square: x = high + low, the square of high is exact. */
export const expSquare: string = `
fn float_exp_square(x: f32, sign: f32) -> f32 {
  let high = bitcast<f32>((bitcast<u32>(x) + 0x800u) & 0xfffff000u);
  let rest = sign * (x - high) * (x + high);
  return float_exp(sign * high * high) * (1f + rest * (1f + rest * (0.5f + rest * 0.16666667f)));
}
`;

export const erfcx: string = `
fn float_erfcx(x: f32) -> f32 {
  let positive = float_erfcx_positive(abs(x));
  let left = 2f * float_exp_square(clamp(x, -9.3f, 0f), 1f) - positive;
  return select(positive, select(left, ${float32Literal(beyond)}, x < -9.3f), x < 0f);
}
`;

export const erfc: string = `
fn float_erfc(x: f32) -> f32 {
  let size = min(abs(x), 10f);
  let tail = float_exp_square(size, -1f) * float_erfcx_positive(size);
  return select(tail, 2f - tail, x < 0f);
}
`;

export const erf: string = `
fn float_erf(x: f32) -> f32 {
  let z = min(x * x, 1f);
  let near = x + x * ${horner(erfCoefficients, "z")};
  let far = 1f - float_erfc(abs(x));
  return select(select(far, -far, x < 0f), near, abs(x) < 1f);
}
`;
