// What other folders take from data/panel.

export { checkTable, readMediaData } from "./check-table.ts";
export { findColumns, type TargetKind } from "./columns.ts";
export { mediaDataFromColumns } from "./from-columns.ts";
export type { MediaData } from "./media-data.ts";
