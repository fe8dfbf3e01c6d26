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
    "Writes the draws of a run for other tools, every number exactly. netcdf: for ArviZ (posterior, sample_stats, log_likelihood, " +
    "unconstrained_posterior, observed_data, constant_data; named dimensions). stan-csv: CmdStan's format, one file for each chain. " +
    "csv and parquet: one table, a row for each draw. An earlier export of the same format is replaced; anything else in the way is not. " +
    "Where the table was published with noise, every file says how it was protected (csv: RUN.csv.privacy.json beside it).",
  options: {
    ...optionsFor("export", exportSettings),
    out: {
      kind: "text",
      what: "a file",
      describe: "File to write; stan-csv puts _1, _2, ... before its ending",
      fallback: "RUN.nc, RUN-stan_1.csv ..., RUN.csv, RUN.parquet",
    },
    json: { kind: "flag", describe: "Print what was written as JSON" },
  },
  examples: [
    ["export weekly-run --format netcdf", "weekly-run.nc, for arviz.from_netcdf"],
    [
      "export weekly-run --format stan-csv --out chains/weekly.csv",
      "chains/weekly_1.csv and so on, for arviz.from_cmdstan",
    ],
    ["export weekly-run --format csv --json", "a table, and its path as JSON"],
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
