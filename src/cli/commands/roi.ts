// carryover roi: what spend brings back.

import { exitCodes } from "../../problems/problem.ts";
import { optionsFor, periodSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { quantityOptions, quantityRequest } from "../options/index.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "roi",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints what the spend of every channel brought back, per unit of spend: of the whole table's spend, up to the table's last row, beside " +
    "it with the carry-over still to come; of a part's (--weeks, --from, --to), with that carry-over, beside it in the table alone. " +
    "Cost per conversion where the target is conversions. --marginal: what one more unit of spend would bring, each week of the period growing " +
    "in proportion, carry-over included. --pairs: how likely each channel is above each other.",
  options: {
    marginal: { kind: "flag", describe: "Also the return of one more unit of spend" },
    pairs: { kind: "flag", describe: "Also the probability that one channel's return is above another's" },
    ...optionsFor("roi", quantitySettings),
    ...optionsFor("roi", periodSettings),
    ...quantityOptions,
  },
  examples: [
    ["roi weekly-run", "returns with intervals, and the probability that spend pays"],
    ["roi weekly-run --marginal --break-even 2.5", "where one more unit pays at a margin of 40%"],
    ["roi weekly-run --from 2025-01-06 --to 2025-03-31 --json", "of one quarter's spend, for a script"],
  ],
  exits: exitLines(0, 3),
  run: async (run, { marginal, pairs, "break-even": breakEven, ...options }, { terminal }) => {
    const { period, level } = quantityRequest(options);
    const [{ returns, returnsDocument }, { warnings }, print, { printResult }] = await Promise.all([
      import("../../services/analyze/quantities.ts"),
      import("../progress/follow.ts"),
      import("../print/returns.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await returns({ run, period, level, breakEven }, warnings(terminal.err));
    const { result, privacy, draws } = answer;
    await printResult(terminal, options, {
      document: () => returnsDocument(answer),
      lines: (width, style) => print.returnLines(result, { marginal, pairs, draws }, width, style),
      csv: () => print.returnCsv(result),
      privacy,
    });
    return exitCodes.success;
  },
});
