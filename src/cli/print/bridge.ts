// What carryover contributions --against prints: from the target of an earlier period to that of a later one, part by part.

import type { Bridge } from "../../decisions/quantities/index.ts";
import { certain, type Interval, type PeriodRecord } from "../../decisions/draws/index.ts";
import { type CsvCell, csvText } from "../../files/index.ts";
import { estimated, fixed, level as levelText, missing, signed } from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { atMost, geoColumns, leftColumn, noted, rightColumn } from "./intervals.ts";
import { tableLines, wrapText } from "./table.ts";

/** Lines for people. */
export function bridgeLines(result: Bridge, width: number, style: Style): readonly string[] {
  const { target, level, period, against, expected, change, baseline, baselineChange, channels, media, observed } =
    result;
  const earlier = result.plan === true ? "as planned" : spanText(against);
  const amounts = atMost(Math.max(...expected.map(({ estimate }) => Math.abs(estimate))));
  const changes: typeof amounts = (values, locale) => signed(amounts(values, locale));
  const of = (part: Interval | undefined): string => (part === undefined ? missing : estimated(part, changes));
  const rows: readonly (readonly [string, string])[] = [
    [earlier, estimated(expected[0], amounts)],
    ...baseline.map((part) => [part.name, of(part.change)] as const),
    ...channels.map((part) => [part.name, of(part.change)] as const),
    [spanText(period), estimated(expected[1], amounts)],
  ];
  const split = [...channels, { name: "all media", ...media }];
  const anyPrice = channels.some(({ price }) => price !== undefined);
  const column = (title: string, rank: number, part: (each: (typeof split)[number]) => Interval | undefined) =>
    rightColumn(
      title,
      rank,
      split.map((each) => of(part(each))),
    );
  const lines = [
    style.bold(`Why ${target} differs`),
    ...wrapText(
      `${spanText(period)} against ${result.plan === true ? "the plan" : earlier}; posterior means with ${levelText(level)} credible intervals`,
      width,
    ),
    ...tableLines(
      [
        leftColumn(
          "part",
          rows.map(([name]) => name),
        ),
        rightColumn(
          `expected ${target}`,
          0,
          rows.map(([, text]) => text),
        ),
      ],
      width,
      style,
    ),
    ...wrapText(
      `Expected change ${of(change)}: ${of(baselineChange)} without media, ${of(media.change)} from media.` +
        (observed === undefined
          ? " The observed change is not known, because rows lack the target."
          : ` Observed ${fixed(observed.total, 0)}` +
            (observed.change === undefined ? "" : `, a change of ${of(certain(observed.change))}`) +
            `; not explained ${of(observed.unexplained)}.`),
      width,
    ),
    "",
    style.bold("What changed in media"),
    ...tableLines(
      [
        leftColumn(
          "channel",
          split.map(({ name }) => name),
        ),
        column("spend", 0, ({ spend }) => spend),
        ...(anyPrice ? [column("price", 0, ({ price }) => price)] : []),
        column("effectiveness", 0, ({ effectiveness }) => effectiveness),
        column("together", 1, (each) => each.change),
      ],
      width,
      style,
    ),
    ...wrapText(
      `${anyPrice ? "Price is how many units, such as impressions, a unit of spend buys. " : ""}` +
        "Effectiveness is the contribution of each unit: saturation, how spend is spread, and what carries over from spend before the period.",
      width,
    ),
  ];
  return noted(lines, width);
}

/** "2024-01-01 to 2024-03-25" */
function spanText({ from, to }: PeriodRecord): string {
  return `${from} to ${to}`;
}

const figures = ["estimate", "mean", "median", "lower", "upper"] as const;

/**
 * A row for each part. Kinds: expected (of the two periods), the kinds of components, the parts spend, price and effectiveness of each channel, sums
 * (baseline, media, change), and, where it is known, unexplained.
 */
export function bridgeCsv({
  target,
  period,
  expected,
  baseline,
  baselineChange,
  channels,
  media,
  change,
  observed,
  against,
  plan,
}: Bridge): string {
  const geo = geoColumns(period);
  const rows: readonly (readonly [string, string, Interval])[] = [
    ["expected", plan === true ? "as planned" : spanText(against), expected[0]],
    ...baseline.map((part) => [part.kind, part.name, part.change] as const),
    ...channels.flatMap(({ name, change: own, spend, price, effectiveness }) => [
      ["channel", name, own] as const,
      ["spend", name, spend] as const,
      ...(price === undefined ? [] : [["price", name, price] as const]),
      ["effectiveness", name, effectiveness] as const,
    ]),
    ["expected", spanText(period), expected[1]],
    ["baseline", "baseline", baselineChange],
    ["media", "media", media.change],
    ["change", "change", change],
    ...(observed === undefined ? [] : [["unexplained", "unexplained", observed.unexplained] as const]),
  ];
  return csvText(
    [...geo.names, "kind", "name", "unit", ...figures],
    rows.map(([kind, name, part]): readonly CsvCell[] => [
      ...geo.of,
      kind,
      name,
      target,
      ...figures.map((figure) => part[figure]),
    ]),
  );
}
