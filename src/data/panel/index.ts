// What other folders take from data/panel.

export { isDateName } from "./date-column.ts";
export { type Cadence, cadences, type RowPeriod, periodOf } from "./cadence.ts";
export { datesAfter } from "./dates-after.ts";
export { checkTable, readMediaData } from "./check-table.ts";
export { type ColumnOverrides, findColumns, type MediaSaid } from "./columns.ts";
export { drivingSeries, drivingUnit, pricePerUnit } from "./drivers.ts";
export { findGeo } from "./geo-column.ts";
export { cellsWithRow, type GeoData, geosOf, observedCells } from "./geos.ts";
export { mediaDataFromColumns } from "./from-columns.ts";
export {
  type ChannelData,
  type ColumnsRead,
  columnsRead,
  type MediaData,
  outcomeOf,
  type TargetData,
} from "./media-data.ts";
export { laterRow } from "./later-rows.ts";
export { isNumbered, type Rows, rowsBetween } from "./rows-between.ts";
export { type ColumnsAfter, withRowsAfter } from "./rows-after.ts";
export {
  type CellChange,
  type ColumnChange,
  type CommonRows,
  commonRows,
  laterRows,
  type TableChanges,
  tableChanges,
} from "./table-changes.ts";
