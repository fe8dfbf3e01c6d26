// What other folders take from mmm/scaling.

export { meanOf, type Scale, scaledRows, scaleOf, type ColumnScaling } from "./scaling.ts";
