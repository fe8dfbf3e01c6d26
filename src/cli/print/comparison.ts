// What carryover compare prints of several runs: leave-one-out differences, scores, returns.

import type { ComparedRun, RunComparison } from "../../decisions/comparison/index.ts";
import { pointColumns } from "./check.ts";
import { csvText } from "../../files/index.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import { decimalsFor, estimated, fixed, missing, percent } from "../../words/index.ts";

export function comparisonLines(comparison: RunComparison, width: number, style: Style): readonly string[] {
  const { runs } = comparison;
  const units = Math.max(...runs.map(({ scores }) => decimalsFor(scores.rmse, 3)));
  return [
    style.bold("Leave-one-out"),
    ...differenceLines(comparison, width, style),
    "",
    style.bold("Fitted rows"),
    ...tableLines(
      [
        named(runs),
        ...pointColumns(
          runs.map(({ scores }) => scores),
          units,
        ),
        column(runs, "CRPS", 1, ({ scores }) => fixed(scores.crps, units)),
        column(runs, "in 90%", 1, ({ scores }) => percent(scores.coverage[1].share)),
      ],
      width,
      style,
    ),
    "",
    style.bold("ROI of each channel: posterior mean (5% to 95%)"),
    ...noted(tableLines(returnColumns(runs), width, style), width),
  ];
}

function differenceLines(
  { runs, differences, refusal }: RunComparison,
  width: number,
  style: Style,
): readonly string[] {
  if (differences === undefined) return wrapText(`Not compared. ${refusal ?? ""}`, width);
  const rows = differences.map((each) => ({ ...each, run: runs.find(({ name }) => name === each.name) }));
  const figure = (title: string, rank: number, of: (row: (typeof rows)[number]) => string): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: rows.map(of),
  });
  const unreliable = runs.some(({ loo }) => (loo?.unreliableRows ?? 0) > 0);
  const table = tableLines(
    [
      { title: "run", align: "left", rank: 0, cells: rows.map(({ name }) => name) },
      figure("elpd difference", 0, ({ difference }) => fixed(difference, 1)),
      figure("standard error", 0, ({ se }) => fixed(se, 1)),
      figure("elpd", 1, ({ run }) => fixed(run?.loo?.elpd ?? Number.NaN, 1)),
      figure("parameters", 2, ({ run }) => fixed(run?.loo?.pLoo ?? Number.NaN, 1)),
      figure("unreliable rows", 2, ({ run }) => String(run?.loo?.unreliableRows ?? missing)),
    ],
    width,
    style,
  );
  // Sivula, Magnusson, Matamoros and Vehtari (2020), arXiv 2008.10296: below 4 the standard error cannot be relied on.
  const reading = "A difference below 4, or below two standard errors, is not conclusive.";
  const caution = unreliable ? " Rows with a large Pareto k make it less reliable; see carryover check." : "";
  return [...table, ...wrapText(`${reading}${caution}`, width)];
}

function named(runs: readonly ComparedRun[]): TableColumn {
  return { title: "run", align: "left", rank: 0, cells: runs.map(({ name }) => name) };
}

function column(
  runs: readonly ComparedRun[],
  title: string,
  rank: number,
  of: (run: ComparedRun) => string,
): TableColumn {
  return { title, align: "right", rank, cells: runs.map(of) };
}

function returnColumns(runs: readonly ComparedRun[]): readonly TableColumn[] {
  const channels = [...new Set(runs.flatMap(({ roi }) => roi.map(({ channel }) => channel)))];
  return [
    { title: "channel", align: "left", rank: 0, cells: channels },
    ...runs.map(
      ({ name, roi }): TableColumn => ({
        title: name,
        align: "right",
        rank: 0,
        cells: channels.map((channel) => {
          const own = roi.find((each) => each.channel === channel)?.roi;
          return own === undefined ? missing : estimated(own);
        }),
      }),
    ),
  ];
}

/** One row for each run and channel. */
export function comparisonCsv({ runs, differences }: RunComparison): string {
  return csvText(
    [
      "run",
      "elpd_difference",
      "elpd_difference_se",
      "r2",
      "mape",
      "mae",
      "crps",
      "channel",
      "roi",
      "statistic",
      "lower",
      "upper",
    ],
    runs.flatMap(({ name, scores, roi }) => {
      const own = differences?.find((each) => each.name === name);
      return roi.map(({ channel, roi: { estimate, statistic, lower, upper } }) => [
        name,
        own?.difference,
        own?.se,
        scores.r2,
        scores.mape,
        scores.mae,
        scores.crps,
        channel,
        estimate,
        statistic,
        lower,
        upper,
      ]);
    }),
  );
}
