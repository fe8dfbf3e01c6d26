// lgamma, digamma and trigamma of positive arguments in WGSL: recurrence, a polynomial or Stirling's series, as in src/special.

import { halfLog2Pi, risingProduct, risingSlope, risingSquares } from "../../../numerics/special/index.ts";
import {
  digammaStirlingCoefficients,
  lgammaCoefficients,
  lgammaStirlingCoefficients,
  trigammaStirlingCoefficients,
  beyond,
} from "../../float32/index.ts";
import { float32Literal } from "../literal.ts";
import { horner } from "./polynomial.ts";

export const lgamma: string = `
fn float_lgamma(argument: f32) -> f32 {
  let x = clamp(argument, 1.1754944e-38f, 1e36f);
  // log Gamma(x) = log Gamma(2 + u) + sign log(factor), the sign being -1 below 5/4.
  let below = x < 1.25f;
  let far_below = x < 0.25f;
  var u = select(min(x, 4.5f) - 2f, select(x - 1f, x, far_below), below);
  var factor = select(1f, select(x, x * (x + 1f), far_below), below);
  for (var step = 0u; step < 2u; step += 1u) {
    let above = u >= 0.5f;
    factor *= select(1f, u + 1f, above);
    u -= select(0f, 1f, above);
  }
  let large = x >= 4.5f;
  let logarithm = float_log(select(factor, x, large));
  let near = u * (1f + u) * ${horner(lgammaCoefficients, "u")} + select(logarithm, -logarithm, below);
  let inverse = 1f / max(x, 4.5f);
  let square = inverse * inverse;
  let series = inverse * ${horner(lgammaStirlingCoefficients, "square")};
  let far = (x - 0.5f) * (logarithm - 1f) + (series + ${float32Literal(halfLog2Pi - 0.5)});
  return select(${float32Literal(beyond)}, select(near, far, large), argument > 0f);
}
`;

export const digamma: string = `
fn float_digamma(argument: f32) -> f32 {
  let x = max(argument, 1e-30f);
  let shifted = x < 6f;
  let z = select(x, x + 6f, shifted);
  let inverse = 1f / z;
  let square = inverse * inverse;
  let value = float_log(z) - (0.5f * inverse + square * ${horner(digammaStirlingCoefficients, "square")});
  // psi(x) = psi(x + 6) - sum 1 / (x + k)
  let near = min(x, 6f);
  let sum = ${horner(risingSlope, "near")} / ${horner(risingProduct, "near")};
  return select(${float32Literal(-beyond)}, select(value, value - sum, shifted), argument > 0f);
}
`;

export const trigamma: string = `
fn float_trigamma(argument: f32) -> f32 {
  // The square of the reciprocal must not overflow.
  let x = max(argument, 1e-18f);
  let shifted = x < 6f;
  let z = select(x, x + 6f, shifted);
  let inverse = 1f / z;
  let square = inverse * inverse;
  let value = inverse + square * (0.5f + inverse * ${horner(trigammaStirlingCoefficients, "square")});
  let near = min(x, 6f);
  let product = ${horner(risingProduct, "near")};
  let sum = ${horner(risingSquares, "near")} / product / product;
  return select(${float32Literal(beyond)}, select(value, value + sum, shifted), argument > 0f);
}
`;
