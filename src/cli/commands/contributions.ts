// carryover contributions: what the target is made of.

import { exitCodes } from "../../problems/problem.ts";
import {
  againstSettings,
  businessSettings,
  geoSettings,
  optionsFor,
  periodSettings,
  quantitySettings,
} from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, optionName, quantityOptions, quantityRequest } from "../options/index.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "contributions",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Decomposes the expected target of a run into intercept, trend, season, controls and channels, with their shares. " +
    "The components add up to the expected target in every draw. A control whose smallest value is 0 is compared with " +
    "its absence, any other control with its mean. A channel's contribution counts the weeks of the period; it includes" +
    " the carry-over of spend before the period. Of a panel, components are sums over the geos, each over the rows that it has; " +
    "--geo prints one geo, --by-geo every geo. --cohorts tells what the spend of each week brought in that week and in each later one, " +
    "after the table too, and how long it takes to come. It also tells what would be lacking without each channel, and without all media. --against tells why the target of the period differs from that of an earlier one, and --plan why from that of a plan: " +
    "spend, price, effectiveness, base, season and controls, which add up to the change in every draw.",
  options: {
    weekly: { kind: "flag", describe: "By week (or day) instead of in total" },
    cohorts: {
      kind: "flag",
      describe: "What the spend of each week (or day) brought, then and later, channel by channel",
    },
    ...optionsFor("contributions", againstSettings),
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
    ["contributions weekly-run --cohorts --weeks 13", "what the spend of the last 13 weeks brought, and when"],
    [
      "contributions weekly-run --weeks 13 --against year_before",
      "why the last 13 weeks differ from those a year before",
    ],
  ],
  exits: exitLines(0, 3),
  run: async (run, { weekly, cohorts: byCohort, against, plan, currency, ...options }, { terminal }) => {
    const { period, geo, byGeo, level } = quantityRequest(options);
    exclusive({ cohorts: byCohort, against, plan, weekly });
    exclusive({ cohorts: byCohort, against, plan, "by-geo": byGeo });
    const [services, { warnings }, { printResult }] = await Promise.all([
      import("../../services/analyze/quantities.ts"),
      import("../progress/follow.ts"),
      import("../print/result.ts"),
    ]);
    const call = { ...warnings(terminal.err), written: optionName };
    if (byCohort) {
      const print = await import("../print/cohorts.ts");
      const answer = await services.cohorts({ run, period, geo, level, currency }, call);
      await printResult(terminal, options, {
        document: () => services.cohortsDocument(answer),
        lines: (width, style) => print.cohortLines(answer.result, width, style),
        csv: () => print.cohortCsv(answer.result),
        privacy: answer.privacy,
        currency: answer.currency,
      });
      return exitCodes.success;
    }
    if (against !== undefined || plan !== undefined) {
      const print = await import("../print/bridge.ts");
      const answer = await services.bridge({ run, period, geo, level, currency, against, plan }, call);
      await printResult(terminal, options, {
        document: () => services.bridgeDocument(answer),
        lines: (width, style) => print.bridgeLines(answer.result, width, style),
        csv: () => print.bridgeCsv(answer.result),
        privacy: answer.privacy,
        currency: answer.currency,
      });
      return exitCodes.success;
    }
    const print = await import("../print/contributions.ts");
    const answer = await services.contributions({ run, period, geo, byGeo, level, weekly, currency }, call);
    const { result, privacy } = answer;
    await printResult(terminal, options, {
      document: () => services.contributionsDocument(answer),
      lines: (width, style) => print.contributionLines(result, answer.draws, width, style),
      csv: () => print.contributionCsv(result),
      privacy,
      currency: answer.currency,
    });
    return exitCodes.success;
  },
});
