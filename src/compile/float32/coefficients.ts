// Polynomial coefficients of the float32 functions, constant first; made by test/numerics/special/support/float32_coefficients.py.

/** exp(r) = 1 + r + r^2 p(r) for |r| <= log(2)/2; weight r^2. Largest weighted error before rounding 3.1e-9. */
export const expCoefficients: readonly number[] = [0.5, 0.16666518, 0.041666202, 0.008368953, 0.0013950609];

/** 2 atanh(s) = 2 s + s z p(z) with z = s^2, for 1 + f between sqrt(1/2) and sqrt(2), s = f / (2 + f); weight z. Largest weighted error before rounding 9.6e-12. */
export const logCoefficients: readonly number[] = [0.6666666, 0.40000337, 0.28537238, 0.23583579];

/** (1 + 2 x) erfcx(x) as a polynomial in t = (x - 4) / (x + 4), for x >= 0; weight 1. Largest weighted error before rounding 2.6e-9. */
export const erfcxCoefficients: readonly number[] = [
  1.2329952, -0.1396211, 0.015379814, 0.06809627, -0.10104151, 0.09373965, -0.06631648, 0.037141778, -0.01623555,
  0.005080907, -0.0007043911, -0.00024792837, 0.00011258291,
];

/** erf(x) = x + x p(x^2) for |x| <= 1; weight 1. Largest weighted error before rounding 1.2e-9. */
export const erfCoefficients: readonly number[] = [
  0.12837917, -0.37612626, 0.112836, -0.026854444, 0.005189535, -0.0008020841, 7.889118e-5,
];

/** lgamma(2 + u) = u (1 + u) p(u) for u between -3/4 and 1/2; weight 1. Largest weighted error before rounding 1.8e-9. */
export const lgammaCoefficients: readonly number[] = [
  0.42278433, -0.10031732, 0.032965157, -0.012383218, 0.0049957335, -0.0021208187, 0.0009309259, -0.00034078961,
  0.00016726008, -0.00020218089,
];

/** lgamma(x) = (x - 1/2) log(x) - x + log(2 pi)/2 + p(1/x^2) / x for x >= 4.5; weight 1/x. Largest weighted error before rounding 2.2e-10. */
export const lgammaStirlingCoefficients: readonly number[] = [0.08333333, -0.002776647, 0.000746418];

/** digamma(x) = log(x) - 1/(2 x) - p(1/x^2) / x^2 for x >= 6; weight 1/x^2. Largest weighted error before rounding 2.0e-11. */
export const digammaStirlingCoefficients: readonly number[] = [0.08333332, -0.008330064, 0.0037603194];

/** trigamma(x) = 1/x + 1/(2 x^2) + p(1/x^2) / x^3 for x >= 6; weight 1/x^2. Largest weighted error before rounding 1.6e-10. */
export const trigammaStirlingCoefficients: readonly number[] = [0.16666655, -0.03330774, 0.022172414];

/** sin(r) = r + r^3 p(r^2) for |r| <= pi/4; weight r^2. Largest weighted error before rounding 3.6e-9. */
export const sinCoefficients: readonly number[] = [-0.16666655, 0.008332173, -0.00019516655];

/** cos(r) = 1 - r^2/2 + r^4 p(r^2) for |r| <= pi/4; weight r^4. Largest weighted error before rounding 9.6e-11. */
export const cosCoefficients: readonly number[] = [0.041666646, -0.0013887362, 2.443775e-5];

/** atan(u) = u + u^3 p(u^2) for |u| <= tan(pi/8); weight u^2. Largest weighted error before rounding 6.6e-10. */
export const atanCoefficients: readonly number[] = [-0.33333316, 0.19998483, -0.14243738, 0.1059514, -0.060811546];
