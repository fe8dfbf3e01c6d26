// What other folders take from mmm/scaling.

export { mean, type Scale, scaledRows, scaleOf, type ColumnScaling } from "./scaling.ts";
