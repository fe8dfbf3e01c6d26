// carryover optimize: the best budget by a figure of the posterior, and how sure its gain is.

import { exitCodes } from "../../problems/problem.ts";
import { budgetSettings, optionsFor, planSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "optimize",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Recommends spend for the periods after the table, with carry-over into and out of them, so that a figure of the posterior is " +
    "largest: expected revenue unless another is asked for. The gain over the current plan comes with its interval and the probability that " +
    "it is positive. Current spend is the mean of the last 52 weeks (364 days), or of the table where it is shorter. Nothing is spent after the " +
    "horizon; carry-over is followed until 99% of it is out, for at most 52 weeks (182 days). Amounts are totals over the horizon in " +
    "the table's own units. Channels without bounds may change by 50% of current spend, scaled to the budget, either way; by 100% where " +
    "the total is free (targets, and profit without a budget). Constraints that no plan meets are named, and the exit code is 5.",
  options: {
    plan: {
      kind: "text",
      what: "a YAML, JSON or CSV file",
      describe:
        "Plan file with any of the settings below, and current spend or weights by period; CSV: current spend, a column for each channel, a row for each period",
    },
    ...optionsFor("optimize", planSettings),
    ...optionsFor("optimize", budgetSettings),
    ...optionsFor("optimize", quantitySettings),
    bounds: {
      kind: "text",
      what: "bounds by channel",
      describe: 'Absolute or relative to current spend: "TV=-20%..+30%,Radio=1000..5000"; an end can be left out',
    },
    fixed: { kind: "text", what: "names of channels", describe: 'Channels that keep their current spend: "TV,Radio"' },
    minimum: { kind: "text", what: "amounts by channel", describe: 'Least spend: "TV=1000"' },
    json: { kind: "flag", describe: "Print everything as JSON" },
    csv: { kind: "flag", describe: "Print a table with a row for each channel" },
  },
  examples: [
    ["optimize weekly-run", "the same total, better spread"],
    ["optimize weekly-run --budget-change=+10% --fixed TV", "10% more, TV as it is"],
    ['optimize weekly-run --bounds "TV=-20%..+30%,Radio=1000..5000"', "within bounds"],
    ["optimize weekly-run --objective profit --margin 0.4", "the total too"],
    ["optimize weekly-run --target-roi 2", "as much as pays back twice"],
    ["optimize weekly-run --objective cvar --probability 0.1", "for the worst tenth of what the data allow"],
  ],
  exits: exitLines(0, 3, 5),
  run: async (run, options, { terminal }) => {
    const { plan, json, csv } = options;
    exclusive({ json, csv });
    const { planOptions } = await import("../options/plan.ts");
    const request = { run, file: plan, settings: planOptions(options) };
    const [{ optimize, optimizeDocument }, { warnings }, print, { printResult }] = await Promise.all([
      import("../../services/plan/plan.ts"),
      import("../progress/follow.ts"),
      import("../print/optimization.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await optimize(request, warnings(terminal.err));
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => optimizeDocument(answer),
        lines: (width, style) => print.optimizationLines(answer.optimization, width, style),
        csv: () => print.optimizationCsv(answer.optimization),
        privacy: answer.privacy,
      },
    );
    return exitCodes.success;
  },
});
