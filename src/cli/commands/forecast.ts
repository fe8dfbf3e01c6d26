// carryover forecast: the whole target of rows after the table of a run.

import { noFutureFiles } from "../../problems/forecast-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { geoSettings, optionsFor, quantitySettings, readingSettings, valuesFrom } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines, optionName } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "forecast",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Forecasts the whole target of the weeks after the table of a run: base, trend, season, controls and media, with the " +
    "advertising that is carried in. The future table has the columns of the run's table except the target, and rows " +
    "that begin where it ends; of a panel one for each geo and date. Several files, or a column `scenario`, are " +
    "compared draw by draw. The expected interval is of the mean, the predicted one of what will be observed.",
  options: {
    future: {
      kind: "text",
      what: "a table, or several separated by commas",
      describe: "Tables with spend, controls and dates of the weeks to come: CSV, Parquet or Excel",
    },
    ...optionsFor("forecast", quantitySettings),
    ...optionsFor("forecast", geoSettings),
    ...optionsFor("forecast", readingSettings),
    chart: { kind: "text", what: "an SVG file", describe: "Also draw the forecast as a chart into this file" },
    json: { kind: "flag", describe: "Print one JSON document; numbers that are not finite are null" },
    csv: { kind: "flag", describe: "Print a table of comma-separated values, with every geo of a panel" },
  },
  examples: [
    ["forecast weekly-run --future next.csv", "the weeks in next.csv, with intervals"],
    ["forecast weekly-run --future plan.csv,cut.csv --chart forecast.svg", "two scenarios, and a chart"],
    ["forecast panel-run --future next.csv --by-geo", "every geo of a panel, and the total"],
  ],
  exits: exitLines(0, 3, 7),
  run: async (run, options, { terminal }) => {
    const { future, level, chart, json, csv } = options;
    exclusive({ json, csv });
    const { namesFrom } = await import("../options/lists.ts");
    const files = namesFrom(future ?? "");
    if (files.length === 0) throw new CarryoverError([noFutureFiles()], exitCodes.usage);
    const [{ forecast, forecastDocument }, { warnings }, print, { printResult }] = await Promise.all([
      import("../../services/analyze/forecast.ts"),
      import("../progress/follow.ts"),
      import("../print/forecast.ts"),
      import("../print/result.ts"),
    ]);
    const reading = valuesFrom("forecast", options, readingSettings);
    const answer = await forecast(
      { run, future: files, level, reading, chart },
      { ...warnings(terminal.err), written: optionName },
    );
    const { forecast: result, privacy, currency } = answer;
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => forecastDocument(answer),
        lines: (width, style) => [
          ...print.forecastLines(result, options["by-geo"], width, style),
          ...(answer.chart === undefined ? [] : ["", `Chart: ${answer.chart}`]),
        ],
        csv: () => print.forecastCsv(result),
        privacy,
        currency,
      },
    );
    return exitCodes.success;
  },
});
