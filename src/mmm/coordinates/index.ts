// What other folders take from mmm/coordinates.

export { effectSize, isPositiveLine, logOfValue, type TargetUnits, throughMap, unitsOf } from "./coordinates.ts";
