// carryover simulate: a table with known truth and a model file for it.

import { exitCodes } from "../../problems/problem.ts";
import { panelNames } from "../../data/worlds/panels/index.ts";
import { worldNames } from "../../data/worlds/presets/index.ts";
import { optionsFor, worldSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines, optionName } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "simulate",
  describe:
    "Simulates a weekly table and writes data.csv, truth.json (the parameters used) and model.yaml (a model file for " +
    "the table). ecommerce has three channels with freely varying spend. media has TV and radio in bursts, digital and " +
    "social always on, and long carry-over of TV. The other presets are easy and variants of it that violate one model " +
    "assumption (see recover --scenarios); truth.json names the change. panel has a row for each of eight geos and " +
    "week, with population and truth by geo; the presets after it change one thing of it.",
  options: {
    preset: {
      kind: "choice",
      choices: [...worldNames, ...panelNames],
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
    const files = await simulateToFolder({ preset, weeks, seed, folder, force }, { written: optionName });
    terminal.out.write(files.map((file) => `wrote ${file}\n`).join(""));
    return exitCodes.success;
  },
});
