// carryover experiment: which lift test to run next.

import { exitCodes } from "../../problems/problem.ts";
import {
  businessSettings,
  optionsFor,
  planSettings,
  quantitySettings,
  testChoiceSettings,
  testDesignSettings,
  typedNames,
  valuesFrom,
} from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines, optionName } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "experiment",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Ranks lift tests that could be run next. A design turns a channel off, halves or doubles its spend, or changes it " +
    "by a percentage, for some weeks after the table, in all geos or in some. From the posterior draws it computes what the test would " +
    "read, with carry-over; the smallest effect that it would find, from windows of the table in which nothing was tested; its power; " +
    "its cost; by how much it would narrow the ROI of each channel; and what its result is worth for the next " +
    "plan. No model is fitted again. By default the designs are every channel off, at half and at double spend, of a panel also in half of its geos.",
  options: {
    designs: {
      kind: "text",
      what: "a YAML or JSON file",
      describe:
        "File of designs: a list `designs` with channels and change, and optionally name, geos, weeks, start, cooldown and se",
    },
    channels: {
      kind: "text",
      what: "names of channels",
      describe: 'Channels to test, each by itself: "TV,Radio"; default all that spend',
    },
    changes: {
      kind: "text",
      what: "changes of spend",
      describe: 'Changes of spend: off, half, double, or percentages: "off,+30%"; default off, half and double',
    },
    geos: {
      kind: "text",
      what: "names of geos",
      describe: 'Geos of a panel to test in: "North,South"; default all together, and half of them',
    },
    ...optionsFor("experiment", testDesignSettings),
    ...optionsFor("experiment", testChoiceSettings),
    ...optionsFor("experiment", planSettings),
    ...optionsFor("experiment", businessSettings),
    ...optionsFor("experiment", quantitySettings),
    template: {
      kind: "text",
      what: "a file to write",
      describe:
        "Write the best tests as `experiments:` of a model file, with places for the lift and its standard error",
    },
    chart: { kind: "text", what: "an SVG file to write", describe: "Write the designs as a chart" },
    json: { kind: "flag", describe: "Print one JSON document" },
    csv: { kind: "flag", describe: "Print a CSV table with a row for each design" },
  },
  examples: [
    ["experiment weekly-run", "which test of the usual ones is worth most"],
    ["experiment weekly-run --channels TV --changes off,+50% --weeks 6", "tests of one channel"],
    ["experiment weekly-run --tests 2 --rank information", "two tests that tell most together"],
  ],
  exits: exitLines(0, 3),
  run: async (run, options, { terminal }) => {
    const { designs, channels, changes, geos, template, chart, margin, currency, level, draws, horizon, json, csv } =
      options;
    exclusive({ json, csv });
    exclusive({ designs, channels });
    exclusive({ designs, changes });
    const [{ experiment, experimentDocument }, { warnings }, { experimentCsv, experimentLines }, { printResult }] =
      await Promise.all([
        import("../../services/experiment/experiment.ts"),
        import("../progress/follow.ts"),
        import("../print/experiment.ts"),
        import("../print/result.ts"),
      ]);
    const named = (text: string | undefined) =>
      text === undefined ? undefined : (known: readonly string[]) => typedNames(text, known);
    const answer = await experiment(
      {
        run,
        margin,
        currency,
        level,
        draws,
        horizon,
        designs,
        channels: named(channels),
        changes: changes === undefined ? undefined : changes.split(",").map((change) => change.trim()),
        geos: named(geos),
        ...valuesFrom("experiment", options, { ...testDesignSettings, ...testChoiceSettings }),
        template,
        chart,
      },
      { ...warnings(terminal.err), written: optionName },
    );
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => experimentDocument(answer),
        lines: (width, style) => experimentLines(answer.next, width, style),
        csv: () => experimentCsv(answer.next),
        privacy: answer.privacy,
        currency: answer.currency,
      },
    );
    return exitCodes.success;
  },
});
