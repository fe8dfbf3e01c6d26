// carryover recover: would the truth have come back? Parameter recovery, coverage and calibration as a study of known truth.

import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import {
  calibrationNeedsPrior,
  recoveryNeedsSource,
  recoveryOptionWithoutUse,
  recoveryResumeWithoutOut,
} from "../../problems/recovery-problems.ts";
import {
  fitSettings,
  optionsFor,
  recoverySettings,
  runSettings,
  valuesFrom,
  worldSettings,
} from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import type { RecoverRequest, TruthOrigin } from "../recover-run.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "recover",
  positional: { name: "DATA.csv|MODEL.yaml", what: "a table or a model file", optional: true },
  describe:
    "Fits many data sets whose truth is known and says what comes back: bias, z-scores, interval widths, how often intervals hold the truth, and how much narrower than the prior " +
    "the posterior is, for every parameter, contribution and return; then, in plain words, what this design can and cannot learn. " +
    "With a table or a model file, truth is drawn from the model's own prior for data shaped like the table (same spend, controls and rows): could this design have " +
    "recovered the truth? Calibration is exact there, and --calibrate tests it by the ranks of the truth (simulation-based calibration). --preset takes a simulated world, " +
    "--truth the posterior of a run. With --out the study is kept, set by set: Ctrl-C loses nothing, --resume goes on. A hundred data sets of two years and three channels take " +
    "a minute or two on two cores.",
  options: {
    scenarios: {
      kind: "flag",
      describe:
        "Study worlds in which media mix models fail instead: how often the answer is wrong in each, and what warned",
    },
    worlds: {
      kind: "text",
      what: "names with commas between",
      describe: "Worlds of --scenarios",
      fallback: "all",
    },
    ...optionsFor("recover", worldSettings),
    model: {
      kind: "text",
      what: "a model file",
      describe: "The model file, as the argument; for commands that name it",
    },
    truth: {
      kind: "text",
      what: "a run folder",
      describe: "Truth drawn from the posterior of this run, with its model and table",
    },
    ...optionsFor("recover", recoverySettings),
    calibrate: { kind: "flag", describe: "Also test whether ranks of the truth are uniform" },
    ...optionsFor("recover", fitSettings),
    ...optionsFor("recover", runSettings),
    out: {
      kind: "text",
      what: "a folder",
      describe:
        "Write recovery.html, recovery.json, recovery.csv and datasets.csv to it (with --scenarios: scenarios.html, .json and .csv)",
    },
    resume: { kind: "flag", describe: "Go on with the unfinished study in --out" },
    json: { kind: "flag", describe: "Print one JSON document instead of tables" },
  },
  examples: [
    ["recover model.yaml --out recovery", "could this design have recovered the truth?"],
    ["recover weekly.csv --calibrate --datasets 200", "and is the sampler calibrated for it?"],
    ["recover --preset media", "a simulated world with four channels"],
    ["recover model.yaml --out recovery --resume", "go on after Ctrl-C"],
    ["recover --scenarios --out scenarios", "where do media mix models fail, and does the review say so?"],
  ],
  exits: [
    ...exitLines(0, 1, 3),
    [4, "done, but most fits do not converge, or intervals or ranks are off by more than chance"],
    [130, "canceled; finished data sets are kept in --out"],
  ],
  run: async (argument, options, { terminal }) => {
    const { out, err } = terminal;
    const { preset, model, truth, weeks, calibrate, resume } = options;
    const problems: Problem[] = [];
    if (options.worlds !== undefined && !options.scenarios) {
      problems.push(recoveryOptionWithoutUse(["--worlds"], "studies other than --scenarios"));
    }
    const paths = [argument, model ?? ""].filter((path) => path !== "");
    if (options.scenarios) {
      const without = [
        ...paths,
        ...(["preset", "model", "truth", "weeks", "fits"] as const).flatMap((name) =>
          options[name] === undefined ? [] : [`--${name}`],
        ),
        ...(["calibrate", "resume"] as const).flatMap((name) => (options[name] ? [`--${name}`] : [])),
      ];
      if (without.length > 0) problems.push(recoveryOptionWithoutUse([...new Set(without)], "--scenarios"));
      if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
      const { scenarioStudy } = await import("../scenarios-run.ts");
      return scenarioStudy(terminal, options);
    }
    if (paths.length + (preset === undefined ? 0 : 1) + (truth === undefined ? 0 : 1) !== 1) {
      problems.push(recoveryNeedsSource());
    }
    if (weeks !== undefined && preset === undefined) {
      problems.push(recoveryOptionWithoutUse(["--weeks"], truth === undefined ? "a table" : "--truth"));
    }
    if (calibrate && paths.length === 0) problems.push(calibrationNeedsPrior());
    if (resume && options.out === undefined) problems.push(recoveryResumeWithoutOut());
    if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
    const origin: TruthOrigin =
      preset !== undefined
        ? { kind: "preset", preset, weeks: weeks ?? worldSettings.weeks.default }
        : truth !== undefined
          ? { kind: "posterior", run: truth }
          : { kind: "prior", path: paths[0] };
    const request: RecoverRequest = {
      origin,
      datasets: options.datasets ?? recoverySettings.datasets.default,
      seed: options.seed ?? worldSettings.seed.default,
      flags: valuesFrom("recover", options, fitSettings),
      threads: options.threads,
      calibrate,
      selection: options.fits ?? recoverySettings.fits.default,
      out: options.out,
      resume,
      progress: options.progress ?? runSettings.progress.default,
    };
    const { recoverRun } = await import("../recover-run.ts");
    const outcome = await recoverRun(terminal, request);
    if (outcome === undefined) return exitCodes.canceled;
    const { recovery, files } = outcome;
    const { recoveryLines } = await import("../print/recovery.ts");
    if (options.json) out.write(`${JSON.stringify(recovery, undefined, 2)}\n`);
    else out.write(`${recoveryLines(recovery, out.columns(), out.style).join("\n")}\n`);
    for (const file of files) err.write(`wrote ${file}\n`);
    return recovery.verdict.status === "PASS" ? exitCodes.success : exitCodes.notConverged;
  },
});
