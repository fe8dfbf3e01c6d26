// carryover demo: simulate, fit, diagnose, and hold the result against the truth.

import { fitSettings, optionsFor, runSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";
import { defaultThreads } from "../../services/engine/index.ts";
import type { Simulated } from "../../services/fit/index.ts";
import { exitCodes } from "../../problems/problem.ts";
import { exitCodeOf } from "./exit-code.ts";

export const command: Command = defineCommand({
  name: "demo",
  describe:
    "Simulates two years of a web shop with three channels and fits them with the model file that carryover simulate " +
    "writes. Prints the true values beside the posterior for every parameter and every channel's contribution. Needs no" +
    " data and writes nothing.",
  options: { ...optionsFor("demo", runSettings) },
  examples: [["demo", "run the demonstration"]],
  exits: exitLines(0, 1, 4, 130),
  run: async (_argument, { progress }, { engine, terminal }) => {
    const { out, err } = terminal;
    const workers = engine.startWorkers(defaultThreads(fitSettings.chains.default));
    const { demonstrate } = await import("../../services/fit/demonstrate.ts");
    const { followFit } = await import("../progress/follow.ts");
    const result = await followFit(
      err,
      progress ?? runSettings.progress.default,
      (call) => demonstrate({ ...call, engine, workers }),
      ({ truth }: Simulated) =>
        out.write(
          `Simulated ${truth.weeks} weeks with ${Object.keys(truth.channels).length} channels ` +
            `(the table of carryover simulate --preset ${truth.recipe}); now fitting.\n`,
        ),
    );
    if (result === undefined) return exitCodes.canceled;
    const { timeLines, truthLines, verdictLines } = await import("../print/index.ts");
    const { diagnostics, comparison } = result;
    const width = out.columns();
    const lines = [
      "",
      ...verdictLines(diagnostics, width, out.style),
      "",
      ...truthLines(comparison, width, out.style),
      "",
      ...timeLines(diagnostics, performance.now() / 1000, width),
    ];
    out.write(`${lines.join("\n")}\n`);
    return exitCodeOf(result);
  },
});
