// What carryover batch prints: the plan before it runs, and what came of it.

import type { FitRow, FitShape } from "../../jobs/tasks/index.ts";
import type { BatchResult, OverviewResult, PlannedBatch } from "../../services/batch/index.ts";
import { problemLines } from "./problems.ts";
import type { Style } from "../terminal/index.ts";

import { bytes, count, duration, fixed } from "../../words/index.ts";

/** What is to be done, on what, and how much memory it may take. */
export function planLines({ plan, ...on }: PlannedBatch): readonly string[] {
  const shapes = plan.fits.map(({ shape }) => shape);
  const programs = new Set(shapes.map(({ program }) => program)).size;
  const kept = plan.kept.length === 0 ? "" : `, ${plan.kept.length} kept`;
  const failed = plan.failed.length === 0 ? "" : `, ${plan.failed.length} that cannot be fitted`;
  const first = `${on.what}: ${count(shapes.length, "fit")} to run${kept}${failed}`;
  if (shapes.length === 0) return [first];
  return [
    `${first}; ${largest(shapes)}; ${count(programs, "program")}`,
    `executor: ${on.executor}, ${on.reason}; at most about ${bytes(on.bytes)} of memory`,
  ];
}

function largest(shapes: readonly FitShape[]): string {
  const most = (pick: (shape: FitShape) => number): number =>
    shapes.reduce((all, shape) => Math.max(all, pick(shape)), 0);
  const draws = most(({ chains, draws: each }) => chains * each);
  return `up to ${most(({ weeks }) => weeks)} rows, ${most(({ channels }) => channels)} channels, ${draws} draws`;
}

/** Fits of one state that are told one by one; the overview has them all. */
const mostTold = 8;

export function outcomeLines({ rows, made, seconds, files }: BatchResult, style: Style): readonly string[] {
  const of = (state: FitRow["state"]): readonly FitRow[] => rows.filter((row) => row.state === state);
  const converged = of("converged");
  const unconverged = of("not converged");
  const failed = of("failed");
  const rate = made > 0 ? ` (${fixed((3600 * made) / seconds, 0)} per hour)` : "";
  const told = (list: readonly FitRow[], lines: (row: FitRow) => readonly string[]): readonly string[] => {
    const more = list.length - mostTold;
    return [...list.slice(0, mostTold).flatMap(lines), ...(more > 0 ? [`  and ${more} more in the overview`] : [])];
  };
  return [
    `${count(made, "fit")} in ${duration(seconds)}${rate}`,
    `${style.green("converged")}: ${converged.length}`,
    ...(unconverged.length === 0 ? [] : [`${style.yellow("not converged")}: ${unconverged.length}`]),
    ...told(unconverged, ({ name, reasons }) => [`  ${name}: ${reasons[0] ?? ""}`]),
    ...(failed.length === 0 ? [] : [`${style.red("failed")}: ${failed.length}`]),
    ...told(failed, ({ name, problems }) => [
      `  ${name}`,
      ...problems.slice(0, 2).flatMap((problem) => problemLines(problem, style).map((line) => `    ${line}`)),
    ]),
    ...files.map((file) => `wrote ${file}`),
  ];
}

/** What is known of all fits of a batch. */
export function overviewLines({ overview: { counts }, files }: OverviewResult): readonly string[] {
  const { fits, converged, not_converged: not, failed, missing } = counts;
  const states = `${converged} converged, ${not} not converged, ${failed} failed, ${missing} missing`;
  return [`${fits} fits: ${states}`, ...files.map((file) => `wrote ${file}`)];
}
