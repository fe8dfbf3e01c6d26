// carryover curves: carry-over, saturation and response curves.

import { exitCodes } from "../../problems/problem.ts";
import { optionsFor, periodSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines, optionName, quantityOptions, quantityRequest } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "curves",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints how long each channel's advertising lasts, how saturated the channel is, and its response curves: --steady is what " +
    "constant weekly spend brings per week in the long run, --flighting what the spend of the period would have brought in all at other sizes, " +
    "its weeks scaled alike. Both are printed unless one is asked for; --json and --csv have all 41 points of each curve.",
  options: {
    channel: { kind: "text", what: "a channel", describe: "This channel alone, with every point of its curves" },
    steady: { kind: "flag", describe: "The curve of constant spend alone" },
    flighting: { kind: "flag", describe: "The curve of the spend as it was, scaled, alone" },
    ...optionsFor("curves", quantitySettings),
    ...optionsFor("curves", periodSettings),
    ...quantityOptions,
  },
  examples: [
    ["curves weekly-run", "carry-over, saturation and a few points of every curve"],
    ["curves weekly-run --channel TV --steady", "all of one curve"],
    ["curves weekly-run --csv > curves.csv", "every point of every curve"],
  ],
  exits: exitLines(0, 3),
  run: async (run, { channel, steady, flighting, ...options }, { terminal }) => {
    exclusive({ steady, flighting });
    const { period, level } = quantityRequest(options);
    const [{ curves, curvesDocument }, { warnings }, print, { printResult }] = await Promise.all([
      import("../../services/analyze/quantities.ts"),
      import("../progress/follow.ts"),
      import("../print/curves.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await curves({ run, period, level, channel }, { ...warnings(terminal.err), written: optionName });
    const { result, privacy, draws } = answer;
    const shown = { steady: !flighting, flighting: !steady, everyPoint: channel !== undefined, draws };
    await printResult(terminal, options, {
      document: () => curvesDocument(answer),
      lines: (width, style) => print.curveLines(result, shown, width, style),
      csv: () => print.curveCsv(result, shown),
      privacy,
    });
    return exitCodes.success;
  },
});
