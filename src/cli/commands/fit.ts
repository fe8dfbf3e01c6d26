// carryover fit: a table or a model file to a run folder and a verdict.

import * as wording from "../../problems/usage-problems.ts";
import { basename, dirname, extname, join } from "node:path";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import {
  businessSettings,
  columnSettings,
  fitSettings,
  optionsFor,
  readingSettings,
  runSettings,
  valuesFrom,
} from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";
import { fitThreads } from "../../services/engine/index.ts";
import type { Kept, TableRead } from "../../services/fit/index.ts";
import { mark, shellWord } from "../terminal/index.ts";
import { exitCodeOf } from "./exit-code.ts";

export const command: Command = defineCommand({
  name: "fit",
  positional: { name: "DATA|MODEL|-", what: "a table, a model file or - for a table from standard input" },
  describe:
    "Fits a media mix model to a table (CSV, Parquet, Excel) of days, weeks, months or quarters. Writes a run folder with spec.json, the draws, summary.json, " +
    "summary.csv, diagnostics.json and report.html. Settings that the model file leaves out take their defaults, as " +
    "they all do for a table alone; carryover spec --explain lists them. Options of the command line override the model" +
    " file. An existing run folder of the same name is replaced when the new one is complete. The first Ctrl-C stops " +
    "sampling and keeps the draws so far, beside a run that is there already; --resume continues. The second Ctrl-C " +
    "ends at once. Where a finished fit needs more draws, --resume with a larger --draws adds them.",
  options: {
    out: { kind: "text", what: "a folder", describe: "Run folder to write", fallback: "<name of the file>-run" },
    ...optionsFor("fit", readingSettings),
    ...optionsFor("fit", businessSettings),
    ...optionsFor("fit", columnSettings),
    ...optionsFor("fit", fitSettings),
    ...optionsFor("fit", runSettings),
    json: { kind: "flag", describe: "Print one JSON document with summary, diagnostics and folder" },
    resume: {
      kind: "flag",
      describe:
        "Continue the run in --out: complete a canceled one, or give a finished one more draws (--draws). The draws are the same as in one go",
    },
  },
  examples: [
    ["fit weekly.csv", "fit a table; writes weekly-run"],
    ["fit model.yaml --out runs/first --seed 7", "fit a model file"],
    ["fit sales.csv --target orders --channels 'TV,Search Spend'", "say which columns are what"],
    ["fit weekly.csv --out runs/first --resume", "continue after Ctrl-C"],
    ["fit weekly.csv --out runs/first --resume --draws 2000", "give a finished fit more draws"],
    ["fit weekly.csv --json --progress none | jq .diagnostics", "for a script"],
  ],
  exits: exitLines(0, 1, 3, 4, 130),
  run: async (path, options, context) => {
    if (options.resume && options.out === undefined) {
      throw new CarryoverError([wording.resumeWithoutOut()], exitCodes.usage);
    }
    const { engine, terminal, commandLine } = context;
    const { err } = terminal;
    const out = options.out ?? `${path === "-" ? "stdin" : basename(path, extname(path))}-run`;
    // First of all, and before it is known whether the file can be read: threads take as long to start as all the rest.
    const { threads, most } = fitThreads(options.threads, options.chains ?? fitSettings.chains.default);
    const workers = engine.startWorkers(threads, most);
    const [{ fit, fitDocument }, { followFit, tell }, { columnLines, withoutColumnNotes }] = await Promise.all([
      import("../../services/fit/fit.ts"),
      import("../progress/follow.ts"),
      import("../print/columns.ts"),
    ]);
    const request = {
      path,
      out,
      columns: valuesFrom("fit", options, columnSettings),
      sampling: valuesFrom("fit", options, fitSettings),
      reading: valuesFrom("fit", options, readingSettings),
      business: valuesFrom("fit", options, businessSettings),
      threads: options.threads,
      memory: options.memory,
      backend: options.backend,
      resume: options.resume,
      report: options.report !== "none",
      command: commandLine,
    };
    const result = await followFit(
      err,
      options.progress ?? runSettings.progress.default,
      (call) => fit(request, { ...call, engine, workers }),
      (progress: Kept | TableRead) => {
        if (progress.stage !== "read") return mark(progress.stage);
        // A script that reads JSON finds the columns in the document.
        if (options.json) return undefined;
        const lines = columnLines(progress, err.columns(), err.style);
        if (lines.length > 0) tell(err, options.progress, lines.join("\n"));
        return undefined;
      },
    );
    if (result === undefined) {
      err.write("Canceled before sampling began; nothing was written.\n");
      return exitCodes.canceled;
    }
    const { diagnostics, notices, advice, report, privacy } = result;
    const [{ fitReportLines }, { printResult }] = await Promise.all([
      import("../print/fit-report.ts"),
      import("../print/result.ts"),
    ]);
    const { kept } = result;
    const folder = kept === undefined ? out : join(dirname(out), basename(result.run));
    const shown = {
      diagnostics,
      notices: withoutColumnNotes(notices),
      advice,
      folder,
      report: report === undefined ? undefined : join(out, basename(report)),
      seconds: performance.now() / 1000,
    };
    await printResult(terminal, options, {
      document: () => fitDocument(result),
      lines: (width, style) => fitReportLines(shown, width, style),
      privacy,
    });
    if (kept !== undefined) err.write(`${out} keeps the run that it holds; what was sampled is in ${folder}.\n`);
    if (!result.complete)
      err.write(`Canceled. Go on with: ${resumeCommand(commandLine, folder, request.resume && kept === undefined)}\n`);
    return exitCodeOf(result);
  },
});

/**
 * The same command that goes on with the run in `folder`.
 * @param unchanged whether it did so already
 */
function resumeCommand(commandLine: string, folder: string, unchanged: boolean): string {
  if (unchanged) return commandLine;
  const given = / --out(?:=| )(?:'[^']*'|\S+)/;
  const out = ` --out ${shellWord(folder)}`;
  const there = given.test(commandLine) ? commandLine.replace(given, () => out) : commandLine + out;
  return / --resume\b/.test(there) ? there : `${there} --resume`;
}
