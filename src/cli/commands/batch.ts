// carryover batch: many fits at once, to a folder of run folders with an overview.

import { exitCodes } from "../../problems/problem.ts";
import { basename, extname } from "node:path";
import {
  batchSettings,
  fitSettings,
  optionsFor,
  readingSettings,
  runSettings,
  valuesFrom,
} from "../../settings/index.ts";
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
    "Fits many tables. A manifest has the columns data, model or both, with paths relative to the manifest. Optional " +
    "columns are name, seed, chains, warmup, draws and other sampling settings. From a folder, every YAML model file is" +
    " fitted; without model files, every CSV, Parquet and Excel table. A single table is split by the column --by, or by a " +
    "column named brand, market, country, region or geo. Each fit has a run folder in --out, identical to the one that " +
    "carryover fit writes with the seed in its spec.json. overview.csv and overview.json have one row for each fit; " +
    "fits.ndjson gets a line as soon as a fit ends. A table that cannot be fitted does not stop the others. Ctrl-C " +
    "keeps finished fits; --resume runs the missing ones.",
  options: {
    out: { kind: "text", what: "a folder", describe: "Folder to write", fallback: "<name of the manifest>-batch" },
    model: { kind: "text", what: "a model file", describe: "Model file for tables without their own" },
    by: {
      kind: "text",
      what: "the name of a column",
      describe: "Column to split a single table by; one fit for each of its values",
      fallback: "brand, market, country, region or geo, if the table has one of them",
    },
    ...optionsFor("batch", batchSettings),
    ...optionsFor("batch", readingSettings),
    ...optionsFor("batch", fitSettings),
    ...optionsFor("batch", runSettings),
    resume: {
      kind: "flag",
      describe: "Keep complete runs in --out that match the current request; fit the others",
    },
    shard: {
      kind: "text",
      what: "I/N",
      describe: "Fit only every N-th table, starting with the I-th; shards may share --out",
    },
    overview: { kind: "flag", describe: "Fit nothing; combine the journals in --out into the overview" },
    "dry-run": {
      kind: "flag",
      describe: "Read every table and print the planned fits and their memory; write nothing",
    },
    json: { kind: "flag", describe: "Print the overview as one JSON document" },
  },
  examples: [
    ["batch tables/ --model model.yaml --out brands", "one model for every table of a folder"],
    ["batch sales.csv --by market", "one table, one fit for each market"],
    ["batch manifest.csv --out brands --resume", "continue after Ctrl-C or a crash"],
    ["batch manifest.csv --out /shared/brands --shard 2/8", "the second of eight machines"],
    ["batch tables/ --executor gpu", "on a GPU; an error if there is none"],
  ],
  exits: [
    [0, "every fit converged"],
    [1, exitMeanings[1]],
    [3, "invalid manifest, or some fits failed because of their data or model file; the others are written"],
    [4, "some fits have not converged or are missing (--overview); none failed"],
    [130, "canceled; finished fits are kept"],
  ],
  run: async (path, options, { terminal, commandLine }) => {
    const { err } = terminal;
    const [service, { batchDocument }, { followBatch }, print, { layoutLines }, { printResult }] = await Promise.all([
      import("../../services/batch/batch.ts"),
      import("../../jobs/journal/overview.ts"),
      import("../progress/follow-batch.ts"),
      import("../print/batch.ts"),
      import("../print/columns.ts"),
      import("../print/result.ts"),
    ]);
    const { model, by, threads, memory, resume, shard } = options;
    const request = {
      path,
      out: options.out ?? `${basename(path, extname(path))}-batch`,
      model,
      by,
      seed: options.seed,
      reading: valuesFrom("batch", options, readingSettings),
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
      const { batchPlanDocument } = await import("../../services/batch/plan-document.ts");
      await printResult(terminal, options, {
        document: () => batchPlanDocument(planned),
        lines: (width, style) => [...layoutLines(planned.plan.layouts, width, style), ...print.planLines(planned)],
      });
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
