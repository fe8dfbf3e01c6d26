// A plan file read and checked: its content, and the place of everything in it.

import { readSource, type DocumentPath, inOrder } from "../../mmm/specification/index.ts";
import * as wording from "../../problems/plan-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { settingHint, wanted } from "../../settings/index.ts";
import type { OptimizeFile, ScenarioFile } from "./plan-schema.ts";

/** Plan files are short; something larger is another file. */
const largestFile = 1_000_000;

/** Content of a file, and where its parts stand, for problems. */
export interface PlanDocument<T> {
  readonly content: T;
  where(path: DocumentPath): string;
  received(path: DocumentPath): string;
}

interface Contents {
  readonly optimize: OptimizeFile;
  readonly scenarios: ScenarioFile;
}

/**
 * Reads a plan file in YAML or JSON; for the optimizer also a CSV table with one column for each channel and one row for each
 * period, which is current spend.
 * @throws CarryoverError with every problem found, with line and column
 */
export async function readPlanFile<K extends keyof Contents>(
  file: string,
  kind: K,
): Promise<PlanDocument<Contents[K]>> {
  if (kind === "optimize" && /\.csv$/i.test(file)) {
    return (await readPlanTable(file)) as PlanDocument<Contents[K]>;
  }
  const { readFile, stat } = await import("node:fs/promises");
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > largestFile) throw new CarryoverError([wording.planFileTooLarge(file, size, largestFile)]);
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof CarryoverError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const reason = { ENOENT: "there is no such file", EISDIR: "it is a folder", EACCES: "permission is denied" }[code];
    throw new CarryoverError([wording.unreadablePlanFile(file, reason ?? code)]);
  }
  return parsePlanFile(text, file, kind);
}

/** Reads the text of a plan file; `file` only says where problems are. Errors as `readPlanFile`. */
export async function parsePlanFile<K extends keyof Contents>(
  text: string,
  file: string,
  kind: K,
): Promise<PlanDocument<Contents[K]>> {
  const read = await readSource(file, text);
  if ("problems" in read) throw new CarryoverError(read.problems);
  const { source } = read;
  const { optimizeFileSchema, scenarioFileSchema, keysOf, planFileSettings } = await import("./plan-schema.ts");
  const ruleOf = (name: string): wording.PlanRule => {
    if (Object.hasOwn(wording.planRules, name)) return wording.planRules[name as wording.PlanRuleName];
    if (!Object.hasOwn(planFileSettings, name)) throw new Error(`The schema has no wording for: ${name}`);
    const setting = planFileSettings[name];
    return { must: wanted(setting), hint: settingHint(setting) };
  };
  const schema = kind === "optimize" ? optimizeFileSchema : scenarioFileSchema;
  const result = schema.safeParse(source.value);
  if (result.success) {
    return { content: result.data as Contents[K], where: (path) => source.where(path), received: source.received };
  }
  const problems = result.error.issues.flatMap((issue): Problem[] => {
    const path = issue.path as DocumentPath;
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => wording.unknownPlanKey(source.where([...path, key], "key"), key, keysOf(schema)));
    }
    const key = path.map((part) => (typeof part === "number" ? part + 1 : part)).join(".");
    const rule = ruleOf(issue.message);
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((part, own) => (part as Record<string, unknown>)?.[own], source.value);
    const isMissing = path.length > 0 && (parent as Record<string, unknown> | undefined)?.[path.at(-1)!] === undefined;
    if (isMissing) return [wording.missingPlanKey(source.where(path, "key"), key, rule)];
    return [wording.wrongPlanValue(source.where(path), key, rule, source.received(path))];
  });
  throw new CarryoverError(inOrder(problems));
}

/** Columns of a table that only say which period a row is. */
const periodColumns = new Set(["week", "date", "day", "period"]);

async function readPlanTable(file: string): Promise<PlanDocument<OptimizeFile>> {
  const { readTable } = await import("../../data/reading/read-table.ts");
  const { cellOf } = await import("../../data/reading/table.ts");
  const table = await readTable(file);
  const problems: Problem[] = [];
  const current: Record<string, number[]> = {};
  for (const column of table.columns) {
    if (periodColumns.has(column.name.toLowerCase())) continue;
    current[column.name] = Array.from<number | string, number>(column.values, (cell, row) => {
      const value = typeof cell === "number" ? cell : cell.trim() === "" ? Number.NaN : Number(cell);
      if (!Number.isFinite(value)) {
        const { row: line } = cellOf(table, row, column.name);
        const where = `${file}, ${line?.unit} ${line?.number}, column "${column.name}"`;
        problems.push(
          wording.wrongPlanValue(where, column.name, wording.planRules.minimumAmount, JSON.stringify(cell)),
        );
      }
      return value;
    });
  }
  if (problems.length > 0) throw new CarryoverError(problems);
  return {
    content: { horizon: table.rows, current },
    where: (path) => (path.length > 1 ? `${file}, column "${path[1]}"` : file),
    received: (path) => JSON.stringify(path.at(-1)),
  };
}
