// What carryover check --backtest prints: scores by horizon, and the return of each channel from origin to origin.

import type { Backtest } from "../../decisions/validation/index.ts";
import { count, decimalsFor, fixed, listed, percent } from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";

/** None where there was no backtest. */
export function backtestLines(backtest: Backtest | undefined, width: number, style: Style): readonly string[] {
  if (backtest === undefined) return [];
  const { origins, unconverged, lastValueOrigins } = backtest;
  return [
    "",
    style.bold(`Backtest from ${count(origins.length, "origin")}`),
    ...tableLines(horizonColumns(backtest), width, style),
    ...wrapText(
      `Refits of the first ${listed(origins.map(String))} rows, scored on the weeks that follow, whose spend is taken as known. The naive forecast is the same ` +
        "week a year before, with the spread of such changes.",
      width,
    ),
    ...(lastValueOrigins === 0
      ? []
      : wrapText(
          `At ${count(lastValueOrigins, "origin")} too little of a year was known: it is the last value.`,
          width,
        )),
    ...(unconverged === 0
      ? []
      : wrapText(
          `${unconverged} of ${count(origins.length, "refit")} did not converge: do not rely on these scores.`,
          width,
        )),
    "",
    style.bold("ROI of each channel at the origins, and from the whole table"),
    ...tableLines(channelColumns(backtest), width, style),
  ];
}

function horizonColumns({ horizons }: Backtest): readonly TableColumn[] {
  const column = (title: string, rank: number, of: (row: (typeof horizons)[number]) => string): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: horizons.map(of),
  });
  const units = decimalsFor(Math.min(...horizons.map(({ crps }) => crps)), 3);
  return [
    column("weeks", 0, ({ weeks }) => String(weeks)),
    column("origins", 2, ({ origins }) => String(origins)),
    column("rows", 3, ({ rows }) => String(rows)),
    column("MAPE", 0, ({ mape }) => percent(mape)),
    column("CRPS", 0, ({ crps }) => fixed(crps, units)),
    column("naive CRPS", 1, ({ naiveCrps }) => fixed(naiveCrps, units)),
    column("in 90%", 1, ({ coverage }) => percent(coverage)),
  ];
}

function channelColumns({ channels, origins }: Backtest): readonly TableColumn[] {
  const places = [...origins.map((rows) => `${rows} rows`), "all rows"];
  return [
    { title: "channel", align: "left", rank: 0, cells: channels.map(({ name }) => name) },
    ...places.map(
      (title, k): TableColumn => ({
        title,
        align: "right",
        rank: k === places.length - 1 ? 0 : places.length - k,
        cells: channels.map(({ roi }) => {
          const { estimate, lower, upper } = roi[k];
          const digits = decimalsFor(upper - lower);
          return `${fixed(estimate, digits)} [${fixed(lower, digits)}, ${fixed(upper, digits)}]`;
        }),
      }),
    ),
    {
      title: "largest shift (sd)",
      align: "right",
      rank: 1,
      cells: channels.map(({ largestShift }) => fixed(largestShift, 1)),
    },
  ];
}
