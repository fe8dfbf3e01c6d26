// A recovery study as lines for people.

import {
  levels,
  type Recovery,
  type FamilySummary,
  type RowSummary,
  inOneLine,
  wordsOf,
} from "../../studies/recovery/index.ts";
import type { Style } from "../terminal/index.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import { count, duration, figure, fixed, level as levelText, listed, pValue, percent } from "../../words/index.ts";

/** Lines for people: the verdict, what would help, then the figures. */
export function recoveryLines(recovery: Recovery, width: number, style: Style): readonly string[] {
  const { source, datasets, verdict, rows, families, fits, selection, withoutTruth } = recovery;
  const wrapped = (sentences: readonly string[], indent = ""): readonly string[] =>
    sentences.flatMap((sentence) => wrapText(sentence, width, indent));
  const paint = verdict.status === "PASS" ? style.green : style.red;
  const of = (group: RowSummary["group"]): readonly RowSummary[] =>
    rows.filter((row) => row.group === group && row.geo === undefined);
  const section = (title: string, columns: readonly TableColumn[]): readonly string[] =>
    columns[0].cells.length === 0 ? [] : ["", style.bold(title), ...tableLines(columns, width, style)];
  return [
    style.bold(
      `Recovery of ${source.title}: ${datasets} data sets of ${source.weeks} ${source.period}s` +
        (source.geos === undefined ? "" : ` in ${count(source.geos.length, "geo")}`),
    ),
    "",
    ...wrapped(source.statement),
    "",
    `${paint(verdict.status)}  ${inOneLine(verdict)}`,
    ...wrapped(
      verdict.sentences.map((sentence) => `- ${sentence}`),
      "  ",
    ),
    ...(verdict.help.length === 0 ? [] : ["", style.bold("What would help")]),
    ...wrapped(
      verdict.help.map((sentence) => `- ${sentence}`),
      "  ",
    ),
    ...section(
      `Quantities (the table's own units; ${selection === "all" ? "all fits with draws" : "converged fits"})`,
      rowColumns(of("quantity")),
    ),
    ...section("Parameters (scaled units)", rowColumns(of("parameter"))),
    ...section("Groups of parameters, all members together", familyColumns(families)),
    ...rankLines(recovery, width, style),
    "",
    ...wrapped([
      "Bias and RMSE are those of posterior means, relative to the mean absolute truth. z: (mean − truth) / sd of the posterior. Coverage: percentage of the intervals that contain the truth, " +
        "marked * if outside the 99% range of correct intervals. Less spread: than the prior; explained: 1 − posterior variance / prior variance.",
      ...(rows.some(({ geo }) => geo !== undefined)
        ? [
            "What differs by geo is shown in groups; recovery.csv and recovery.html, which --out writes, have every geo.",
          ]
        : []),
      ...(withoutTruth.length === 0
        ? []
        : [`Left out because the truth does not define them: ${listed(withoutTruth.map(wordsOf))}.`]),
    ]).map((line) => style.dim(line)),
    "",
    `${fits.converged} converged, ${fits.notConverged} did not, ${fits.failed} failed; ${count(fits.divergences, "divergent transition")} in ${count(fits.setsWithDivergences, "data set")}; ` +
      `${figure(fits.leapfrogsPerDraw)} leapfrog steps per draw; ${duration(fits.secondsPerFit)} per fit, ${duration(fits.wallSeconds)} in total.`,
    ...fits.reasons.flatMap(({ reason, sets }) =>
      wrapText(`  ${sets.length} x ${reason} (data set ${listOf(sets)})`, width, "    "),
    ),
  ];
}

function listOf(sets: readonly number[]): string {
  const shown = sets.slice(0, 8).map((index) => index + 1);
  return shown.join(", ") + (sets.length > shown.length ? ", ..." : "");
}

function figureColumns(rows: readonly (RowSummary | FamilySummary)[]): readonly TableColumn[] {
  const column = (title: string, rank: number, cell: (row: RowSummary | FamilySummary) => string): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: rows.map(cell),
  });
  return [
    column("bias", 0, ({ relativeBias }) => percent(relativeBias)),
    column("RMSE", 2, ({ relativeRmse }) => percent(relativeRmse)),
    column("z mean", 3, ({ z }) => fixed(z.mean, 2)),
    column("z sd", 3, ({ z }) => fixed(z.sd, 2)),
    column("width", 4, ({ relativeWidth }) => percent(relativeWidth)),
    ...levels.map((level, k) =>
      column(levelText(level), level === 0.9 ? 0 : 1, ({ coverage }) => {
        const { inside, fits, lower, upper } = coverage[k];
        const share = inside / fits;
        return `${fixed(100 * share, 0)}${share < lower || share > upper ? "*" : " "}`;
      }),
    ),
    column("less spread", 0, ({ narrowed }) => percent(narrowed)),
    column("explained", 5, ({ learned }) => percent(learned)),
  ];
}

function rowColumns(rows: readonly RowSummary[]): readonly TableColumn[] {
  return [
    { title: "name", align: "left", rank: 0, cells: rows.map(({ name }) => name) },
    { title: "mean truth", align: "right", rank: 3, cells: rows.map(({ truth }) => figure(truth.mean)) },
    ...figureColumns(rows),
  ];
}

function familyColumns(families: readonly FamilySummary[]): readonly TableColumn[] {
  return [
    {
      title: "family",
      align: "left",
      rank: 0,
      cells: families.map(({ of, group }) =>
        group === "quantity" && of === "half_saturation" ? `${of} in units` : of,
      ),
    },
    { title: "members", align: "right", rank: 3, cells: families.map(({ members }) => String(members)) },
    ...figureColumns(families),
  ];
}

function rankLines({ calibration }: Recovery, width: number, style: Style): readonly string[] {
  if (calibration === undefined) return [];
  const worst = calibration.rows.toSorted((a, b) => a.pValue - b.pValue).slice(0, 10);
  const right = (title: string, cells: readonly string[]): TableColumn => ({ title, align: "right", rank: 0, cells });
  return [
    "",
    style.bold(
      `Ranks of the truth among ${calibration.rankedDraws} draws: the least uniform of ${calibration.rows.length}`,
    ),
    ...tableLines(
      [
        { title: "name", align: "left", rank: 0, cells: worst.map(({ name }) => name) },
        right(
          "p-value",
          worst.map(({ pValue: p }) => pValue(p)),
        ),
        right(
          "adjusted for all",
          worst.map(({ adjusted }) => pValue(adjusted)),
        ),
      ],
      width,
      style,
    ),
  ];
}

/** What is said of a study that was canceled. */
export function canceledText(
  { done, total }: { readonly done: number; readonly total: number },
  out: string | undefined,
): string {
  return out === undefined
    ? `Canceled after ${done} of ${total} data sets; nothing is kept without --out.`
    : `Canceled: ${done} of ${total} data sets are kept in ${out}. Give the same command with --resume to go on.`;
}
