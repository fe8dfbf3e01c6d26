// What other folders take from mmm/coordinates.

export {
  effectSize,
  halfPoint,
  isPositiveLine,
  logOfValue,
  relativeTo,
  softly,
  type TargetUnits,
  throughMap,
  typicalLogStock,
  unitsOf,
} from "./coordinates.ts";
