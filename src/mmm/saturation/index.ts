// What other folders take from mmm/saturation.

export { halfSaturation } from "./half-saturation.ts";
export { defaultSaturation, saturations } from "./kinds.ts";
export type { SaturationKind, ScaledCurve } from "./saturation-kind.ts";
