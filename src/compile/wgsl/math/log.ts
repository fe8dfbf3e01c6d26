// log, log1p, softplus and logistic in WGSL: x = 2^k m with m around 1, then log m as a polynomial in s = (m - 1) / (m + 1).

import { logCoefficients, beyond } from "../../float32/index.ts";
import { float32Literal } from "../literal.ts";
import { horner } from "./polynomial.ts";

/** log(1 + f) for 1 + f between sqrt(1/2) and sqrt(2). */
export const logNearOne: string = `
fn float_log_near_one(f: f32) -> f32 {
  let s = f / (2f + f);
  let z = s * s;
  let half_square = 0.5f * f * f;
  return f - (half_square - s * (half_square + z * ${horner(logCoefficients, "z")}));
}
`;

export const log: string = `
fn float_log(x: f32) -> f32 {
  // Bits of x relative to those of sqrt(1/2): the exponent counts powers of two from there.
  let bits = bitcast<u32>(x) - 0x3f3504f3u;
  let k = f32(bitcast<i32>(bits) >> 23u);
  let m = bitcast<f32>((bits & 0x007fffffu) + 0x3f3504f3u);
  let value = k * 0.693359375f + (float_log_near_one(m - 1f) - k * 2.1219444005469057e-4f);
  // Zero, negative and subnormal numbers have no logarithm here.
  return select(${float32Literal(-beyond)}, value, x >= 1.1754944e-38f);
}
`;

export const log1p: string = `
fn float_log1p(x: f32) -> f32 {
  let near = x > -0.29f && x < 0.41f;
  return select(float_log(1f + x), float_log_near_one(select(0f, x, near)), near);
}
`;

export const softplus: string = `
fn float_softplus(x: f32) -> f32 {
  return max(x, 0f) + float_log1p(float_exp(-abs(x)));
}
`;

export const logistic: string = `
fn float_logistic(x: f32) -> f32 {
  let small = float_exp(-abs(x));
  return select(1f, small, x < 0f) / (1f + small);
}
`;

export const sqrt: string = `
fn float_sqrt(x: f32) -> f32 {
  return select(${float32Literal(-beyond)}, sqrt(max(x, 0f)), x >= 0f);
}
`;
