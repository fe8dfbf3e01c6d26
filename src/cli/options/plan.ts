// Options of carryover optimize as the content of a plan file, so that one set of checks serves both.

import { boundsOf, changeOf, type PlanDocument, type OptimizeFile } from "../../decisions/plans/index.ts";
import { listSyntax, planRules } from "../../problems/plan-problems.ts";
import {
  businessSettings,
  kebab,
  budgetSettings,
  panelPlanSettings,
  planSettings,
  quantitySettings,
  typedEntries,
  typedNames,
  valuesFrom,
} from "../../settings/index.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";

/** Options of carryover optimize: those of the table of settings, and lists by channel. */
export interface PlanOptions extends Readonly<Record<string, unknown>> {
  readonly "budget-change": string | undefined;
  readonly bounds: string | undefined;
  readonly fixed: string | undefined;
  readonly minimum: string | undefined;
}

/**
 * What options say, once it is known which channels a run has: their names may hold commas and equals signs.
 * @param known names and columns of the channels
 * @throws CarryoverError (wrong usage) for lists and percentages that cannot be read
 */
export function planOptions(options: PlanOptions, known: readonly string[]): PlanDocument<OptimizeFile> {
  const problems: Problem[] = [];
  const entries = (
    name: "bounds" | "minimum",
    isRight: (text: string) => boolean,
  ): Record<string, string> | undefined => {
    const text = options[name];
    if (text === undefined) return undefined;
    const found = typedEntries(text, known);
    const wrong = found?.find(([, own]) => !isRight(own));
    if (found === undefined || wrong !== undefined) {
      const wanted =
        name === "bounds"
          ? `channels with ${planRules.bound.must}, as in "TV=-20%..+30%,Radio=1000..5000"`
          : 'channels with an amount of at least 0, as in "TV=1000"';
      problems.push(listSyntax(`--${name}`, wrong === undefined ? text : wrong.join("="), wanted));
    }
    return Object.fromEntries(found ?? []);
  };
  const isAmount = (text: string): boolean => text.trim() !== "" && Number(text) >= 0 && Number.isFinite(Number(text));
  const bounds = entries("bounds", (text) => boundsOf(text) !== undefined);
  const minimum = entries("minimum", isAmount);
  const change = options["budget-change"];
  if (change !== undefined && changeOf(change) === undefined) {
    problems.push(listSyntax("--budget-change", change, budgetSettings.budget_change.what));
  }
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  const content: OptimizeFile = {
    ...valuesFrom("optimize", options, {
      ...planSettings,
      ...panelPlanSettings,
      ...budgetSettings,
      ...quantitySettings,
      margin: businessSettings.margin,
    }),
    bounds,
    fixed: options.fixed === undefined ? undefined : [...typedNames(options.fixed, known)],
    minimum: minimum && Object.fromEntries(Object.entries(minimum).map(([name, text]) => [name, Number(text)])),
  };
  return { content, where: ([key]) => `--${kebab(String(key))}`, received: ([, member]) => String(member) };
}
