// What other folders take from mmm/transforms: what kinds of adstock and saturation are made of.

export { alongTime, axesAfterFirst, columnOf, expandedValues } from "./along-time.ts";
export type { SamplingPoint, TransformParameter, Values } from "./parameter.ts";
export { type Registry, registry } from "./registry.ts";
export { defaultFor, takes, type TransformSettings, type SettingValue, type TransformSetting } from "./setting.ts";
