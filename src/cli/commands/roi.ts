// carryover roi: what spend brings back.

import { exitCodes } from "../../problems/problem.ts";
import { businessSettings, geoSettings, optionsFor, periodSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { optionName, quantityOptions, quantityRequest } from "../options/index.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "roi",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints the return on investment (ROI) of every channel: its contribution divided by its spend. For the whole " +
    "table, the headline is ROI, which counts the contribution up to the last row; the table also shows ROI with " +
    "carry-over, which adds what comes after it. For part of a table (--weeks, --from, --to), the headline is ROI with carry-over. For " +
    "conversions, the cost per conversion is shown too. --marginal adds the return of one more unit of spend, spread " +
    "over the weeks in proportion, with all carry-over. --pairs adds the probability that each channel's ROI is above " +
    "each other's. Of a panel, figures are of all geos together: the sum of contributions over the sum of spend, draw by draw. " +
    "--geo prints one geo; --by-geo adds every geo and the probability that its ROI is the highest.",
  options: {
    marginal: { kind: "flag", describe: "Also the return of one more unit of spend" },
    pairs: { kind: "flag", describe: "Also the probability that one channel's ROI is above another's" },
    ...optionsFor("roi", businessSettings),
    ...optionsFor("roi", quantitySettings),
    ...optionsFor("roi", periodSettings),
    ...optionsFor("roi", geoSettings),
    ...quantityOptions,
  },
  examples: [
    ["roi weekly-run", "ROI with intervals, and the probability that spend pays"],
    ["roi weekly-run --marginal --margin 0.4", "whether one more unit pays with a margin of 40%"],
    [
      "roi panel-run --by-geo",
      "every channel in every geo of a panel, and which geo has the highest ROI, by probability",
    ],
    ["roi weekly-run --from 2025-01-06 --to 2025-03-31 --json", "one quarter, for a script"],
  ],
  exits: exitLines(0, 3),
  run: async (run, { marginal, pairs, "break-even": breakEven, margin, currency, ...options }, { terminal }) => {
    const { period, geo, byGeo, level } = quantityRequest(options);
    const [{ returns, returnsDocument }, { warnings }, print, { printResult }] = await Promise.all([
      import("../../services/analyze/quantities.ts"),
      import("../progress/follow.ts"),
      import("../print/returns.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await returns(
      { run, period, geo, byGeo, level, breakEven, margin, currency },
      { ...warnings(terminal.err), written: optionName },
    );
    const { result, privacy, draws } = answer;
    await printResult(terminal, options, {
      document: () => returnsDocument(answer),
      lines: (width, style) => print.returnLines(result, { marginal, pairs, draws }, width, style),
      csv: () => print.returnCsv(result),
      privacy,
      currency: answer.currency,
    });
    return exitCodes.success;
  },
});
