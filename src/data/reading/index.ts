// What other folders take from data/reading.

export { CellProblems, mostlyNumbers, numbersOf, readingNotices } from "./cells.ts";
export { type CsvRecord, csvRecords } from "./csv.ts";
export { type DateCell, type DateOrder, looksLikeDates, mondayOf, readDateCell, weekNumber } from "./dates.ts";
export { sha256 } from "./hash.ts";
export { columnsNamed, meantBy, repeatedNames, repeatsOf } from "./alike.ts";
export { byName, headerProblems, nameOr } from "./header.ts";
export { parseNumber } from "./numbers.ts";
export { readTable, readText } from "./read-table.ts";
export { type Marks, readColumns } from "./read-column.ts";
export { cellOf, rowOf, type Column, columnOf, type NumberColumn, type Table, type Taken, textsOf } from "./table.ts";
export { columnFromValues } from "./values.ts";
export { writeCsv } from "./write-csv.ts";
