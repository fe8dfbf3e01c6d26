// carryover export: the draws of a run for other tools.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { formatMissing } from "../../problems/export-problems.ts";
import { exportSettings, optionsFor } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "export",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Writes the draws of a run for other tools, without rounding. netcdf is for ArviZ: posterior, sample_stats, " +
    "log_likelihood, posterior_predictive, prior, prior_predictive, unconstrained_posterior, observed_data and " +
    "constant_data with named dimensions. stan-csv is the " +
    "format of CmdStan, one file for each chain. csv and parquet are one table with a row for each draw. An earlier " +
    "export of the same format is replaced; any other file is not. If the table was released with noise, each file " +
    "carries the privacy statement (for csv in RUN.csv.privacy.json).",
  options: {
    ...optionsFor("export", exportSettings),
    out: {
      kind: "text",
      what: "a file",
      describe: "File to write; stan-csv inserts _1, _2, ... before the extension",
      fallback: "RUN.nc, RUN-stan_1.csv ..., RUN.csv, RUN.parquet",
    },
    json: { kind: "flag", describe: "Print the paths of the files as JSON" },
  },
  examples: [
    ["export weekly-run --format netcdf", "weekly-run.nc, for arviz.from_netcdf"],
    [
      "export weekly-run --format stan-csv --out chains/weekly.csv",
      "chains/weekly_1.csv and so on, for arviz.from_cmdstan",
    ],
    ["export weekly-run --format csv --json", "one table; prints its path as JSON"],
  ],
  exits: exitLines(0, 1, 3),
  run: async (run, { format, out, json }, { terminal }) => {
    if (format === undefined) {
      const { exportFormats } = await import("../../store/export/export-run.ts");
      throw new CarryoverError([formatMissing(exportFormats)], exitCodes.usage);
    }
    const [{ exportDocument, exportDraws }, { warnings }, { exportedLines }, { printResult }] = await Promise.all([
      import("../../services/export/export.ts"),
      import("../progress/follow.ts"),
      import("../print/exported.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await exportDraws({ run, format, out }, warnings(terminal.err));
    await printResult(
      terminal,
      { json },
      {
        document: () => exportDocument(answer),
        lines: (_width, style) => exportedLines(answer.exported, style),
        privacy: answer.privacy,
      },
    );
    return exitCodes.success;
  },
});
