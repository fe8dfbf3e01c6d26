// carryover scenarios: named plans compared with the current one and with each other.

import { exitCodes } from "../../problems/problem.ts";
import { businessSettings, geoSettings, optionsFor, planSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines, optionName } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "scenarios",
  positional: {
    name: "RUN",
    what: "a run folder",
    more: { name: "PLANS.yaml", what: "a file of plans", fewest: 1, most: 1 },
  },
  describe:
    "Compares the plans of a file with the current plan and with each other, draw by draw: revenue, ROI, the difference" +
    " with its credible interval, and the probability that it is positive. Future controls, season and trend are the " +
    "same under every plan and cancel in the differences. The file (YAML or JSON) has a map `plans`. Each plan gives, " +
    "by channel, a total over the horizon, a list with the spend of every period, or a change such as +20%; other " +
    "channels keep their current spend. Optional keys: horizon, flighting, current, margin, draws, level, by_geo. With `by_geo: true`, plans of a panel give spend of a channel in a geo (`TV in North`), or of a channel in all its geos (`TV`).",
  options: {
    ...optionsFor("scenarios", businessSettings),
    ...optionsFor("scenarios", planSettings),
    ...optionsFor("scenarios", quantitySettings),
    ...optionsFor("scenarios", geoSettings),
    json: { kind: "flag", describe: "Print one JSON document" },
    csv: { kind: "flag", describe: "Print the comparisons as a CSV table" },
  },
  examples: [
    ["scenarios weekly-run plans.yaml", "tables for people"],
    ["scenarios weekly-run plans.yaml --csv > scenarios.csv", "for a spreadsheet"],
  ],
  exits: exitLines(0, 3),
  run: async (run, { draws, level, margin, currency, geo, json, csv }, { terminal, more: [plans] }) => {
    exclusive({ json, csv });
    const [{ scenarios, scenariosDocument }, { warnings }, print, { printResult }] = await Promise.all([
      import("../../services/plan/plan.ts"),
      import("../progress/follow.ts"),
      import("../print/scenarios.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await scenarios(
      { run, plans, draws, level, margin, currency, geo },
      { ...warnings(terminal.err), written: optionName },
    );
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => scenariosDocument(answer),
        lines: (width, style) => print.scenariosLines(answer.scenarios, width, style),
        csv: () => print.scenariosCsv(answer.scenarios),
        privacy: answer.privacy,
        currency: answer.currency,
      },
    );
    return exitCodes.success;
  },
});
