// carryover simulate: a table with known truth and a model file for it.

import { worldNames } from "../../data/worlds/presets/index.ts";
import { optionsFor, worldSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "simulate",
  describe:
    "Simulates a weekly table and writes data.csv, truth.json (the parameters that made it) and model.yaml (a model file for it). " +
    "ecommerce: three channels, spend varies freely. media: TV and radio in bursts, digital and social always on; TV carries over long. " +
    "easy, and the same with one thing changed that the model does not know of: worlds in which media mix models fail (recover --scenarios); " +
    "truth.json says what was changed.",
  options: {
    preset: {
      kind: "choice",
      choices: worldNames,
      describe: "World to simulate",
      default: "ecommerce",
    },
    ...optionsFor("simulate", worldSettings),
    out: { kind: "text", what: "a folder", describe: "Folder to write to", fallback: "<preset>-simulated" },
    force: { kind: "flag", describe: "Overwrite data.csv, truth.json and model.yaml in the folder" },
  },
  examples: [
    ["simulate --preset media --out simulated", "write a table"],
    ["fit simulated/model.yaml", "then fit it"],
  ],
  exits: exitLines(0, 1),
  run: async (_argument, { preset = "ecommerce", weeks, seed, out, force }, { terminal }) => {
    const { simulateToFolder } = await import("../../services/study/simulate-to-folder.ts");
    const folder = out ?? `${preset}-simulated`;
    const files = await simulateToFolder({ preset, weeks, seed, folder, force });
    terminal.out.write(files.map((file) => `wrote ${file}\n`).join(""));
    return 0;
  },
});
