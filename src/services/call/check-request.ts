// Requests that a program makes: each key is checked by the setting it is, as options of the library and of the command line are.

import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { wrongSetting } from "../../problems/setting-problems.ts";
import type { OptionRule } from "../../decisions/draws/index.ts";
import {
  againstSettings,
  batchSettings,
  businessSettings,
  chartSettings,
  exportSettings,
  geoSettings,
  periodSettings,
  planSettings,
  quantitySettings,
  runSettings,
  worldSettings,
  accepts,
} from "../../settings/index.ts";

/** Rules for every key whose meaning is the same in all requests that have it. */
const rules: Readonly<Record<string, OptionRule>> = {
  run: path("a run folder"),
  out: path("a path"),
  path: path("a table or a model file"),
  model: text("a model file, as text"),
  data: path("a table"),
  ledger: path("a folder"),
  folder: path("a folder"),
  charts: path("a folder"),
  file: path("a plan file"),
  table: path("a table"),
  events: path("a file of events"),
  specification: path("a privacy file"),
  channel: path("a channel"),
  command: text("what made the run, as text"),
  weekly: flag(),
  geo: geoSettings.geo,
  byGeo: flag(),
  report: flag(),
  resume: flag(),
  force: flag(),
  separateBudget: flag(),
  newVersion: flag(),
  level: quantitySettings.level,
  against: againstSettings.against,
  plan: againstSettings.plan,
  breakEven: quantitySettings.break_even,
  margin: businessSettings.margin,
  currency: businessSettings.currency,
  title: businessSettings.title,
  draws: planSettings.draws,
  holdout: runSettings.holdout,
  holdoutGeos: texts("names of geos"),
  rows: runSettings.holdout,
  threads: runSettings.threads,
  backend: runSettings.backend,
  format: exportSettings.format,
  preset: path("a simulated world"),
  weeks: worldSettings.weeks,
  seed: batchSettings.seed,
  period,
};

/** Rules of keys that mean something of their own in one request. */
export const ownRules: Readonly<
  Record<"anything" | "chartFile" | "chartFormat" | "memory" | "memoryText", OptionRule>
> = {
  anything: (): readonly Problem[] => [],
  chartFile: path("an SVG file"),
  chartFormat: chartSettings.format,
  memory: runSettings.memory,
  memoryText: text("a size such as 256MB"),
};

/**
 * Refuses a request with keys that its service does not know or values that a key does not take: what a program that is not checked by
 * TypeScript gives would otherwise be taken for a default, or fail far from here.
 * @param of the service
 * @param keys that it has, by the common rules
 * @param own keys with rules of their own
 * @param required keys without which there is nothing to do
 * @throws CarryoverError (wrong usage) with everything that is wrong
 */
export async function checkRequest<Request extends object>(
  of: string,
  request: Request,
  keys: readonly (keyof Request & string)[],
  own: { readonly [K in keyof Request]?: OptionRule } = {},
  required: readonly (keyof Request & string)[] = [],
): Promise<void> {
  const { optionProblems } = await import("../../decisions/draws/check-options.ts");
  const known = { ...Object.fromEntries(keys.map((key) => [key, rules[key]])), ...own } as Record<string, OptionRule>;
  const problems = [...optionProblems(of, request, known)];
  const given = (request ?? {}) as Partial<Record<string, unknown>>;
  if (typeof request === "object" && request !== null)
    for (const key of required) if (given[key] === undefined) problems.push(missing(of, key, known[key]));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
}

function missing(of: string, key: string, rule: OptionRule | undefined): Problem {
  const found = typeof rule === "function" ? rule(undefined, `${of}.${key}`) : [];
  return found[0] ?? wrongSetting(of, key, "given", "nothing", "It has no default.");
}

function path(what: string): OptionRule {
  return (value, where) =>
    typeof value === "string" && value !== "" ? [] : [wrong(where, what, value, "Give it as text that is not empty.")];
}

function text(what: string): OptionRule {
  return { kind: "text", what, describe: "" };
}

function flag(): OptionRule {
  return { kind: "flag", describe: "" };
}

/** A list of texts. */
export function texts(what: string): OptionRule {
  return (value, where) =>
    Array.isArray(value) && value.every((each) => typeof each === "string" && each !== "")
      ? []
      : [wrong(where, what, value, "Give a list of texts.")];
}

function period(value: unknown, where: string): readonly Problem[] {
  const what = "{ last } or { from, to } of the table";
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [wrong(where, what, value, "Leave it out for the whole table.")];
  // How many rows are last is asked of the table.
  const { from, to } = periodSettings;
  const settings: Readonly<Record<string, OptionRule>> = { last: ownRules.anything, from, to };
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .flatMap(([key, each]) => {
      const rule = Object.hasOwn(settings, key) ? settings[key] : undefined;
      return rule !== undefined && (typeof rule === "function" || accepts(rule, each))
        ? []
        : [wrong(where, what, { [key]: each }, "Leave it out for the whole table.")];
    });
}

function wrong(where: string, what: string, value: unknown, hint: string): Problem {
  const at = where.lastIndexOf(".");
  const shown = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
  return wrongSetting(where.slice(0, at), where.slice(at + 1), what, shown, hint);
}
