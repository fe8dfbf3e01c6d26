// carryover curves: carry-over, saturation and response curves.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { unknownChannel } from "../../problems/plan-problems.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import { optionsFor, periodSettings, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { openForQuantities, quantityOptions } from "../options/index.ts";
import { exitLines } from "../options/index.ts";

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
  run: async (folder, { channel, steady, flighting, ...options }, { terminal }) => {
    if (steady && flighting) {
      throw new CarryoverError([exclusiveOptions(["--steady", "--flighting"])], exitCodes.usage);
    }
    const { model, period, level, privacy } = await openForQuantities(folder, options, terminal);
    const names = model.spec.channels.map(({ name }) => name);
    if (channel !== undefined && !names.includes(channel)) {
      throw new CarryoverError([unknownChannel("--channel", channel, names)], exitCodes.usage);
    }
    const [{ responseCurves }, { carryOver }, { curveCsv, curveLines, onlyChannel }] = await Promise.all([
      import("../../decisions/quantities/curves.ts"),
      import("../../decisions/quantities/carry-over.ts"),
      import("../print/curves.ts"),
    ]);
    const result = onlyChannel(
      { curves: responseCurves(model, { period, level }), carryOver: carryOver(model, { level }) },
      channel,
    );
    const { out } = terminal;
    const shown = {
      steady: !flighting,
      flighting: !steady,
      everyPoint: channel !== undefined,
      draws: model.posterior.count,
    };
    const { printPrivacy, privacyField } = await import("../print/privacy.ts");
    if (options.json) {
      out.write(
        `${JSON.stringify({ run: folder, converged: model.converged, ...privacyField(privacy), ...result }, undefined, 2)}\n`,
      );
    } else if (options.csv) out.write(curveCsv(result, shown));
    else out.write(`${curveLines(result, shown, out.columns(), out.style).join("\n")}\n`);
    if (!options.json) printPrivacy(terminal, privacy, options.csv);
    return exitCodes.success;
  },
});
