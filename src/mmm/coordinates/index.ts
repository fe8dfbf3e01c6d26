// What other folders take from mmm/coordinates.

export {
  effectSize,
  effectUnit,
  isPositiveLine,
  logEffectUnit,
  logOfValue,
  type QuantityFactors,
  type TargetUnits,
  throughMap,
  unitsOf,
} from "./coordinates.ts";
