// What carryover contributions --cohorts prints: when the effect of spend came, how long it takes, and what each channel and all media add.

import type { Cohort, Cohorts } from "../../decisions/quantities/index.ts";
import { intervalAt } from "../../decisions/draws/index.ts";
import { type CsvCell, csvText } from "../../files/index.ts";
import { type Estimated, estimated, money } from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { atMost, geoColumns, leftColumn, noted, periodText, rightColumn } from "./intervals.ts";
import { tableLines, wrapText } from "./table.ts";

/** Lines for people. */
export function cohortLines(result: Cohorts, width: number, style: Style): readonly string[] {
  const { channels, media, target, period, level } = result;
  const { unit } = period;
  const largest = atMost(Math.max(...channels.map(({ removedAlone }) => Math.abs(removedAlone.estimate))));
  type Channel = (typeof channels)[number];
  const names = leftColumn(
    "channel",
    channels.map(({ name }) => name),
  );
  const column = (title: string, rank: number, of: (channel: Channel) => Estimated) =>
    rightColumn(
      title,
      rank,
      channels.map((channel) => estimated(of(channel), largest)),
    );
  const time = (title: string, of: (channel: Channel) => Estimated) =>
    rightColumn(
      title,
      0,
      channels.map((channel) => estimated(of(channel))),
    );
  const lines = [
    style.bold(`What the spend of each ${unit} brought in ${target}, summed over its ${unit}s`),
    ...wrapText(periodText(period, level), width),
    ...tableLines(
      [
        names,
        rightColumn(
          "spend",
          2,
          channels.map(({ organic, spend }) => (organic === true ? "none" : money(spend))),
        ),
        column(`same ${unit}`, 0, ({ eachWeekAlone: { now } }) => now),
        column("later in the table", 1, ({ eachWeekAlone: { laterInTable } }) => laterInTable),
        column("after the table", 1, ({ eachWeekAlone: { afterTable } }) => afterTable),
      ],
      width,
      style,
    ),
    "",
    style.bold(`Payback: ${unit}s from the start of the ${unit} of the spend`),
    ...tableLines(
      [
        names,
        time("50% has come", ({ payback }) => payback.half),
        time("90% has come", ({ payback }) => payback.ninetyPercent),
      ],
      width,
      style,
    ),
    "",
    style.bold(`Incrementality: ${target} that would be lacking, with what comes after the table`),
    ...tableLines(
      [
        leftColumn("without the spend of", [...names.cells, "all media at once"]),
        rightColumn(
          "the whole period",
          0,
          [...channels, { removedAlone: media.removedTogether }].map(({ removedAlone }) =>
            estimated(removedAlone, largest),
          ),
        ),
        rightColumn(`one ${unit} at a time`, 1, [
          ...channels.map(({ eachWeekAlone }) => estimated(eachWeekAlone.total, largest)),
          "",
        ]),
      ],
      width,
      style,
    ),
    ...wrapText(
      "Channels add up in this model: without all media the target lacks the sum of what it lacks without each channel, draw by draw. " +
        `The ${unit}s of one channel share one saturation curve, so removing one ${unit} at a time can add up to less or more than removing all.`,
      width,
    ),
    ...wrapText(`--csv and --json include every ${unit} of spend with every ${unit} of its effect.`, width),
  ];
  return noted(lines, width);
}

const figures = ["estimate", "mean", "median", "lower", "upper"] as const;

/**
 * For each channel and week of spend a row for each lag, in weeks after the spend, and one for each part of the effect. Kinds: lag, now,
 * later_in_table, after_table, total.
 */
export function cohortCsv({ channels, target, period }: Cohorts): string {
  const geo = geoColumns(period);
  return csvText(
    [...geo.names, "channel", "date", "spend", "kind", "lag", "unit", ...figures],
    channels.flatMap(({ name, weeks }) =>
      weeks.flatMap((week) => rowsOfWeek(week).map((row) => [...geo.of, name, week.date, week.spend, ...row])),
    ),
  );

  function rowsOfWeek({ now, laterInTable, afterTable, total, byLag }: Cohort): readonly (readonly CsvCell[])[] {
    const parts = Object.entries({ now, later_in_table: laterInTable, after_table: afterTable, total });
    return [
      ...byLag.mean.map((_, lag) => {
        const own = intervalAt(byLag, lag);
        return ["lag", lag, target, ...figures.map((figure) => own[figure])];
      }),
      ...parts.map(([kind, part]) => [kind, undefined, target, ...figures.map((figure) => part[figure])]),
    ];
  }
}
