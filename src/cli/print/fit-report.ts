// What carryover fit prints at the end: verdict first, then what the data had to be told of, what matters of the result, time and place.

import type { Advice } from "../../decisions/advice/index.ts";
import type { Diagnostics } from "../../mmm/fit/index.ts";
import type { Notice } from "../../problems/notice.ts";
import { efficiencyLines } from "./advice.ts";
import { noticeLines } from "./problems.ts";
import type { Style } from "../terminal/index.ts";
import { wrapText } from "./table.ts";
import { timeLines, verdictLines } from "../../diagnostics/fit/index.ts";
import { count } from "../../words/index.ts";

export interface FitReport {
  readonly diagnostics: Diagnostics;
  readonly notices: readonly Notice[];
  /** Absent when the fit was canceled. */
  readonly advice?: Advice | undefined;
  /** The run folder as the user may type it; absent when nothing was written. */
  readonly folder?: string;
  /** The report, as the user may type it; absent when none was written. */
  readonly report?: string | undefined;
  /** Seconds since the process began. */
  readonly seconds: number;
}

export function fitReportLines(report: FitReport, width: number, style: Style): readonly string[] {
  const { advice, diagnostics, notices, folder, report: file } = report;
  return [
    ...verdictLines(diagnostics, width, style),
    ...(notices.length === 0 ? [] : ["", ...notices.flatMap((notice) => noticeLines(notice, style))]),
    ...(advice === undefined ? [] : adviceLines(advice, folder, width, style)),
    "",
    ...timeLines(diagnostics, report.seconds, width),
    ...(folder === undefined ? [] : [`Written to ${folder}${file === undefined ? "" : `; the report is ${file}`}`]),
  ];
}

/** What matters: the fit in three sentences, a line for each channel, the best plan, and how many reservations there are. */
function adviceLines(advice: Advice, folder: string | undefined, width: number, style: Style): readonly string[] {
  const { summary, reservations, budget, budgetSize } = advice;
  const more = folder === undefined ? "" : `; see carryover recommend ${folder}`;
  return [
    "",
    ...summary.flatMap((text) => wrapText(text, width)),
    "",
    ...efficiencyLines(advice, width, style),
    "",
    ...[...(budget ?? []), ...budgetSize.filter((text) => !budget?.includes(text))].flatMap((text) =>
      wrapText(text, width),
    ),
    ...(reservations.length === 0
      ? []
      : wrapText(`The review has ${count(reservations.length, "reservation")}${more}.`, width)),
  ];
}
