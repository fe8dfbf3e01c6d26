// carryover batch: many fits at once, to a folder of run folders with an overview.

import { exitCodes } from "../../problems/problem.ts";
import { basename, extname } from "node:path";
import { batchSettings, fitSettings, optionsFor, runSettings, valuesFrom } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import type { Terminal } from "../terminal/index.ts";
import { batchExitCode } from "./exit-code.ts";
import { exitMeanings } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "batch",
  positional: {
    name: "MANIFEST|FOLDER|TABLE",
    what: "a manifest (CSV or NDJSON with one fit a row), a folder of tables or of model files, or one table to be split",
  },
  describe:
    "Fits many tables. A manifest has the columns data and/or model (paths relative to it) and, if you like, name, seed, chains, warmup, draws " +
    "and other settings of sampling; of a folder every model file in YAML is fitted or, without any, every CSV and Parquet file; one table is " +
    "split by the column --by, or by the one called brand, market, country, region or geo. Every fit gets a run folder in --out, the same " +
    "as carryover fit writes with the seed that its spec.json names; overview.csv and overview.json have one row for each, fits.ndjson a line as " +
    "soon as one ends. A table that cannot be fitted stops no other. Ctrl-C keeps what is finished; --resume then runs what is missing.",
  options: {
    out: { kind: "text", what: "a folder", describe: "Folder to write", fallback: "<name of the manifest>-batch" },
    model: { kind: "text", what: "a model file", describe: "Model file for the tables that have none of their own" },
    by: {
      kind: "text",
      what: "the name of a column",
      describe: "Column to split one table by, a fit for each of its values",
      fallback: "brand, market, country, region or geo, if the table has one of them",
    },
    ...optionsFor("batch", batchSettings),
    ...optionsFor("batch", fitSettings),
    ...optionsFor("batch", runSettings),
    resume: {
      kind: "flag",
      describe: "Keep the complete runs in --out that are what would be fitted now; make the others",
    },
    shard: {
      kind: "text",
      what: "I/N",
      describe: "Make every N-th fit only, from the I-th on; shards may share --out",
    },
    overview: { kind: "flag", describe: "Fit nothing: put the journals in --out together to the overview" },
    "dry-run": {
      kind: "flag",
      describe: "Read every table, say what would be fitted and how much memory it takes, write nothing",
    },
    json: { kind: "flag", describe: "Print the overview as one JSON document" },
  },
  examples: [
    ["batch tables/ --model model.yaml --out brands", "one model for every table of a folder"],
    ["batch sales.csv --by market", "one table for all markets"],
    ["batch manifest.csv --out brands --resume", "go on after Ctrl-C or a crash"],
    ["batch manifest.csv --out /shared/brands --shard 2/8", "the second of eight machines"],
    ["batch tables/ --executor gpu", "on a GPU, or not at all"],
  ],
  exits: [
    [0, "every fit converged"],
    [1, exitMeanings[1]],
    [3, "bad manifest; or some fits failed for their data or model file, the others are written"],
    [4, "some fits have not converged, or are missing (--overview); none failed"],
    [130, "canceled; finished fits are kept"],
  ],
  run: async (path, options, { terminal, commandLine }) => {
    const { err } = terminal;
    const [service, { batchDocument }, { followBatch }, print, { printResult }] = await Promise.all([
      import("../../services/batch/batch.ts"),
      import("../../jobs/journal/overview.ts"),
      import("../progress/follow-batch.ts"),
      import("../print/batch.ts"),
      import("../print/result.ts"),
    ]);
    const { model, by, threads, memory, resume, shard } = options;
    const request = {
      path,
      out: options.out ?? `${basename(path, extname(path))}-batch`,
      model,
      by,
      seed: options.seed,
      sampling: valuesFrom("batch", options, fitSettings),
      executor: options.executor,
      threads,
      memory,
      report: options.report === "html",
      resume,
      shard,
      command: commandLine,
    };
    if (options.overview) {
      const result = await service.batchOverview(request);
      await printResult(terminal, options, {
        document: () => batchDocument({ folder: result.folder, ...result.overview }),
        lines: () => print.overviewLines(result),
      });
      const { fits, counts } = result.overview;
      return batchExitCode(fits, counts.missing);
    }
    const mode = options.progress ?? runSettings.progress.default;
    if (options["dry-run"]) {
      const planned = await followBatch(err, mode, (call) => service.planned(request, call), false);
      if (planned === undefined) return canceledBefore(terminal);
      terminal.out.write(`${print.planLines(planned).join("\n")}\n`);
      return batchExitCode([...planned.plan.kept, ...planned.plan.failed]);
    }
    const result = await followBatch(err, mode, (call) => service.batch(request, call));
    if (result === undefined) return canceledBefore(terminal);
    await printResult(terminal, options, {
      document: () => batchDocument({ folder: result.folder, ...result.overview }),
      lines: (_width, style) => print.outcomeLines(result, style),
    });
    if (result.complete) return batchExitCode(result.rows);
    const go = options.resume ? commandLine : `${commandLine} --resume`;
    err.write(`Canceled after ${result.made} of ${result.toMake} fits. Go on with: ${go}\n`);
    return exitCodes.canceled;
  },
});

function canceledBefore({ err }: Terminal): number {
  err.write("Canceled before anything was fitted.\n");
  return exitCodes.canceled;
}
