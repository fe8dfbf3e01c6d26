// Lift tests from a CSV: one row for each, columns named as the keys of the model file.

import type { CsvRecord } from "../../data/reading/index.ts";
import * as wording from "../../problems/experiment-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { wrongValue } from "../../problems/written-file-problems.ts";
import { experimentSettings, type Setting, statedSpendSettings, settingHint, wanted } from "../../settings/index.ts";
import { experimentEntry, type ExperimentEntry } from "./schema-experiments.ts";

/** Tests as they are written, and where. */
export interface WrittenExperiments {
  readonly entries: readonly ExperimentEntry[];
  /** Place of a key of a test, or of the test. */
  readonly where: (index: number, key?: string) => string;
}

const settings: Readonly<Record<string, Setting>> = { ...experimentSettings, ...statedSpendSettings };

/** Columns with names of their own: where a cell goes. */
const nested: Readonly<Record<string, readonly [parent: string, key: string]>> = {
  multiply: ["counterfactual", "multiply"],
  add: ["counterfactual", "add"],
  counterfactual_spend: ["counterfactual", "spend"],
  low: ["interval", "low"],
  high: ["interval", "high"],
  level: ["interval", "level"],
};

const lists = ["channels", "geos"];
const texts = ["name", "start", "end"];
const numbers = ["lift", "se"];

/** Columns that a CSV of tests may have. */
export const experimentColumns: readonly string[] = [
  ...texts.slice(0, 1),
  ...lists,
  ...texts.slice(1),
  ...Object.keys(settings),
  ...Object.keys(nested),
  ...numbers,
];

/**
 * Reads the tests of a CSV. Several channels, geos or amounts in one cell are parted by `;` or `|`.
 * @throws CarryoverError with every problem of columns and cells
 */
export async function readExperiments(path: string): Promise<WrittenExperiments> {
  const { csvRecords, readText } = await import("../../data/reading/index.ts");
  const { records } = await csvRecords(await readText(path), path);
  const [{ record: header }, ...rows] = records;
  const problems: Problem[] = [];
  for (const column of header) {
    if (!experimentColumns.includes(column)) {
      problems.push(wording.experimentsFile(`${path}:1`, column, experimentColumns));
    }
  }
  if (problems.length > 0) throw new CarryoverError(problems);
  const where = (index: number, key?: string): string => {
    const { line } = rows[index];
    return key === undefined ? `${path}:${line}` : `${path}:${line}, ${key}`;
  };
  const entries = rows.flatMap((row, index) => entryOf(header, row, (key) => where(index, key), problems));
  if (problems.length > 0) throw new CarryoverError(problems);
  return { entries, where };
}

function entryOf(
  header: readonly string[],
  { record }: CsvRecord,
  where: (key: string) => string,
  problems: Problem[],
): readonly ExperimentEntry[] {
  const found: Record<string, unknown> = {};
  header.forEach((column, k) => {
    const cell = record[k] ?? "";
    if (cell === "") return;
    const value = valueOf(column, cell, where(column), problems);
    const place = nested[column];
    if (place === undefined) found[column] = value;
    else found[place[0]] = { ...(found[place[0]] as object | undefined), [place[1]]: value };
  });
  found.counterfactual ??= {};
  const result = experimentEntry.safeParse(found);
  if (result.success) return [result.data];
  for (const { path, message } of result.error.issues) {
    const key = path.map(String).join(".");
    const rule = ruleOf(message);
    const name = key === "" ? "the test" : key;
    problems.push(wrongValue("model", where(name), name, rule, "this row"));
  }
  return [];
}

function ruleOf(name: string): { readonly must: string; readonly hint: string } {
  if (Object.hasOwn(wording.experimentRules, name)) return wording.experimentRules[name as wording.ExperimentRule];
  const setting = settings[name.replace("experiments.", "")];
  return { must: wanted(setting), hint: settingHint(setting) };
}

/** A cell as the model file would have it. */
function valueOf(column: string, cell: string, where: string, problems: Problem[]): unknown {
  const parts = cell.split(/[;|]/).map((part) => part.trim());
  if (lists.includes(column)) return parts;
  if (texts.includes(column)) return cell;
  const setting = settings[column];
  if (setting?.kind === "choice" || setting?.kind === "text") return cell;
  if (setting?.kind === "flag") {
    if (/^(?:true|yes|1)$/i.test(cell)) return true;
    if (/^(?:false|no|0)$/i.test(cell)) return false;
    problems.push(wording.experimentCell(where, column, cell, "true or false"));
    return undefined;
  }
  const values = parts.map(Number);
  if (values.some((value) => !Number.isFinite(value))) {
    problems.push(wording.experimentCell(where, column, cell, "a number"));
    return undefined;
  }
  return column === "counterfactual_spend" && values.length > 1 ? values : values[0];
}
