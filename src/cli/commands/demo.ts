// carryover demo: simulate, fit, report, and hold the result against the truth.

import { join } from "node:path";
import { fitSettings, optionsFor, runSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";
import { fitThreads } from "../../services/engine/index.ts";
import type { Kept, Simulated, TableRead } from "../../services/fit/index.ts";
import { exitCodes } from "../../problems/problem.ts";
import { mark, programName, shellWord } from "../terminal/index.ts";
import { exitCodeOf } from "./exit-code.ts";

export const command: Command = defineCommand({
  name: "demo",
  describe:
    "Simulates two years of a brand with five channels, trend, season and promotions, and fits them with the model file that " +
    "carryover simulate writes. Prints the true contribution and ROI of every channel beside the posterior, and how many of all 90% " +
    "intervals contain the truth. Needs no data. Writes the table, the model file, the truth, and a run folder with its report.",
  options: {
    out: { kind: "text", what: "a folder", describe: "Folder to write", fallback: "carryover-demo" },
    ...optionsFor("demo", runSettings),
  },
  examples: [["demo", "run the demonstration; writes carryover-demo"]],
  exits: exitLines(0, 1, 4, 130),
  run: async (_argument, { out: folder = "carryover-demo", progress }, { engine, terminal, commandLine }) => {
    const { out, err } = terminal;
    const { threads, most } = fitThreads(undefined, fitSettings.chains.default);
    const workers = engine.startWorkers(threads, most);
    const { demonstrate } = await import("../../services/fit/demonstrate.ts");
    const { followFit } = await import("../progress/follow.ts");
    const result = await followFit(
      err,
      progress ?? runSettings.progress.default,
      (call) => demonstrate({ out: folder, command: commandLine }, { ...call, engine, workers }),
      (told: Simulated | Kept | TableRead) => {
        if (told.stage !== "simulated") return mark(told.stage);
        const { weeks, channels } = told.truth;
        return out.write(
          `Simulated ${weeks} weeks of a brand with ${Object.keys(channels).length} channels, whose true effects are known; now fitting.\n`,
        );
      },
    );
    if (result === undefined) return exitCodes.canceled;
    const { timeLines, truthLines, verdictLines } = await import("../print/index.ts");
    const { visible } = await import("../../words/index.ts");
    const { fit, comparison } = result;
    const width = out.columns();
    const run = shellWord(join(folder, "run"));
    const next = [`recommend ${run}`, `optimize ${run} --horizon 13`, `check ${run}`];
    const lines = [
      "",
      ...verdictLines(fit.diagnostics, width, out.style),
      "",
      ...truthLines(comparison, width, out.style),
      "",
      ...timeLines(fit.diagnostics, performance.now() / 1000, width),
      ...(fit.report === undefined ? [] : [`The report is ${join(folder, "run", "report.html")}`]),
      "",
      "Type next:",
      ...next.map((line) => `  ${programName(process.env)} ${line}`),
    ];
    out.write(`${lines.map(visible).join("\n")}\n`);
    return exitCodeOf(fit);
  },
});
