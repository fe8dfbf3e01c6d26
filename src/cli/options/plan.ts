// Options of carryover optimize as the content of a plan file, so that one set of checks serves both.

import { boundsOf, changeOf, namedTexts, type PlanDocument, type OptimizeFile } from "../../decisions/plans/index.ts";
import { listSyntax, planRules } from "../../problems/plan-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";

export interface PlanOptions {
  readonly horizon: number | undefined;
  readonly budget: number | undefined;
  readonly "budget-change": string | undefined;
  readonly "target-roi": number | undefined;
  readonly "target-marginal-roi": number | undefined;
  readonly objective: string | undefined;
  readonly margin: number | undefined;
  readonly probability: number | undefined;
  readonly bounds: string | undefined;
  readonly fix: string | undefined;
  readonly minimum: string | undefined;
  readonly flighting: string | undefined;
  readonly "by-week": boolean;
  readonly draws: number | undefined;
  readonly level: number | undefined;
}

/** Key of a plan file to the option that says the same. */
const optionOf: Readonly<Record<string, string>> = { fixed: "--fix" };

/** @throws CarryoverError (wrong usage) for lists and percentages that cannot be read */
export function planOptions(options: PlanOptions): PlanDocument<OptimizeFile> {
  const problems: Problem[] = [];
  const entries = (
    name: "bounds" | "minimum",
    isRight: (text: string) => boolean,
  ): Record<string, string> | undefined => {
    const text = options[name];
    if (text === undefined) return undefined;
    const found = namedTexts(text);
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
    problems.push(listSyntax("--budget-change", change, planRules.budgetChange.must));
  }
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  const content: OptimizeFile = {
    horizon: options.horizon,
    budget: options.budget,
    budget_change: change,
    target_roi: options["target-roi"],
    target_marginal_roi: options["target-marginal-roi"],
    objective: options.objective as OptimizeFile["objective"],
    margin: options.margin,
    probability: options.probability,
    bounds,
    fixed: options.fix?.split(",").map((name) => name.trim()),
    minimum: minimum && Object.fromEntries(Object.entries(minimum).map(([name, text]) => [name, Number(text)])),
    flighting: options.flighting as "even" | "observed" | undefined,
    by_week: options["by-week"] ? true : undefined,
    draws: options.draws,
    level: options.level,
  };
  const place = (key: string | number | undefined): string => {
    const name = String(key);
    return Object.hasOwn(optionOf, name) ? optionOf[name] : `--${name.replaceAll("_", "-")}`;
  };
  return { content, where: ([key]) => place(key), received: ([, member]) => String(member) };
}
