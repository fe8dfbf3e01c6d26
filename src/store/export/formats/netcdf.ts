// netCDF that ArviZ reads.

import type { ExportFormatRecord } from "../export-format.ts";
import { inferenceData } from "../inference-data.ts";
import { isMarked } from "../metadata.ts";
import { netcdfBytes } from "../netcdf.ts";

export const format: ExportFormatRecord = {
  label: "netCDF",
  ending: ".nc",
  isOurs: isMarked,
  contents: async (source) => {
    const { groups, attributes } = await inferenceData(source);
    return [[await netcdfBytes(groups, attributes)]];
  },
  python: (path) => `import arviz; arviz.from_netcdf(${JSON.stringify(path)})`,
};
