// What carryover refresh prints: the past, the new rows, the returns by both fits, and the verdict of the new one.

import type { CellChange, TableChanges } from "../../data/panel/index.ts";
import type { NewWeeks, ReturnShifts, Shift } from "../../decisions/comparison/index.ts";
import { verdictLines } from "../../diagnostics/fit/index.ts";
import type { RefreshAnswer } from "../../services/refresh/index.ts";
import {
  alike,
  count,
  estimated,
  figure,
  fixed,
  listed,
  missing,
  nameList,
  percent,
  signed,
} from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { atMost, leftColumn, noted, percentText, rightColumn } from "./intervals.ts";
import { tableLines, wrapText } from "./table.ts";

/** Changed cells, and new rows outside their intervals, that are printed; the document has more. */
const mostPrinted = 10;

/** Where the new run is, as the user may type it. */
export interface WrittenPlaces {
  readonly folder: string;
  readonly report: string | undefined;
}

export function refreshLines(
  answer: RefreshAnswer,
  written: WrittenPlaces,
  width: number,
  style: Style,
): readonly string[] {
  const { changes, newWeeks, returns, fit, old } = answer;
  return noted(
    [
      style.bold(`Refresh of ${old.run}`),
      "",
      ...changeLines(changes, width, style),
      "",
      ...newLines(newWeeks, width, style),
      ...(returns === undefined ? [] : ["", ...returnLines(returns, width, style)]),
      "",
      style.bold("The new fit"),
      ...verdictLines(fit.diagnostics, width, style),
      `Written to ${written.folder}${written.report === undefined ? "" : `; the report is ${written.report}`}`,
    ],
    width,
  );
}

function changeLines(changes: TableChanges, width: number, style: Style): readonly string[] {
  const { rows, changed, columns, largest } = changes;
  const said = (text: string): readonly string[] => wrapText(text, width);
  return [
    style.bold("Past rows"),
    ...said(
      changed === 0
        ? `None of the values in the ${count(rows, "row")} of both tables has changed.`
        : `${count(changed, "value")} in the ${count(rows, "row")} of both tables ${changed === 1 ? "has" : "have"} changed.`,
    ),
    ...(changed === 0
      ? []
      : [
          ...tableLines(
            [
              leftColumn(
                "column",
                columns.map(({ column }) => column),
              ),
              rightColumn(
                "changed",
                0,
                columns.map((each) => String(each.changed)),
              ),
              rightColumn(
                "sum before",
                1,
                columns.map((each) => figure(each.old)),
              ),
              rightColumn(
                "sum now",
                1,
                columns.map((each) => figure(each.new)),
              ),
              rightColumn(
                "change",
                0,
                columns.map((each) => signed(figure)(each.new - each.old)),
              ),
            ],
            width,
            style,
          ),
          "",
          ...cellLines(largest, width, style),
        ]),
    ...presenceLines(changes).flatMap(said),
  ];
}

function cellLines(largest: readonly CellChange[], width: number, style: Style): readonly string[] {
  const shown = largest.slice(0, mostPrinted);
  const known = (value: number): string => (Number.isNaN(value) ? missing : figure(value));
  const geos = shown.flatMap(({ geo }) => geo ?? []);
  return [
    ...wrapText(largest.length > shown.length ? `The ${shown.length} largest changes:` : "Changes:", width),
    ...tableLines(
      [
        leftColumn(
          "date",
          shown.map(({ date }) => date),
        ),
        ...(geos.length === 0 ? [] : [leftColumn("geo", geos)]),
        leftColumn(
          "column",
          shown.map(({ column }) => column),
        ),
        rightColumn(
          "before",
          0,
          shown.map(({ old }) => known(old)),
        ),
        rightColumn(
          "now",
          0,
          shown.map((each) => known(each.new)),
        ),
      ],
      width,
      style,
    ),
  ];
}

