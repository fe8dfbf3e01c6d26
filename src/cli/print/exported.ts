// What carryover export has written, for people.

import type { Exported } from "../../store/export/index.ts";
import type { Style } from "../terminal/index.ts";
import { bytes, count } from "../../words/index.ts";

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
    ...files.map((file) => `wrote ${file.path} (${bytes(file.bytes)})`),
    style.dim(`${count(chains, "chain")} of ${count(draws, "draw")}; in Python: ${python}`),
  ];
}
