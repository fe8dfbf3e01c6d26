// carryover scenarios: named plans compared with the current one and with each other.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import { optionsFor, planSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "scenarios",
  positional: {
    name: "RUN",
    what: "a run folder",
    more: { name: "PLANS.yaml", what: "a file of plans", fewest: 1, most: 1 },
  },
  describe:
    "Compares the plans of a file with the current plan and with each other, draw by draw: revenue, ROI, difference with its interval, and " +
    "the probability that it is positive. Controls to come (promotions), season and trend are the same under every plan and drop out of the " +
    "differences. The file, YAML or JSON, has a map `plans`: for each plan, by channel, a total over the horizon, a list with the spend of every " +
    "period, or a change such as +20%; channels not named stay as they are. Beside it: horizon, flighting, current, margin, draws, level.",
  options: {
    ...optionsFor("scenarios", planSettings),
    ...optionsFor("scenarios", quantitySettings),
    json: { kind: "flag", describe: "Print everything as JSON" },
    csv: { kind: "flag", describe: "Print the comparisons as a table" },
  },
  examples: [
    ["scenarios weekly-run plans.yaml", "tables for people"],
    ["scenarios weekly-run plans.yaml --csv > scenarios.csv", "for a spreadsheet"],
  ],
  exits: exitLines(0, 3),
  run: async (folder, { draws, level, json, csv }, { terminal, more: [plans] }) => {
    if (json && csv) throw new CarryoverError([exclusiveOptions(["--json", "--csv"])], exitCodes.usage);
    const [{ openRun }, { compareScenarios, scenarioSettings }, { readPlanFile }] = await Promise.all([
      import("../../store/run/open-run.ts"),
      import("../../decisions/plans/scenarios.ts"),
      import("../../decisions/plans/plan-file.ts"),
    ]);
    const { run, model } = await openRun(folder);
    const file = await readPlanFile(plans, "scenarios");
    const { out, err } = terminal;
    if (!model.converged) err.write(`${err.style.red("NOT CONVERGED:")} see carryover diagnose ${folder}\n`);
    const result = compareScenarios(model, scenarioSettings(model, file, { draws, level }));
    const print = await import("../print/scenarios.ts");
    const { printPrivacy, privacyField } = await import("../print/privacy.ts");
    const { privacy } = run.record;
    if (json) out.write(`${JSON.stringify({ ...result, ...privacyField(privacy) }, undefined, 2)}\n`);
    else if (csv) out.write(print.scenariosCsv(result));
    else out.write(`${print.scenariosLines(result, out.columns(), out.style).join("\n")}\n`);
    if (!json) printPrivacy(terminal, privacy, csv);
    return exitCodes.success;
  },
});
