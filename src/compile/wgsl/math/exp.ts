// exp, expm1 and tanh in WGSL: x = n log 2 + r with |r| <= log(2)/2, then a polynomial in r. The exponent is put together from bits.

import { expCoefficients } from "../../float32/index.ts";
import { horner } from "./polynomial.ts";

/** Beyond this argument the result is held: exp(88) = 1.65e38, just below the largest float32. */
const largestArgument = "88f";
/** Below this argument the result would be subnormal, and is zero. */
const leastArgument = "-87.3f";

// log 2 in two parts; whole multiples of the first up to 128 are exact.
const reduce = `let n = floor(x * 1.4426950408889634f + 0.5f);
  let r = (x - n * 0.693359375f) + n * 2.1219444005469057e-4f;`;

export const exp: string = `
fn float_exp(argument: f32) -> f32 {
  let x = min(argument, ${largestArgument});
  ${reduce}
  let value = 1f + (r + r * r * ${horner(expCoefficients, "r")});
  let scale = bitcast<f32>(u32(max(i32(n), -126) + 127) << 23u);
  return select(value * scale, 0f, x < ${leastArgument});
}
`;

export const expm1: string = `
fn float_expm1(x: f32) -> f32 {
  let near = x + x * x * ${horner(expCoefficients, "x")};
  return select(float_exp(x) - 1f, near, abs(x) < 0.3465f);
}
`;

export const tanh: string = `
fn float_tanh(x: f32) -> f32 {
  // With t = exp(-2 |x|) - 1, between -1 and 0.
  let t = float_expm1(-2f * min(abs(x), 20f));
  let size = -t / (t + 2f);
  return select(size, -size, x < 0f);
}
`;
