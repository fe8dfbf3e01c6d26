// carryover recover: would the truth have come back? Parameter recovery, coverage and calibration as a study of known truth.

import { exitCodes } from "../../problems/problem.ts";
import { fitSettings, optionsFor, recoverySettings, runSettings, worldSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitCodeOf } from "./exit-code.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "recover",
  positional: { name: "DATA.csv|MODEL.yaml", what: "a table or a model file", optional: true },
  describe:
    "Simulates many data sets with known parameters, fits them and compares estimates with the truth: bias, z-scores, " +
    "interval widths and coverage, and how much narrower the posterior is than the prior, for every parameter, " +
    "contribution and ROI. Then says what this design can and cannot learn. With a table or a model file, true " +
    "parameters are drawn from the model's prior and data have the spend, controls and rows of the table. In that case " +
    "calibration is exact, and --calibrate tests it by the ranks of the truth (simulation-based calibration). --preset " +
    "uses a simulated world, --truth the posterior of a run. With --out, finished data sets are kept, and --resume " +
    "continues after Ctrl-C. A hundred data sets of two years and three channels take one to two minutes on two cores.",
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
      describe: "The model file; the same as giving it as the argument",
    },
    truth: {
      kind: "text",
      what: "a run folder",
      describe: "Draw true parameters from the posterior of this run, with its model and table",
    },
    ...optionsFor("recover", recoverySettings),
    calibrate: { kind: "flag", describe: "Also test whether the ranks of the truth are uniform" },
    ...optionsFor("recover", fitSettings),
    ...optionsFor("recover", runSettings),
    out: {
      kind: "text",
      what: "a folder",
      describe:
        "Write recovery.html, recovery.json, recovery.csv and datasets.csv to it (with --scenarios: scenarios.html, .json and .csv)",
    },
    resume: { kind: "flag", describe: "Continue the unfinished study in --out" },
    json: { kind: "flag", describe: "Print one JSON document instead of tables" },
  },
  examples: [
    ["recover model.yaml --out recovery", "can this design recover true parameters?"],
    ["recover weekly.csv --calibrate --datasets 200", "and is the sampler calibrated?"],
    ["recover --preset media", "a simulated world with four channels"],
    ["recover model.yaml --out recovery --resume", "continue after Ctrl-C"],
    ["recover --scenarios --out scenarios", "worlds in which media mix models fail"],
  ],
  exits: [
    ...exitLines(0, 1, 3),
    [4, "most fits do not converge, or coverage or ranks are off by more than chance"],
    [130, "canceled; finished data sets are kept in --out"],
  ],
  run: async (argument, options, { terminal }) => {
    const { err } = terminal;
    const mode = options.progress ?? runSettings.progress.default;
    const [requests, { followStudy }, { printResult }] = await Promise.all([
      import("../options/recover.ts"),
      import("../progress/follow-study.ts"),
      import("../print/result.ts"),
    ]);
    if (options.scenarios) {
      const request = requests.failingWorldsRequest(argument, options);
      const { failingWorlds, failingWorldsDocument } = await import("../../services/study/failing-worlds.ts");
      const result = await followStudy(
        err,
        mode,
        (call) => failingWorlds(request, call),
        (done) => (done === undefined ? "Canceled; nothing is kept of a study of worlds." : undefined),
      );
      if (result === undefined) return exitCodes.canceled;
      const { scenarioStudyLines } = await import("../print/recovery-scenarios.ts");
      await printResult(terminal, options, {
        document: () => failingWorldsDocument(result.study),
        lines: (width, style) => scenarioStudyLines(result.study, width, style),
      });
      for (const file of result.files) err.write(`wrote ${file}\n`);
      return exitCodes.success;
    }
    const request = requests.recoverRequest(argument, options);
    const { recover, recoveryDocument } = await import("../../services/study/recover.ts");
    const { canceledText, recoveryLines } = await import("../print/recovery.ts");
    const result = await followStudy(
      err,
      mode,
      (call) => recover(request, call),
      (done) => (done.complete ? undefined : canceledText(done, request.out)),
    );
    if (!result.complete) return exitCodes.canceled;
    const { recovery, files } = result;
    await printResult(terminal, options, {
      document: () => recoveryDocument(recovery),
      lines: (width, style) => recoveryLines(recovery, width, style),
    });
    for (const file of files) err.write(`wrote ${file}\n`);
    return exitCodeOf({ converged: recovery.verdict.status === "PASS" });
  },
});
