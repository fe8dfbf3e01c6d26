// carryover fit: a table or a model file to a run folder and a verdict.

import { basename, extname } from "node:path";
import { samplingDefaults, warmupFor } from "../../mmm/specification/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import * as wording from "../../problems/usage-problems.ts";
import { type Command, defineCommand } from "./command.ts";
import { settingOption } from "../options/index.ts";
import { exitLines, progressOption } from "../options/index.ts";
import { defaultThreads } from "../../services/engine/index.ts";

/** The default of a sampling setting, as text. */
const standard = (setting: keyof typeof samplingDefaults): string => String(samplingDefaults[setting].value);

export const command: Command = defineCommand({
  name: "fit",
  positional: { name: "DATA.csv|DATA.parquet|MODEL.yaml|MODEL.json", what: "a table or a model file" },
  describe:
    "Fits a media mix model to a weekly or daily table and writes a run folder: spec.json, draws, summary.json, summary.csv, " +
    "diagnostics.json and report.html. Everything the model file leaves out, or a table alone, takes defaults; carryover spec --explain shows them. " +
    "Flags win over the model file. An earlier run folder of the same name is replaced once the new one is complete. " +
    "The first Ctrl-C keeps what was sampled, to go on from with --resume; the second one ends at once.",
  options: {
    out: { kind: "text", what: "a folder", describe: "Run folder to write", fallback: "<name of the file>-run" },
    chains: settingOption("chains", "Chains that sample independently", standard("chains")),
    warmup: settingOption(
      "warmup",
      "Iterations of adaptation of each chain",
      `${warmupFor.nutpie}, ${warmupFor.stan} with --schedule stan`,
    ),
    draws: settingOption("draws", "Draws to keep of each chain", standard("draws")),
    seed: settingOption("seed", "Seed of all random numbers; the same seed gives the same draws", standard("seed")),
    metric: {
      kind: "choice",
      choices: ["auto", "diagonal", "low-rank", "dense"],
      describe: "Shape of the inverse mass matrix",
      fallback: standard("metric"),
    },
    schedule: {
      kind: "choice",
      choices: ["nutpie", "stan"],
      describe: "Schedule of warm-up",
      fallback: standard("schedule"),
    },
    "target-accept": {
      kind: "number",
      between: [0, 1],
      describe: "Acceptance the step size is adapted to; raise it when there are divergences",
      fallback: standard("target_accept"),
    },
    "max-depth": settingOption("max_depth", "Most doublings of a trajectory", standard("max_depth")),
    threads: {
      kind: "integer",
      range: [1, 1024],
      describe: "Worker threads; they do not change the draws",
      fallback: "one per core, at most one per chain",
    },
    backend: {
      kind: "choice",
      choices: ["wasm", "javascript"],
      describe: "What the model is compiled to",
      fallback: "wasm",
    },
    progress: progressOption,
    json: { kind: "flag", describe: "Print one JSON document with summary, diagnostics and folder instead of tables" },
    report: {
      kind: "choice",
      choices: ["html", "none"],
      describe: "Write report.html into the run folder",
      fallback: "html",
    },
    resume: { kind: "flag", describe: "Go on with the canceled run in --out, with the draws it would have had" },
  },
  examples: [
    ["fit weekly.csv", "fit a table; the run goes to weekly-run"],
    ["fit model.yaml --out runs/first --seed 7", "fit a model file"],
    ["fit weekly.csv --out runs/first --resume", "go on after Ctrl-C"],
    ["fit weekly.csv --json --progress none | jq .diagnostics", "for a script"],
  ],
  exits: exitLines(0, 1, 3, 4, 130),
  run: async (path, options, context) => {
    if (options.resume && options.out === undefined) {
      throw new CarryoverError([wording.resumeWithoutOut()], exitCodes.usage);
    }
    // First of all, and before it is known whether the file can be read: threads take as long to start as all the rest.
    const threads = options.threads ?? defaultThreads(options.chains ?? samplingDefaults.chains.value);
    const workers = context.engine.startWorkers(threads);
    const { fitToFolder } = await import("../fit-to-folder.ts");
    return fitToFolder(context, {
      path,
      out: options.out ?? `${basename(path, extname(path))}-run`,
      flags: {
        chains: options.chains,
        warmup: options.warmup,
        draws: options.draws,
        seed: options.seed,
        metric: options.metric,
        schedule: options.schedule,
        target_accept: options["target-accept"],
        max_depth: options["max-depth"],
      },
      threads,
      workers,
      backend: options.backend ?? "wasm",
      progress: options.progress ?? "auto",
      json: options.json,
      resume: options.resume,
      report: options.report !== "none",
    });
  },
});
