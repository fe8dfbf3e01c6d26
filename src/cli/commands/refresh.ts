// carryover refresh: the model of a run fitted to a newer table, and what changed.

import { basename, dirname, join } from "node:path";
import { exitCodes } from "../../problems/problem.ts";
import { optionsFor, readingSettings, runSettings, valuesFrom } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines, optionName } from "../options/index.ts";
import type { Kept, TableRead } from "../../services/fit/index.ts";
import { mark } from "../terminal/index.ts";
import { exitCodeOf } from "./exit-code.ts";

export const command: Command = defineCommand({
  name: "refresh",
  positional: {
    name: "RUN",
    what: "a run folder",
    more: { name: "NEWDATA", what: "a newer table", fewest: 1, most: 1 },
  },
  describe:
    "Fits the model of a run, with its columns, priors and settings, to a newer table, and writes a new run folder; the " +
    "run itself stays as it is. Prints which past cells differ, whether the new rows lie in the intervals that " +
    "the run had predicted for them at their real spend, and the ROI of every channel by both fits over the rows of both " +
    "tables. The table has the rows of the run as they are known today, and those that came after.",
  options: {
    out: { kind: "text", what: "a folder", describe: "Run folder to write", fallback: "RUN-refreshed" },
    ...optionsFor("refresh", readingSettings),
    ...optionsFor("refresh", runSettings),
    json: { kind: "flag", describe: "Print one JSON document" },
  },
  examples: [
    ["refresh weekly-run newer.csv", "fit again with the weeks that came since; writes weekly-run-refreshed"],
    ["refresh weekly-run newer.csv --out runs/june --json", "for a script"],
  ],
  exits: exitLines(0, 1, 3, 4, 7, 130),
  run: async (run, options, { engine, terminal, commandLine, more: [table] }) => {
    const { err } = terminal;
    const out = options.out ?? `${run.replace(/[/\\]+$/, "")}-refreshed`;
    const [{ refresh, refreshDocument }, { followFit }, { refreshLines }, { printResult }] = await Promise.all([
      import("../../services/refresh/index.ts"),
      import("../progress/follow.ts"),
      import("../print/refresh.ts"),
      import("../print/result.ts"),
    ]);
    const request = {
      run,
      table,
      out,
      reading: valuesFrom("refresh", options, readingSettings),
      threads: options.threads,
      memory: options.memory,
      report: options.report !== "none",
      command: commandLine,
    };
    const answer = await followFit(
      err,
      options.progress ?? runSettings.progress.default,
      (call) => refresh(request, { ...call, engine, written: optionName }),
      // Nothing but the result is said of what was read and stored.
      ({ stage }: Kept | TableRead) => (stage === "read" ? undefined : mark(stage)),
    );
    if (answer === undefined) {
      err.write("Canceled before sampling began; nothing was written.\n");
      return exitCodes.canceled;
    }
    const { fit } = answer;
    const folder = fit.kept === undefined ? out : join(dirname(out), basename(fit.run));
    const report = fit.report === undefined ? undefined : join(out, basename(fit.report));
    await printResult(terminal, options, {
      document: () => refreshDocument(answer),
      lines: (width, style) => refreshLines(answer, { folder, report }, width, style),
      privacy: fit.privacy,
      currency: answer.old.currency,
    });
    if (!fit.complete)
      err.write(`Canceled; what was sampled is in ${folder}. Run the command again for the whole comparison.\n`);
    return exitCodeOf(fit);
  },
});
