// Settings of what a fit is for: what a sale earns, and in which currency. They do not change a draw.

import type { Problem } from "../problems/problem.ts";
import { marginAboveOne, wrongSetting } from "../problems/setting-problems.ts";
import type { TargetKind } from "./columns.ts";
import { settingHint } from "./check.ts";
import { accepts, wanted } from "./setting.ts";

/** Keys of a model file, kept in the run, and options of every command that speaks of money. */
export const businessSettings = {
  margin: {
    kind: "number",
    above: 0,
    describe: "Profit before media from one unit of the target: 0.4 for 40% of revenue, or profit per conversion",
    fallback: "that of the run; without one, results are about revenue",
    hint: "0.3 stands for 30% of revenue; for conversions give the profit per conversion.",
    commands: ["fit", "roi", "recommend", "report", "optimize", "scenarios", "experiment"],
  },
  currency: {
    kind: "text",
    what: "a currency, such as EUR or $",
    describe: "Currency of spend and revenue, for headings and amounts",
    fallback: "that of the run, or none",
    hint: "Write a code such as EUR, or a sign such as $.",
    commands: ["fit", "roi", "contributions", "curves", "recommend", "report", "optimize", "scenarios", "experiment"],
  },
  title: {
    kind: "text",
    what: "a title",
    describe: "Title of the report",
    fallback: "that of the run, or the name of the table",
    hint: "Write it as text: `title: Brand A, 2024`.",
    commands: ["fit", "report"],
  },
} as const;

/** What a fit is for, as far as it was said. */
export interface Business {
  /** Profit before media from one unit of the target, above 0; a share of revenue is at most 1. */
  readonly margin?: number | undefined;
  readonly currency?: string | undefined;
  readonly title?: string | undefined;
}

/**
 * What is wrong with a margin for a target of this kind: it is not a number above 0, or a share of revenue above 1.
 * @param kind of the target; undefined where it is not known yet
 */
export function marginProblem(margin: unknown, kind: TargetKind | undefined, where: string): Problem | undefined {
  const { margin: setting } = businessSettings;
  if (!accepts(setting, margin)) {
    return wrongSetting(where, "margin", wanted(setting), String(margin), settingHint(setting));
  }
  return kind === "revenue" && (margin as number) > 1 ? marginAboveOne(where, margin as number) : undefined;
}
