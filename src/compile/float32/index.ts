// What other folders take from compile/float32.

export {
  atanCoefficients,
  cosCoefficients,
  digammaStirlingCoefficients,
  erfCoefficients,
  erfcxCoefficients,
  expCoefficients,
  lgammaCoefficients,
  lgammaStirlingCoefficients,
  logCoefficients,
  sinCoefficients,
  trigammaStirlingCoefficients,
} from "./coefficients.ts";
export { farthestAngle, halfPiParts } from "./angles.ts";
export { beyond, toFloat32 } from "./range.ts";
