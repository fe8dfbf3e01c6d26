// What other folders take from compile/float32.

export {
  digammaStirlingCoefficients,
  erfCoefficients,
  erfcxCoefficients,
  expCoefficients,
  lgammaCoefficients,
  lgammaStirlingCoefficients,
  logCoefficients,
  trigammaStirlingCoefficients,
} from "./coefficients.ts";
export { beyond, toFloat32 } from "./range.ts";
