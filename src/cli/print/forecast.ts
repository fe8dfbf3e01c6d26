// What carryover forecast prints: the total of every scenario, the rows to come, and the geos of a panel.

import { intervalAt } from "../../decisions/draws/index.ts";
import type { Forecast, ForecastPart, ScenarioForecast } from "../../decisions/predictions/index.ts";
import { type CsvCell, csvText } from "../../files/index.ts";
import {
  count,
  type Estimated,
  estimated,
  fixed,
  level as levelText,
  missing,
  money,
  probability,
} from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { allGeos, atMost, leftColumn, noted, rightColumn } from "./intervals.ts";
import { signedAmounts } from "./plan-figures.ts";
import { tableLines, wrapText } from "./table.ts";

/** Lines for people. @param byGeo whether the geos of a panel are printed too */
export function forecastLines(result: Forecast, byGeo: boolean, width: number, style: Style): readonly string[] {
  const { scenarios, target, from, to, rows, unit, level, draws, assumptions, differences } = result;
  const [first] = scenarios;
  const several = scenarios.length > 1;
  const geos = byGeo ? scenarios.filter(({ geos: own }) => own !== undefined) : [];
  const lines = [
    style.bold(`Forecast of ${target}`),
    ...wrapText(
      `${first.geos === undefined ? "" : `${count(first.geos.length, "geo")} together, `}${from} to ${to}, ${count(rows, unit)}; ` +
        `means with ${levelText(level)} intervals from ${count(draws, "posterior draw")}`,
      width,
    ),
    "",
    ...totalLines(
      several ? "scenario" : "",
      scenarios.map((each) => ({ name: several ? each.name : "total", part: each })),
      width,
      style,
    ),
    ...(differences.length === 0
      ? []
      : [
          "",
          style.bold(`Differences in expected ${target}`),
          ...tableLines(
            [
              leftColumn(
                "scenario",
                differences.map(({ scenario }) => scenario),
              ),
              leftColumn(
                "over",
                differences.map(({ over }) => over),
              ),
              rightColumn(
                target,
                0,
                differences.map(({ expected }) => estimated(expected, signedAmounts)),
              ),
              rightColumn(
                "P(more)",
                0,
                differences.map((each) => probability(each.probability, draws)),
              ),
            ],
            width,
            style,
          ),
        ]),
    ...scenarios.flatMap((each) => weekLines(result, each, several, width, style)),
    ...geos.flatMap(({ name, geos: own = [] }) => [
      "",
      style.bold(several ? `${name}, by geo` : "By geo"),
      ...totalLines(
        "geo",
        own.map((part) => ({ name: part.geo, part })),
        width,
        style,
      ),
    ]),
    "",
    ...assumptions.flatMap((sentence) => wrapText(sentence, width)),
  ];
  return noted(lines, width);
}

interface Named {
  readonly name: string;
  readonly part: ForecastPart;
}

function totalLines(title: string, rows: readonly Named[], width: number, style: Style): readonly string[] {
  const amounts = atMost(Math.max(...rows.map(({ part }) => Math.abs(part.total.expected.estimate))));
  const column = (name: string, rank: number, of: (part: ForecastPart) => Estimated) =>
    rightColumn(
      name,
      rank,
      rows.map(({ part }) => estimated(of(part), amounts)),
    );
  return tableLines(
    [
      leftColumn(
        title,
        rows.map(({ name }) => name),
      ),
      rightColumn(
        "spend",
        3,
        rows.map(({ part }) => money(part.spend)),
      ),
      column("expected", 0, ({ total }) => total.expected),
      column("predicted", 0, ({ total }) => total.predicted),
      column("baseline", 4, ({ total }) => total.baseline),
      column("media", 2, ({ total }) => total.media),
      ...(rows.every(({ part }) => part.total.revenue === undefined)
        ? []
        : [
            rightColumn(
              "revenue",
              1,
              rows.map(({ part: { total } }) => (total.revenue === undefined ? missing : estimated(total.revenue))),
            ),
          ]),
      ...(rows.every(({ part }) => part.yearBefore === undefined)
        ? []
        : [
            rightColumn(
              "a year before",
              1,
              rows.map(({ part }) => (part.yearBefore === undefined ? missing : fixed(part.yearBefore, 0))),
            ),
          ]),
    ],
    width,
    style,
  );
}

function weekLines(
  { dates, unit }: Forecast,
  { name, weekly }: ScenarioForecast,
  several: boolean,
  width: number,
  style: Style,
): readonly string[] {
  const amounts = atMost(Math.max(...weekly.expected.estimate.map(Math.abs)));
  const column = (title: string, rank: number, series: ForecastPart["weekly"]["expected"]) =>
    rightColumn(
      title,
      rank,
      dates.map((_, t) => estimated(intervalAt(series, t), amounts)),
    );
  return [
    "",
    style.bold(several ? `${name}, by ${unit}` : `By ${unit}`),
    ...tableLines(
      [
        leftColumn(unit, dates),
        column("expected", 0, weekly.expected),
        column("predicted", 1, weekly.predicted),
        column("baseline", 3, weekly.baseline),
        column("media", 2, weekly.media),
      ],
      width,
      style,
    ),
  ];
}

const figures = ["estimate", "mean", "median", "lower", "upper"] as const;

/** A row for each scenario, geo, row to come (and the total) and quantity. */
export function forecastCsv({ scenarios, dates, target }: Forecast): string {
  const isPanel = scenarios.some(({ geos }) => geos !== undefined);
  const rowsOf = (scenario: string, geo: string, part: ForecastPart): readonly (readonly CsvCell[])[] => {
    const head = isPanel ? [scenario, geo] : [scenario];
    const { total, weekly } = part;
    const quantities = ["expected", "predicted", "baseline", "media"] as const;
    return [
      ...dates.flatMap((date, t) =>
        quantities.map((quantity) => [
          ...head,
          date,
          quantity,
          target,
          ...figures.map((each) => weekly[quantity][each][t]),
        ]),
      ),
      ...quantities.map((quantity) => [
        ...head,
        "total",
        quantity,
        target,
        ...figures.map((each) => total[quantity][each]),
      ]),
      ...(total.revenue === undefined
        ? []
        : [[...head, "total", "revenue", "revenue", ...figures.map((each) => total.revenue![each])]]),
    ];
  };
  return csvText(
    ["scenario", ...(isPanel ? ["geo"] : []), "date", "quantity", "unit", ...figures],
    scenarios.flatMap((each) => [
      ...rowsOf(each.name, allGeos, each),
      ...(each.geos ?? []).flatMap((part) => rowsOf(each.name, part.geo, part)),
    ]),
  );
}
