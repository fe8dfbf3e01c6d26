// What carryover curves prints.

import type {
  CarryOver,
  ChannelCurves,
  FlightingCurve,
  ResponseCurves,
  SteadyCurve,
} from "../../decisions/quantities/index.ts";
import type { CurvesResult } from "../../services/analyze/index.ts";
import { intervalAt, type IntervalSeries } from "../../decisions/draws/index.ts";
import { type CsvCell, csvText } from "../../files/index.ts";
import { allGeos, geoColumns, leftColumn, noted, percentText, periodText, rightColumn } from "./intervals.ts";
import type { Style } from "../terminal/index.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import { count, estimated, fixed, listed, missing, money, probability } from "../../words/index.ts";

export interface CurvesShown {
  readonly steady: boolean;
  readonly flighting: boolean;
  readonly everyPoint: boolean;
  /** Of the posterior: how fine a probability can be. */
  readonly draws: number;
}

/** Without `everyPoint`, each such number of points is shown, and the spend as it was. */
const pointsApart = 8;

export function curveLines(result: CurvesResult, shown: CurvesShown, width: number, style: Style): readonly string[] {
  const { curves, carryOver } = result;
  const organic = curves.channels.filter(({ unit }) => unit !== "spend");
  const driving = organic.length === 0 ? "spend" : "spend or activity";
  const lines = [
    style.bold(`Carry-over, in ${carryOver.unit}s`),
    ...wrapText(periodText(curves.period, curves.level), width),
    ...tableLines(carryOverColumns(carryOver), width, style),
    "",
    style.bold(`Saturation, ${driving} per ${carryOver.unit}`),
    ...tableLines(positionColumns(curves.channels, shown.draws, carryOver.unit), width, style),
    ...(organic.length === 0
      ? []
      : wrapText(
          `Media without spend are in the unit of their column: ${listed(organic.map(({ name, unit }) => `${name} in "${unit}"`))}.`,
          width,
        )),
    ...positionsByGeo(curves, shown.draws, carryOver.unit, width, style),
    ...geosText(curves, carryOver.unit).flatMap((text) => wrapText(text, width)),
    ...curves.channels.flatMap((channel) => [
      ...(shown.steady ? steadyLines(channel, curves, carryOver.unit, shown, width, style) : []),
      ...(shown.flighting ? flightingLines(channel, curves, shown, width, style) : []),
    ]),
  ];
  return noted(lines, width);
}

/** What curves of several geos together are of; nothing for others. */
function geosText({ period: { geos } }: ResponseCurves, unit: string): readonly string[] {
  return geos === undefined
    ? []
    : [
        `Curves are those of all ${geos} geos, whose spend is scaled together: each keeps its share. A curve of the sum of their spend, fitted as one, would differ where geos spend unevenly per head.`,
        `Half-saturation is the amount per ${unit} at which every geo is at half of its full effect, divided in proportion to population.`,
      ];
}

function carryOverColumns({ channels, unit }: CarryOver): readonly TableColumn[] {
  const upTo = (series: IntervalSeries, lag: number): string => percentText(intervalAt(series, lag));
  return [
    leftColumn(
      "channel",
      channels.map(({ name }) => name),
    ),
    rightColumn(
      "half-life",
      0,
      channels.map(({ halfLife }) => (halfLife === undefined ? missing : estimated(halfLife))),
    ),
    rightColumn(
      "mean lag",
      1,
      channels.map(({ meanLag }) => estimated(meanLag)),
    ),
    rightColumn(
      `after the ${unit} of spend, %`,
      0,
      channels.map(({ later }) => percentText(later)),
    ),
    rightColumn(
      `within 4 ${unit}s, %`,
      2,
      channels.map(({ cumulative }) => upTo(cumulative, 3)),
    ),
    rightColumn(
      `within 8 ${unit}s, %`,
      3,
      channels.map(({ cumulative }) => upTo(cumulative, 7)),
    ),
  ];
}

/** Where every geo stands on the curve of each channel; empty where geos were not asked for. */
function positionsByGeo(
  { geos = [], channels }: ResponseCurves,
  draws: number,
  unit: string,
  width: number,
  style: Style,
): readonly string[] {
  if (geos.length === 0) return [];
  return channels.flatMap((all, c) => {
    const rows = [...geos.map((own) => ({ ...own.channels[c], name: own.geo })), { ...all, name: allGeos }];
    return [
      "",
      style.bold(`${all.name} by geo`),
      ...tableLines(positionColumns(rows, draws, unit, "geo"), width, style),
    ];
  });
}

