// What carryover fit prints at the end: verdict first, then what the data had to be told of, the tables, time and place.

import type { Diagnostics, Summary } from "../../mmm/fit-types.ts";
import type { Notice } from "../../problems/notice.ts";
import { formatNumber, formatSeconds } from "./numbers.ts";
import { noticeLines } from "./problems.ts";
import type { Style } from "./style.ts";
import { summaryLines } from "./summary.ts";
import { wrapText } from "./table.ts";
import { verdictLines } from "./verdict.ts";

export interface FitReport {
  readonly summary: Summary;
  readonly diagnostics: Diagnostics;
  readonly notices: readonly Notice[];
  /** The run folder as the user may type it; absent when nothing was written. */
  readonly folder?: string;
  /** Seconds since the process began. */
  readonly seconds: number;
}

export function fitReportLines(report: FitReport, width: number, style: Style): readonly string[] {
  const { summary, diagnostics, notices, folder } = report;
  return [
    ...verdictLines(diagnostics, width, style),
    ...(notices.length === 0 ? [] : ["", ...notices.flatMap((notice) => noticeLines(notice, style))]),
    ...(diagnostics.draws_per_chain === 0 ? [] : summaryLines(summary, width, style)),
    "",
    ...timeLines(diagnostics, report.seconds, width),
    ...(folder === undefined ? [] : [`Written to ${folder}`]),
  ];
}

/** Time in all and what it went to. */
export function timeLines(diagnostics: Diagnostics, all: number, width: number): readonly string[] {
  const { seconds, gradient_evaluations: gradients, microseconds_per_gradient: microseconds } = diagnostics;
  return wrapText(
    `Time: ${formatSeconds(all)} in all; compiling ${formatSeconds(seconds.compile)}, warm-up ${formatSeconds(seconds.warmup)}, ` +
      `sampling ${formatSeconds(seconds.sampling)}; ${formatNumber(gradients, 0)} gradients of ` +
      `${formatNumber(microseconds, 1)} microseconds`,
    width,
  );
}
