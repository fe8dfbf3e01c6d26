// What other folders take from mmm/saturation.

export { hill, logisticSaturation } from "./saturation.ts";
