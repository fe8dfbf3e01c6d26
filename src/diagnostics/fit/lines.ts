// The words and tables of a fit as lines of text: first whether the draws can be used, then every check that failed or warns, with its remedy; its
// summary, and where its time went.

import { notConvergedHeadline } from "../../problems/convergence.ts";
import {
  count,
  decimalsFor,
  duration,
  estimateAlone,
  figure,
  fixed,
  plainText,
  statisticWords,
  type TableColumn,
  type TextStyle,
  wrapText,
} from "../../words/index.ts";
import type { Check } from "../check.ts";
import type { Diagnostics, SummaryRow } from "./types.ts";

/** The verdict in a few lines; nothing but the first two when all is well. */
export function verdictLines(diagnostics: Diagnostics, width: number, style: TextStyle = plainText): readonly string[] {
  const { converged, checks } = diagnostics;
  const head = converged ? style.green(style.bold("CONVERGED")) : style.red(style.bold(notConvergedHeadline));
  return [
    head,
    ...wrapText(figures(diagnostics), width),
    ...checks.filter(({ status }) => status !== "pass").flatMap((check) => checkLines(check, width, style)),
  ];
}

/** One check: its name, what was found, what to do. */
export function checkLines(
  { name, status, detail, remedy }: Check,
  width: number,
  style: TextStyle = plainText,
): readonly string[] {
  const label = { pass: style.green("pass"), warn: style.yellow("warn"), fail: style.red("fail") }[status];
  // The label is measured without its color.
  const [first, ...rest] = wrapText(`${status} ${name}: ${detail}`, width, "     ");
  return [
    `${label}${first.slice(status.length)}`,
    ...rest,
    ...(remedy === "" ? [] : wrapText(`     -> ${remedy}`.trim(), width - 5, "   ").map((line) => `     ${line}`)),
  ];
}

/** What was given up before these draws. */
function again({ resampled }: Diagnostics): string {
  if (resampled === undefined) return "";
  const { target_accept, earlier } = resampled;
  const before = earlier.map((each) => `${each.divergences} at ${each.target_accept}`);
  return ` (sampled again with target acceptance ${target_accept} because of divergences: ${before.join(", ")})`;
}

function figures(diagnostics: Diagnostics): string {
  const { chains, draws_per_chain: draws, divergences } = diagnostics;
  return [
    `${count(chains, "chain")} of ${count(draws, "draw")}`,
    `${divergences === 0 ? "no divergences" : count(divergences, "divergence")}${again(diagnostics)}`,
    `largest R-hat ${fixed(diagnostics.max_rhat, 3)}`,
    `smallest ESS ${fixed(Math.floor(diagnostics.min_ess_bulk), 0)} bulk, ${fixed(Math.floor(diagnostics.min_ess_tail), 0)} tail`,
    `smallest E-BFMI ${fixed(diagnostics.min_ebfmi, 2)}`,
  ].join(", ");
}

/** The columns of a table of summary rows; decimals follow each row's standard deviation. */
export function summaryColumns(rows: readonly SummaryRow[]): readonly TableColumn[] {
  const figure = (title: string, rank: number, of: (row: SummaryRow) => string): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: rows.map(of),
  });
  const scaled = (key: "sd" | "q5" | "q95") => (row: SummaryRow) => fixed(row[key], decimalsFor(row.sd));
  return [
    { title: "name", align: "left", rank: 0, cells: rows.map(({ name }) => name) },
    figure(statisticWords(rows), 0, (row) => estimateAlone(row, (value) => fixed(value, decimalsFor(row.sd)))),
    figure("sd", 4, scaled("sd")),
    figure("5%", 0, scaled("q5")),
    figure("95%", 0, scaled("q95")),
    figure("R-hat", 2, ({ rhat }) => fixed(rhat, 3)),
    figure("ESS bulk", 3, ({ ess_bulk }) => fixed(ess_bulk, 0)),
    figure("ESS tail", 5, ({ ess_tail }) => fixed(ess_tail, 0)),
  ];
}

/** Time in all and what it went to. */
export function timeLines(diagnostics: Diagnostics, all: number, width: number): readonly string[] {
  const { seconds, gradient_evaluations: gradients, microseconds_per_gradient: microseconds, resampled } = diagnostics;
  const given = (resampled?.earlier ?? []).reduce((total, each) => total + each.seconds, 0);
  const givenUp = resampled === undefined ? "" : `; of this, ${duration(given)} for draws that were sampled again`;
  return wrapText(
    `Time: ${duration(all)} in total; compiling ${duration(seconds.compile)}, warm-up ${duration(seconds.warmup)}, ` +
      `sampling ${duration(seconds.sampling)}; ${fixed(gradients, 0)} gradients of ` +
      `${figure(microseconds)} microseconds${givenUp}.`,
    width,
  );
}
