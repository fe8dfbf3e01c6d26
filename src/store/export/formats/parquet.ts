// The table of draws as Parquet.

import { drawsParquet } from "../draws-parquet.ts";
import type { ExportFormatRecord } from "../export-format.ts";
import { isMarked } from "../metadata.ts";

export const format: ExportFormatRecord = {
  label: "Parquet",
  ending: ".parquet",
  isOurs: isMarked,
  contents: async (source) => [[await drawsParquet(source)]],
  python: (path) => `import pandas; pandas.read_parquet(${JSON.stringify(path)})`,
};