function positionColumns(
  channels: readonly ChannelCurves[],
  draws: number,
  unit: string,
  head = "channel",
): readonly TableColumn[] {
  const column = (title: string, rank: number, text: (channel: ChannelCurves) => string): TableColumn =>
    rightColumn(title, rank, channels.map(text));
  return [
    leftColumn(
      head,
      channels.map(({ name }) => name),
    ),
    column("average", 1, ({ position }) => money(position.averageSpend)),
    column("largest", 4, ({ observed }) => money(observed.largest)),
    column("half-saturation", 0, ({ position: { halfSaturation } }) =>
      halfSaturation === undefined ? "no ceiling" : estimated(halfSaturation),
    ),
    column("average / half", 2, ({ position: { relativeSpend } }) =>
      relativeSpend === undefined ? missing : estimated(relativeSpend),
    ),
    column("P(above half)", 3, ({ position: { probabilityAboveHalf: value } }) =>
      value === undefined ? missing : probability(value, draws),
    ),
    column("effect at average, % of maximum", 0, ({ position: { shareOfCeiling } }) =>
      shareOfCeiling === undefined ? missing : percentText(shareOfCeiling),
    ),
    column(`within the ${unit}, %`, 5, ({ position: { shareReached } }) =>
      shareReached === undefined ? missing : percentText(shareReached),
    ),
  ];
}

function steadyLines(
  { name, unit: driving, steady, observed }: ChannelCurves,
  { target }: ResponseCurves,
  unit: string,
  shown: CurvesShown,
  width: number,
  style: Style,
): readonly string[] {
  const rows = pointsOf(steady, shown);
  return [
    "",
    style.bold(`${name}: constant ${driving} per ${unit}, long-run ${target} per ${unit}`),
    ...tableLines(
      [
        rightColumn(
          driving,
          0,
          rows.map((k) => fixed(steady.spend[k], 0)),
        ),
        ...responseColumns(steady, rows, target),
        leftColumn(
          "",
          rows.map((k) =>
            note(
              k === steady.current,
              steady.spend[k] > observed.largest,
              `above the largest ${driving === "spend" ? "spend" : "amount"} of any ${unit}`,
            ),
          ),
        ),
      ],
      width,
      style,
    ),
  ];
}

function flightingLines(
  { name, unit: driving, flighting }: ChannelCurves,
  { target, period }: ResponseCurves,
  shown: CurvesShown,
  width: number,
  style: Style,
): readonly string[] {
  const rows = pointsOf(flighting, shown);
  return [
    "",
    style.bold(`${name}: observed ${driving} of ${count(period.rows, period.unit)} times a factor, total ${target}`),
    ...tableLines(
      [
        rightColumn(
          "factor",
          0,
          rows.map((k) => fixed(flighting.factor[k], 2)),
        ),
        rightColumn(
          driving,
          0,
          rows.map((k) => fixed(flighting.spend[k], 0)),
        ),
        ...responseColumns(flighting, rows, target),
        leftColumn(
          "",
          rows.map((k) => note(k === flighting.current, false, "")),
        ),
      ],
      width,
      style,
    ),
  ];
}

function note(isCurrent: boolean, isBeyond: boolean, beyond: string): string {
  return isCurrent ? "observed" : isBeyond ? beyond : "";
}

function responseColumns(
  { response, marginal }: SteadyCurve | FlightingCurve,
  rows: readonly number[],
  target: string,
): readonly TableColumn[] {
  const texts = (series: IntervalSeries): string[] => rows.map((k) => estimated(intervalAt(series, k)));
  return [rightColumn(target, 0, texts(response)), rightColumn("marginal", 1, texts(marginal))];
}

function pointsOf({ spend, current }: SteadyCurve | FlightingCurve, { everyPoint }: CurvesShown): number[] {
  return spend.flatMap((_, k) => (everyPoint || k % pointsApart === 0 || k === current ? [k] : []));
}

const figures = ["estimate", "mean", "median", "lower", "upper"] as const;

/** A row for each point of each curve. `factor` is empty for steady curves. */
export function curveCsv({ curves }: CurvesResult, { steady, flighting }: CurvesShown): string {
  const geo = geoColumns(curves.period);
  const rowsOf = (
    of: readonly string[],
    { name, unit }: ChannelCurves,
    kind: string,
    curve: SteadyCurve | FlightingCurve,
  ): CsvCell[][] =>
    curve.spend.map((spend, k) => [
      ...of,
      name,
      kind,
      unit,
      "factor" in curve ? curve.factor[k] : undefined,
      spend,
      k === curve.current ? 1 : 0,
      ...figures.map((figure) => curve.response[figure][k]),
      ...figures.map((figure) => curve.marginal[figure][k]),
    ]);
  return csvText(
    [
      ...geo.names,
      "channel",
      "curve",
      "unit",
      "factor",
      "spend",
      "current",
      ...figures.map((figure) => `response_${figure}`),
      ...figures.map((figure) => `marginal_${figure}`),
    ],
    [
      ...(curves.geos ?? []).map((own) => ({ of: [own.geo], channels: own.channels })),
      { of: geo.of, ...curves },
    ].flatMap(({ of, channels }) =>
      channels.flatMap((channel) => [
        ...(steady ? rowsOf(of, channel, "steady", channel.steady) : []),
        ...(flighting ? rowsOf(of, channel, "flighting", channel.flighting) : []),
      ]),
    ),
  );
}
