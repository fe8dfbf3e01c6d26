// carryover optimize: the best budget by a figure of the posterior, and how sure its gain is.

import { exitCodes } from "../../problems/problem.ts";
import {
  budgetSettings,
  businessSettings,
  geoSettings,
  optionsFor,
  panelPlanSettings,
  planSettings,
  quantitySettings,
} from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "optimize",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Recommends spend for the weeks (or days) after the table. Maximizes expected profit with a free total where a " +
    "margin is known, otherwise expected revenue at the current total, or another objective, with " +
    "carry-over into and out of the horizon. Prints the gain over the current plan with its credible interval and the " +
    "probability that it is positive. Current spend is the mean of the last 52 weeks (364 days), or of the whole table " +
    "if it is shorter. No spend is assumed after the horizon; carry-over is counted until 99% of it has occurred, for " +
    "at most 52 weeks (182 days). Amounts are totals over the horizon in the units of the table. Channels without " +
    "bounds may change by up to 50% of current spend, scaled to the budget; by up to 100% if the total is free (targets, " +
    "and profit without a budget). They stay within the spend per period that the table shows, where the budget allows " +
    "it. Of a panel each channel has one budget, which goes to the geos as it has gone until now; --by-geo plans every channel in every " +
    "geo, --geo one geo alone. If no plan satisfies the constraints, they are named and the exit code is " +
    "5.",
  options: {
    plan: {
      kind: "text",
      what: "a YAML, JSON or CSV file",
      describe:
        "Plan file with any of the settings below, current spend or weights by period, and constraints on periods, groups and returns; CSV: current spend, a column for each channel and a row for each period, or a calendar",
    },
    ...optionsFor("optimize", businessSettings),
    ...optionsFor("optimize", planSettings),
    ...optionsFor("optimize", panelPlanSettings),
    ...optionsFor("optimize", geoSettings),
    ...optionsFor("optimize", budgetSettings),
    ...optionsFor("optimize", quantitySettings),
    bounds: {
      kind: "text",
      what: "bounds by channel",
      describe:
        'Bounds of spend, absolute or relative to current spend: "TV=-20%..+30%,Radio=1000..5000"; either end may be omitted',
    },
    fixed: { kind: "text", what: "names of channels", describe: 'Channels that keep their current spend: "TV,Radio"' },
    minimum: { kind: "text", what: "amounts by channel", describe: 'Smallest spend: "TV=1000"' },
    calendar: {
      kind: "text",
      what: "a CSV file",
      describe:
        "Write the plan as a calendar too: a row for each period, geo and channel with its spend; --plan reads it back",
    },
    json: { kind: "flag", describe: "Print one JSON document" },
    csv: { kind: "flag", describe: "Print a CSV table with a row for each channel" },
  },
  examples: [
    ["optimize weekly-run", "the best split of the same total"],
    ["optimize weekly-run --budget-change=+10% --fixed TV", "10% more in total, TV unchanged"],
    ['optimize weekly-run --bounds "TV=-20%..+30%,Radio=1000..5000"', "within bounds"],
    ["optimize weekly-run --margin 0.4", "the most profitable total"],
    ['optimize panel-run --by-geo --bounds "TV in North=0..50000"', "every channel in every geo of a panel"],
    ["optimize panel-run --by-geo --by-week --calendar calendar.csv", "spend of every week, geo and channel"],
    ["optimize weekly-run --target-roi 2", "the largest revenue with an ROI of at least 2"],
    ["optimize weekly-run --objective cvar --probability 0.1", "best mean of the worst 10% of draws"],
  ],
  exits: exitLines(0, 3, 5),
  run: async (run, options, { terminal }) => {
    const { plan, currency, geo, calendar, json, csv } = options;
    exclusive({ json, csv });
    exclusive({ geo, "by-geo": options["by-geo"] });
    const { planOptions } = await import("../options/plan.ts");
    const request = {
      run,
      currency,
      geo,
      file: plan,
      settings: (known: readonly string[]) => planOptions(options, known),
    };
    const [{ optimize, optimizeDocument }, { warnings }, print, { printResult }] = await Promise.all([
      import("../../services/plan/plan.ts"),
      import("../progress/follow.ts"),
      import("../print/optimization.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await optimize(request, warnings(terminal.err));
    if (calendar !== undefined) {
      const [{ writable }, { replaceFile }] = await Promise.all([
        import("../../services/files/index.ts"),
        import("../../files/index.ts"),
      ]);
      await writable(calendar, () => replaceFile(calendar, print.calendarCsv(answer.optimization)));
    }
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => optimizeDocument(answer),
        lines: (width, style) => print.optimizationLines(answer.optimization, width, style),
        csv: () => print.optimizationCsv(answer.optimization),
        privacy: answer.privacy,
        currency: answer.currency,
      },
    );
    return exitCodes.success;
  },
});
