// What other folders take from mmm/scaling.

export { perHead, perHeadSquare, valuesThere } from "./cells.ts";
export { type Scale, scaledRows } from "./scale.ts";
export {
  type ControlScaling,
  controlScale,
  meanOf,
  type SpendScaling,
  spendScale,
  type TargetScaling,
  targetScale,
} from "./scaling.ts";
export { type AddedNoise, usualSpend } from "./typical.ts";
