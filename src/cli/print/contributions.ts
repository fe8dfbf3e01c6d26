// What carryover contributions prints.

import type { Component, Contributions, GeoContributions } from "../../decisions/quantities/index.ts";
import { intervalAt, type IntervalSeries } from "../../decisions/draws/index.ts";
import { type CsvCell, csvText } from "../../files/index.ts";
import type { Style } from "../terminal/index.ts";
import { countedLines, geoContributionLines } from "./by-geo.ts";
import { leftColumn, atMost, geoColumns, noted, percentText, periodText, rightColumn } from "./intervals.ts";
import { tableLines, wrapText } from "./table.ts";
import { estimated, figure, fixed, listed, signed } from "../../words/index.ts";

/** @param draws of the posterior: how fine a probability can be */
export function contributionLines(
  result: Contributions,
  draws: number,
  width: number,
  style: Style,
): readonly string[] {
  const { weekly, geos = [] } = result;
  if (weekly === undefined) {
    const byGeo = geoContributionLines(result, draws, width, style);
    return noted([...totalLines(result, width, style), ...byGeo, ...countedLines(result, width)], width);
  }
  return noted(
    [...[result, ...geos].flatMap((each) => weeklyLines(each, width, style)), ...countedLines(result, width)],
    width,
  );
}

function totalLines(result: GeoContributions, width: number, style: Style): readonly string[] {
  const { components, baseline, media, expected, observed, target, level, period } = result;
  const sums = [
    { name: "baseline", cancels: false, ...baseline },
    { name: "media", cancels: false, ...media },
  ];
  const rows = [...components, ...sums];
  const most = atMost(expected.estimate);
  const references = components.filter(({ reference }) => reference !== undefined);
  return [
    style.bold(`Components of ${target}`),
    ...wrapText(periodText(period, level), width),
    ...tableLines(
      [
        leftColumn("component", [...rows.map(({ name }) => name), "expected total", "observed"]),
        rightColumn(
          target,
          0,
          [...rows, { total: expected, cancels: false }]
            .map(({ total, cancels }) => (cancels === true ? "0" : estimated(total, most)))
            .concat(fixed(observed, 0)),
        ),
        rightColumn("share, %", 1, [
          ...rows.map(({ share, cancels }) => (cancels === true ? "0" : percentText(share))),
          "100",
          "",
        ]),
      ],
      width,
      style,
    ),
    ...components.flatMap((component) => wrapText(swingText(component, result), width)).filter((line) => line !== ""),
    ...(references.length === 0
      ? []
      : wrapText(
          `Reference values of controls (where a model file gives none, 0 or their mean): ${listed(references.map(referenceText))}.`,
          width,
        )),
  ];
}

/** What a part that goes up and down does; empty for others. */
function swingText(
  { name, swing, pattern, cancels }: Component,
  { target, period: { unit } }: GeoContributions,
): string {
  if (pattern !== undefined) return patternText(pattern, target);
  if (swing === undefined) return "";
  const [low, high] = [swing.lowest, swing.highest];
  if (!(low.contribution.estimate < 0 && high.contribution.estimate > 0)) return "";
  const amount = signed(atMost(high.contribution.estimate)([low.contribution.estimate, high.contribution.estimate]));
  const ends = `from ${amount(low.contribution.estimate)} (${low.date}) to ${amount(high.contribution.estimate)} (${high.date})`;
  return `By ${unit}, ${name} moves ${target} ${ends}${cancels === true ? "; its total is zero by construction" : ""}.`;
}

/** What each day of the week brings against their mean. */
function patternText(pattern: NonNullable<Component["pattern"]>, target: string): string {
  const levels = pattern.map(({ contribution }) => contribution.estimate);
  const amount = signed(atMost(Math.max(...levels.map(Math.abs)))(levels));
  const days = pattern.map(({ name }, day) => `${name} ${amount(levels[day])}`);
  return `The day of the week moves ${target} by: ${days.join(", ")}.`;
}

function referenceText({ name, reference }: Component): string {
  return `${name} ${reference === 0 ? "0" : figure(reference ?? 0)}`;
}

function weeklyLines(
  { target, level, period, weekly }: GeoContributions,
  width: number,
  style: Style,
): readonly string[] {
  if (weekly === undefined) return [];
  const { dates, observed, expected, baseline, media } = weekly;
  const most = atMost(expected.estimate[0]);
  const column = (title: string, rank: number, series: IntervalSeries) =>
    rightColumn(
      title,
      rank,
      dates.map((_, t) => estimated(intervalAt(series, t), most)),
    );
  return [
    style.bold(`${target} by ${period.unit}`),
    ...wrapText(periodText(period, level), width),
    ...tableLines(
      [
        leftColumn(period.unit, dates),
        rightColumn(
          "observed",
          0,
          observed.map((value) => fixed(value, 0)),
        ),
        column("expected", 0, expected),
        column("baseline", 2, baseline),
        column("media", 1, media),
        ...weekly.components
          .filter(({ kind }) => kind === "channel")
          .map(({ name, series }, k) => column(name, 3 + k, series)),
      ],
      width,
      style,
    ),
    ...wrapText("--csv and --json include every component.", width),
  ];
}

const figures = ["estimate", "mean", "median", "lower", "upper"] as const;

/**
 * A row for each component; with weeks, for each component in each of them; of a panel for each geo too, where that was asked for. Kinds of sums: baseline,
 * media, expected, predictive, observed.
 */
export function contributionCsv(result: Contributions): string {
  const { weekly, geos = [], period } = result;
  const all = [result, ...geos];
  const geo = geoColumns(period).names;
  return weekly === undefined
    ? csvText(
        [...geo, "kind", "name", "unit", ...figures, ...figures.map((figure) => `share_${figure}`)],
        all.flatMap(totalRows),
      )
    : csvText([...geo, "date", "kind", "name", "unit", ...figures], all.flatMap(weeklyRows));
}

function totalRows(result: GeoContributions): readonly (readonly CsvCell[])[] {
  const { components, baseline, media, expected, observed, target, period } = result;
  const { of } = geoColumns(period);
  const rows = [
    ...components,
    { kind: "baseline", name: "baseline", ...baseline },
    { kind: "media", name: "media", ...media },
    { kind: "expected", name: "expected", total: expected, share: undefined },
  ];
  return [
    ...rows.map(({ kind, name, total, share }) => [
      ...of,
      kind,
      name,
      target,
      ...figures.map((figure) => total[figure]),
      ...figures.map((figure) => share?.[figure]),
    ]),
    [
      ...of,
      "observed",
      "observed",
      target,
      observed,
      ...figures.slice(1).map(() => undefined),
      ...figures.map(() => undefined),
    ],
  ];
}

function weeklyRows({ weekly, target, period }: GeoContributions): readonly (readonly CsvCell[])[] {
  if (weekly === undefined) return [];
  const { of } = geoColumns(period);
  const series = [
    ...weekly.components,
    { kind: "baseline", name: "baseline", series: weekly.baseline },
    { kind: "media", name: "media", series: weekly.media },
    { kind: "expected", name: "expected", series: weekly.expected },
    { kind: "predictive", name: "predictive", series: weekly.predictive },
  ];
  return weekly.dates.flatMap((date, t) => [
    ...series.map((each) => [
      ...of,
      date,
      each.kind,
      each.name,
      target,
      ...figures.map((figure) => each.series[figure][t]),
    ]),
    [...of, date, "observed", "observed", target, weekly.observed[t], undefined, undefined, undefined],
  ]);
}
