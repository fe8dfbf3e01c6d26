// carryover contributions: what the target is made of.

import { exitCodes } from "../../problems/problem.ts";
import { businessSettings, geoSettings, optionsFor, periodSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { optionName, quantityOptions, quantityRequest } from "../options/index.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "contributions",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Decomposes the expected target of a run into intercept, trend, season, controls and channels, with their shares. " +
    "The components add up to the expected target in every draw. A control whose smallest value is 0 is compared with " +
    "its absence, any other control with its mean. A channel's contribution counts the weeks of the period; it includes" +
    " the carry-over of spend before the period. Of a panel, components are sums over the geos, each over the rows that it has; " +
    "--geo prints one geo, --by-geo every geo.",
  options: {
    weekly: { kind: "flag", describe: "By week (or day) instead of in total" },
    ...optionsFor("contributions", businessSettings),
    ...optionsFor("contributions", quantitySettings),
    ...optionsFor("contributions", periodSettings),
    ...optionsFor("contributions", geoSettings),
    ...quantityOptions,
  },
  examples: [
    ["contributions weekly-run", "totals and shares over the whole table"],
    ["contributions weekly-run --weeks 13", "the last 13 weeks"],
    ["contributions panel-run --by-geo", "every geo of a panel, and the total"],
    ["contributions weekly-run --weekly --csv > weekly.csv", "every component in every week, with intervals"],
  ],
  exits: exitLines(0, 3),
  run: async (run, { weekly, currency, ...options }, { terminal }) => {
    const { period, geo, byGeo, level } = quantityRequest(options);
    const [{ contributions, contributionsDocument }, { warnings }, print, { printResult }] = await Promise.all([
      import("../../services/analyze/quantities.ts"),
      import("../progress/follow.ts"),
      import("../print/contributions.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await contributions(
      { run, period, geo, byGeo, level, weekly, currency },
      { ...warnings(terminal.err), written: optionName },
    );
    const { result, privacy } = answer;
    await printResult(terminal, options, {
      document: () => contributionsDocument(answer),
      lines: (width, style) => print.contributionLines(result, answer.draws, width, style),
      csv: () => print.contributionCsv(result),
      privacy,
      currency: answer.currency,
    });
    return exitCodes.success;
  },
});
