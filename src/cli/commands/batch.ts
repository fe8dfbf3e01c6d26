// carryover batch: many fits at once, to a folder of run folders with an overview.

import { basename, extname } from "node:path";
import { batchSettings, fitSettings, optionsFor, runSettings, valuesFrom } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
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
  run: async (path, options, context) => {
    const { batchRun } = await import("../batch-run.ts");
    return batchRun(context, {
      path,
      out: options.out ?? `${basename(path, extname(path))}-batch`,
      model: options.model,
      by: options.by,
      seed: options.seed ?? batchSettings.seed.default,
      sampling: valuesFrom("batch", options, fitSettings),
      executor: options.executor ?? runSettings.executor.default,
      threads: options.threads,
      memory: options.memory,
      report: options.report === "html",
      resume: options.resume,
      shard: options.shard,
      overview: options.overview,
      dryRun: options["dry-run"],
      progress: options.progress ?? runSettings.progress.default,
      json: options.json,
    });
  },
});
