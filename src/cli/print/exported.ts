// What carryover export has written, for people.

import type { Exported } from "../../store/export/index.ts";
import type { Style } from "../terminal/index.ts";

/** A line for each file, then how to open them. */
export function exportedLines({ format, chains, draws, files }: Exported, style: Style): readonly string[] {
  const [{ path }] = files;
  const python = {
    netcdf: `import arviz; arviz.from_netcdf(${JSON.stringify(path)})`,
    "stan-csv": `import arviz; arviz.from_cmdstan(${JSON.stringify(path.replace(/_1(\.[^.]*)$/, "_*$1"))}, log_likelihood="log_lik")`,
    csv: `import pandas; pandas.read_csv(${JSON.stringify(path)})`,
    parquet: `import pandas; pandas.read_parquet(${JSON.stringify(path)})`,
  }[format];
  return [
    ...files.map((file) => `wrote ${file.path} (${size(file.bytes)})`),
    style.dim(`${chains} ${chains === 1 ? "chain" : "chains"} of ${draws} draws; in Python: ${python}`),
  ];
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
