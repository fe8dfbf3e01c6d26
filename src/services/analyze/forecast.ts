// What a run expects of rows to come: a forecast for each scenario, as figures and as a chart.

import { type Document, documentOf } from "../../documents/index.ts";
import type { Forecast } from "../../decisions/predictions/index.ts";
import { type ReadingValues, readingSettings } from "../../settings/index.ts";
import {
  checkRequest,
  headOf,
  openForAnswer,
  ownRules,
  type RunFacts,
  type RunHead,
  type RunOpened,
  type ServiceCall,
  texts,
} from "../call/index.ts";

export interface ForecastRequest {
  /** A run folder. */
  readonly run: string;
  /** Tables with the rows after that of the run: its columns without the target. Each is a scenario, or several by a column `scenario`. */
  readonly future: readonly string[];
  /** Probability of the intervals; default 0.9. */
  readonly level?: number | undefined;
  /** How the tables are read, where their cells do not tell. */
  readonly reading?: ReadingValues | undefined;
  /** SVG file to write with the forecast as a chart; none by default. */
  readonly chart?: string | undefined;
}

export interface ForecastAnswer extends RunFacts {
  readonly forecast: Forecast;
  /** Absolute path of the chart; absent where none was asked for. */
  readonly chart?: string;
}

/**
 * Forecasts the whole target of rows after the table of a run.
 * @throws CarryoverError for a run or a table that cannot be read, tables whose rows do not follow the run's, and a chart that cannot be written
 */
export async function forecast(request: ForecastRequest, call: ServiceCall<RunOpened> = {}): Promise<ForecastAnswer> {
  const own = { future: texts("a list of tables"), reading: ownRules.anything, chart: ownRules.chartFile };
  await checkRequest("forecast", request, ["run", "level"], own, ["run", "future"]);
  const { run, future, level, reading = {}, chart } = request;
  const { model, facts } = await openForAnswer({ run }, call.onProgress, call.written);
  const [{ forecast: of, futureScenarios }, { readTable }] = await Promise.all([
    import("../../decisions/predictions/index.ts"),
    import("../../data/reading/index.ts"),
  ]);
  const tables = await Promise.all(
    future.map(async (file) => ({ name: nameOf(file), table: await readTable(file, reading) })),
  );
  const { date_format = readingSettings.date_format.default } = reading;
  const result = of(model, futureScenarios(model, tables, date_format), { level });
  const answer = { ...facts, forecast: result };
  return chart === undefined ? answer : { ...answer, chart: await writeChart(result, facts, chart) };
}

/** The name of a file without its folder and its ending. */
function nameOf(file: string): string {
  const name = file.split(/[/\\]/).at(-1) ?? file;
  return name.replace(/\.[^.]+$/, "");
}

async function writeChart(result: Forecast, { currency }: RunFacts, chart: string): Promise<string> {
  const [{ resolve, dirname }, { forecastOverTime }, { drawSvg, standaloneSvg }, { replaceTogether }] =
    await Promise.all([
      import("node:path"),
      import("../../charts/fit/index.ts"),
      import("../../charts/server/index.ts"),
      import("../files/index.ts"),
    ]);
  const data = {
    history: { weeks: result.history.dates, observed: result.history.observed },
    weeks: result.dates,
    scenarios: result.scenarios.map(({ name, weekly }) => ({
      name,
      expected: weekly.expected,
      predicted: weekly.predicted,
    })),
    level: result.level,
    unit: result.unit,
  };
  const options = {
    targetName: result.target,
    ...(currency === undefined || result.kind !== "revenue" ? {} : { targetUnit: currency }),
  };
  const path = resolve(chart);
  const content = await standaloneSvg(drawSvg(forecastOverTime, data, options));
  await replaceTogether(dirname(path), [{ path, content }]);
  return path;
}

/** The answer as a document. */
export function forecastDocument({
  forecast: result,
  chart,
  ...facts
}: ForecastAnswer): Document<"carryover/forecast/1", RunHead & Forecast & Pick<ForecastAnswer, "chart">> {
  return documentOf("carryover/forecast/1", {
    ...headOf(facts),
    ...result,
    ...(chart === undefined ? {} : { chart }),
  });
}
