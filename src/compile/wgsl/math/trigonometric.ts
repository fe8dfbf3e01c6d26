// sin, cos, tan and atan in WGSL, whose built-in functions have an absolute error of 2^-11 and worse.

import {
  atanCoefficients,
  beyond,
  cosCoefficients,
  farthestAngle,
  halfPiParts,
  sinCoefficients,
} from "../../float32/index.ts";
import { float32Literal } from "../literal.ts";
import { horner } from "./polynomial.ts";

const [first, second, third] = halfPiParts.map(float32Literal);
const isFar = `abs(x) > ${float32Literal(farthestAngle)}`;

/** Whole multiples of pi / 2 in an angle; none where it is too far. */
export const quarters: string = `
fn float_quarters(x: f32) -> f32 {
  return select(floor(x * 0.63661975f + 0.5f), 0f, ${isFar});
}
`;

/** Sine and cosine of x less n quarters of a turn. */
export const sineAndCosine: string = `
fn float_sine_and_cosine(x: f32, n: f32) -> vec2<f32> {
  let r = ((x - n * ${first}) - n * ${second}) - n * ${third};
  let z = select(r * r, 0f, ${isFar});
  let sine = r + r * z * ${horner(sinCoefficients, "z")};
  let cosine = 1f - (0.5f * z - z * z * ${horner(cosCoefficients, "z")});
  return vec2<f32>(sine, cosine);
}
`;

export const sin: string = `
fn float_sin(x: f32) -> f32 {
  let n = float_quarters(x);
  let q = i32(n);
  let both = float_sine_and_cosine(x, n);
  let size = select(both.x, both.y, (q & 1) == 1);
  return select(select(size, -size, (q & 2) == 2), ${float32Literal(beyond)}, ${isFar});
}
`;

export const cos: string = `
fn float_cos(x: f32) -> f32 {
  let n = float_quarters(x);
  let q = i32(n);
  let both = float_sine_and_cosine(x, n);
  let size = select(both.y, both.x, (q & 1) == 1);
  return select(select(size, -size, ((q + 1) & 2) == 2), ${float32Literal(beyond)}, ${isFar});
}
`;

export const tan: string = `
fn float_tan(x: f32) -> f32 {
  let n = float_quarters(x);
  let odd = (i32(n) & 1) == 1;
  let both = float_sine_and_cosine(x, n);
  let quotient = select(both.x, -both.y, odd) / select(both.y, both.x, odd);
  return select(quotient, ${float32Literal(beyond)}, ${isFar});
}
`;

export const atan: string = `
fn float_atan(x: f32) -> f32 {
  let size = min(abs(x), 1e30f);
  // |x| itself up to tan(pi/8); from there (|x| - 1) / (|x| + 1) beside pi/4, and above tan(3 pi/8) -1 / |x| beside pi/2.
  let middle = size > 0.41421357f;
  let far = size > 2.4142135f;
  let u = select(select(size, size - 1f, middle), -1f, far) / select(select(1f, size + 1f, middle), size, far);
  let base = select(select(0f, 0.7853982f, middle), 1.5707964f, far);
  let z = u * u;
  let value = base + (u + u * z * ${horner(atanCoefficients, "z")});
  return select(value, -value, x < 0f);
}
`;
