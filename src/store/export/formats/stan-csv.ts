// CSV as CmdStan writes it, a file for each chain: PATH_1.csv, PATH_2.csv, ...

import { extname } from "node:path";
import type { ExportFormatRecord } from "../export-format.ts";
import { isMarked } from "../metadata.ts";
import { stanCsv } from "../stan-csv.ts";

export const format: ExportFormatRecord = {
  label: "Stan CSV",
  ending: "-stan.csv",
  paths: (path, { draws: { chains } }) => {
    const extension = extname(path);
    const stem = path.slice(0, path.length - extension.length);
    return Array.from({ length: chains }, (_, chain) => `${stem}_${chain + 1}${extension || ".csv"}`);
  },
  isOurs: (bytes) => bytes[0] === 0x23 && isMarked(bytes),
  contents: (source) => Array.from({ length: source.draws.chains }, (_, chain) => stanCsv(source, chain)),
  python: (path) =>
    `import arviz; arviz.from_cmdstan(${JSON.stringify(path.replace(/_1(\.[^.]*)$/, "_*$1"))}, log_likelihood="log_lik")`,
};