function presenceLines(changes: TableChanges): readonly string[] {
  const { rowsAdded, rowsRemoved, columnsAdded, columnsRemoved, geosAdded } = changes;
  return [
    ...(rowsAdded === 0 ? [] : [`${count(rowsAdded, "past row")} of geos and dates are in the new table only.`]),
    ...(rowsRemoved === 0 ? [] : [`${count(rowsRemoved, "row")} of the run's table are not in the new one.`]),
    ...(columnsAdded.length === 0
      ? []
      : [`New columns, which the model does not use: ${nameList(columnsAdded, mostPrinted)}.`]),
    ...(columnsRemoved.length === 0
      ? []
      : [`Columns that are gone, which the model did not need: ${nameList(columnsRemoved, mostPrinted)}.`]),
    ...(geosAdded.length === 0
      ? []
      : [
          `New geos: ${nameList(geosAdded, mostPrinted)}. The new fit has them; what is compared here is of the geos of both tables.`,
        ]),
  ];
}

function newLines(weeks: NewWeeks | undefined, width: number, style: Style): readonly string[] {
  if (weeks === undefined)
    return [style.bold("New rows"), ...wrapText("The table has no newer rows with a known target.", width)];
  const { from, to, known, inside, bound, mape, observed, predicted, verdict } = weeks;
  const outside = weeks.weeks.filter((week) => !week.inside);
  const shown = outside.slice(0, mostPrinted);
  const geos = shown.flatMap(({ geo }) => geo ?? []);
  return [
    style.bold(`New rows, ${from} to ${to}`),
    ...wrapText(verdict, width),
    ...tableLines(
      [
        rightColumn("in 90%", 0, [`${inside} of ${known}`]),
        rightColumn("by chance", 1, [`${bound[0]} to ${bound[1]}`]),
        rightColumn("MAPE", 0, [Number.isNaN(mape) ? missing : percent(mape)]),
        rightColumn("sum observed", 0, [figure(observed)]),
        rightColumn("predicted", 0, [estimated(predicted, alike.figures)]),
      ],
      width,
      style,
    ),
    ...wrapText(
      "By chance: in 95 of 100 tables of which the rows err independently of each other; rows in a line often err together.",
      width,
    ),
    ...(shown.length === 0
      ? []
      : [
          "",
          ...wrapText(
            `Outside their intervals${outside.length > shown.length ? ` (the first ${shown.length} of ${outside.length})` : ""}:`,
            width,
          ),
          ...tableLines(
            [
              leftColumn(
                "date",
                shown.map(({ date }) => date),
              ),
              ...(geos.length === 0 ? [] : [leftColumn("geo", geos)]),
              rightColumn(
                "observed",
                0,
                shown.map((week) => figure(week.observed)),
              ),
              rightColumn(
                "predicted",
                0,
                shown.map((week) => estimated(week.predicted, alike.figures)),
              ),
            ],
            width,
            style,
          ),
        ]),
  ];
}

function returnLines({ from, to, roi, mediaShare }: ReturnShifts, width: number, style: Style): readonly string[] {
  const rows: readonly (Shift & { readonly name: string })[] = roi.map(({ channel, ...shift }) => ({
    name: channel,
    ...shift,
  }));
  const large = roi.filter((each) => each.large).map(({ channel }) => channel);
  const print = atMost(Math.max(...rows.map((each) => Math.abs(each.old.estimate) || 0)));
  const sds = (shift: number): string => (Number.isNaN(shift) ? missing : signed((value) => fixed(value, 1))(shift));
  return [
    style.bold(`ROI by both fits, ${from} to ${to}`),
    ...tableLines(
      [
        leftColumn(
          "channel",
          rows.map(({ name }) => name),
        ),
        rightColumn(
          "before",
          0,
          rows.map((each) => estimated(each.old, print)),
        ),
        rightColumn(
          "now",
          0,
          rows.map((each) => estimated(each.new, print)),
        ),
        rightColumn(
          "shift (sd)",
          0,
          rows.map((each) => sds(each.shift)),
        ),
      ],
      width,
      style,
    ),
    ...wrapText(
      `Media brought ${percentText(mediaShare.old)}% of the target by the run and ${percentText(mediaShare.new)}% by the new fit, ` +
        `a shift of ${sds(mediaShare.shift)} posterior standard deviations.`,
      width,
    ),
    ...wrapText(
      large.length === 0
        ? "No return has moved by more than two of its posterior standard deviations in the run."
        : `By more than two of their posterior standard deviations in the run: ${listed(large)}. What is decided on these returns should be looked at again.`,
      width,
    ),
  ];
}
