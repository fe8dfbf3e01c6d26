// What other folders take from mmm/adstock.

export type { AdstockKind, Carried } from "./adstock-kind.ts";
export { adstocks, defaultAdstock } from "./kinds.ts";
export { withLeastSpend } from "./least-spend.ts";
export { lagsTo, type WindowedAdstock, windowedAdstock } from "./windowed.ts";
