// carryover demo: simulate, fit, diagnose, and hold the result against the truth.

import { fitSettings, optionsFor, runSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";
import { defaultThreads } from "../../services/engine/index.ts";

export const command: Command = defineCommand({
  name: "demo",
  describe:
    "Simulates two years of a web shop with three channels, fits them with the model file that carryover simulate writes, and prints " +
    "the truth beside the posterior for every parameter and every channel's contribution. Needs no data and writes nothing.",
  options: { ...optionsFor("demo", runSettings) },
  examples: [["demo", "see it at work"]],
  exits: exitLines(0, 1, 4, 130),
  run: async (_argument, { progress }, context) => {
    const workers = context.engine.startWorkers(defaultThreads(fitSettings.chains.default));
    const { demonstrate } = await import("../demonstrate.ts");
    return demonstrate(context, workers, progress ?? runSettings.progress.default);
  },
});
