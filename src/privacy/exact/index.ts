// What other folders take from privacy/exact.

export { type RandomSource, systemRandomness } from "./random-source.ts";
export {
  add,
  compare,
  decimalOf,
  decimalText,
  divide,
  exactlyOf,
  floor,
  multiply,
  rational,
  type Rational,
  round,
  subtract,
  sum,
  toDecimalNumber,
  toNumber,
} from "./rational.ts";
export { discreteGaussian, discreteLaplace } from "./samplers.ts";
