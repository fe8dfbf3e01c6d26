// carryover curves: carry-over, saturation and response curves.

import { exitCodes } from "../../problems/problem.ts";
import { businessSettings, geoSettings, optionsFor, periodSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines, optionName, quantityOptions, quantityRequest } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "curves",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints each channel's carry-over, saturation and response curves. --steady: the long-run contribution per week of " +
    "constant weekly spend. --flighting: the total contribution if the spend of every week of the period were " +
    "multiplied by the same factor. Both are printed unless one is selected. --json and --csv have all 41 points of " +
    "each curve. Curves of a panel are of all geos, whose spend is scaled together; --geo prints those of one geo, " +
    "and --by-geo where every geo stands on its own curves (with --json and --csv also the curves).",
  options: {
    channel: { kind: "text", what: "a channel", describe: "Only this channel, with every point of its curves" },
    steady: { kind: "flag", describe: "Only the curve of constant spend" },
    flighting: { kind: "flag", describe: "Only the curve of the observed spend times a factor" },
    ...optionsFor("curves", businessSettings),
    ...optionsFor("curves", quantitySettings),
    ...optionsFor("curves", periodSettings),
    ...optionsFor("curves", geoSettings),
    ...quantityOptions,
  },
  examples: [
    ["curves weekly-run", "carry-over, saturation and some points of every curve"],
    ["curves weekly-run --channel TV --steady", "all points of one curve"],
    ["curves weekly-run --csv > curves.csv", "every point of every curve"],
  ],
  exits: exitLines(0, 3),
  run: async (run, { channel, steady, flighting, currency, ...options }, { terminal }) => {
    exclusive({ steady, flighting });
    const { period, geo, byGeo, level } = quantityRequest(options);
    const [{ curves, curvesDocument }, { warnings }, print, { printResult }] = await Promise.all([
      import("../../services/analyze/quantities.ts"),
      import("../progress/follow.ts"),
      import("../print/curves.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await curves(
      { run, period, geo, byGeo, level, channel, currency },
      { ...warnings(terminal.err), written: optionName },
    );
    const { result, privacy, draws } = answer;
    const shown = { steady: !flighting, flighting: !steady, everyPoint: channel !== undefined, draws };
    await printResult(terminal, options, {
      document: () => curvesDocument(answer),
      lines: (width, style) => print.curveLines(result, shown, width, style),
      csv: () => print.curveCsv(result, shown),
      privacy,
      currency: answer.currency,
    });
    return exitCodes.success;
  },
});
