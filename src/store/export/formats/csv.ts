// The table of draws as CSV.

import { drawsCsv } from "../draws-csv.ts";
import { leadingColumns } from "../draws-table.ts";
import type { ExportFormatRecord } from "../export-format.ts";

export const format: ExportFormatRecord = {
  label: "CSV",
  ending: ".csv",
  isOurs: (bytes) => bytes.toString("utf8", 0, 200).startsWith(`${leadingColumns.join(",")},`),
  contents: (source) => [drawsCsv(source)],
  noticeBeside: true,
  python: (path) => `import pandas; pandas.read_csv(${JSON.stringify(path)})`,
};
