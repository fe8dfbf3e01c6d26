// carryover contributions: what the target is made of.

import { exitCodes } from "../../problems/problem.ts";
import { optionsFor, periodSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { openForQuantities, quantityOptions } from "../options/index.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "contributions",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints what the expected target of a run is made of: base, trend, season, controls and channels, which add up to it in every draw, " +
    "with their shares. A control counts against its absence where its smallest value is 0, otherwise against its mean. What " +
    "a channel is given is what was earned in the weeks of the period, by whatever spend before or in them.",
  options: {
    weekly: { kind: "flag", describe: "Week by week (day by day) instead of in total" },
    ...optionsFor("contributions", quantitySettings),
    ...optionsFor("contributions", periodSettings),
    ...quantityOptions,
  },
  examples: [
    ["contributions weekly-run", "totals and shares over the whole table"],
    ["contributions weekly-run --weeks 13", "of the last quarter"],
    ["contributions weekly-run --weekly --csv > weekly.csv", "every component in every week, with intervals"],
  ],
  exits: exitLines(0, 3),
  run: async (folder, { weekly, ...options }, { terminal }) => {
    const { model, period, level, privacy } = await openForQuantities(folder, options, terminal);
    const { contributions } = await import("../../decisions/quantities/contributions.ts");
    const result = contributions(model, { period, level, weekly });
    const { out } = terminal;
    const { contributionCsv, contributionLines } = await import("../print/contributions.ts");
    const { printPrivacy, privacyField } = await import("../print/privacy.ts");
    if (options.json) {
      out.write(
        `${JSON.stringify({ run: folder, converged: model.converged, ...privacyField(privacy), ...result }, undefined, 2)}\n`,
      );
    } else if (options.csv) out.write(contributionCsv(result));
    else out.write(`${contributionLines(result, out.columns(), out.style).join("\n")}\n`);
    if (!options.json) printPrivacy(terminal, privacy, options.csv);
    return exitCodes.success;
  },
});
