// What other folders take from data/panel.

export { isDateName } from "./date-column.ts";
export { type Cadence, cadences, type RowPeriod, periodOf } from "./cadence.ts";
export { checkTable, readMediaData } from "./check-table.ts";
export { type ColumnOverrides, findColumns } from "./columns.ts";
export { mediaDataFromColumns } from "./from-columns.ts";
export { type ColumnsRead, columnsRead, type MediaData } from "./media-data.ts";
