// carryover recommend: what a run says about each channel, in plain words.

import { exitCodes } from "../../problems/problem.ts";
import { businessSettings, geoSettings, optionsFor, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines, optionName } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "recommend",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Summarizes channel efficiency and gives advice. Prints each channel's ROI, the return of one more unit of spend, " +
    "and what to do with it at this budget: spend more, hold, spend less or run a test. Then the best split of the " +
    "budget, which size of it is most profitable (requires a margin), and the reservations of the review. Every figure " +
    "has a credible interval. Of a panel it is about all geos together; --geo is about one.",
  options: {
    ...optionsFor("recommend", businessSettings),
    ...optionsFor("recommend", quantitySettings),
    ...optionsFor("recommend", geoSettings),
    json: { kind: "flag", describe: "Print one JSON document" },
    csv: { kind: "flag", describe: "Print the channels as a CSV table" },
  },
  examples: [
    ["recommend weekly-run", "advice for the next plan"],
    ["recommend weekly-run --margin 0.4", "with a margin of 40%: what pays, and the most profitable budget"],
    ["recommend weekly-run --json | jq '.channels[] | {name, action}'", "for a script"],
  ],
  exits: exitLines(0, 3),
  run: async (run, { "break-even": breakEven, margin, currency, level, geo, json, csv }, { terminal }) => {
    exclusive({ json, csv });
    const [{ recommend, recommendDocument }, { warnings }, { adviceCsv, adviceLines }, { printResult }] =
      await Promise.all([
        import("../../services/analyze/recommend.ts"),
        import("../progress/follow.ts"),
        import("../print/advice.ts"),
        import("../print/result.ts"),
      ]);
    const answer = await recommend(
      { run, breakEven, level, margin, currency, geo },
      { ...warnings(terminal.err), written: optionName },
    );
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => recommendDocument(answer),
        lines: (width, style) => adviceLines(answer.advice, width, style),
        csv: () => adviceCsv(answer.advice),
        privacy: answer.privacy,
        currency: answer.currency,
      },
    );
    return exitCodes.success;
  },
});
