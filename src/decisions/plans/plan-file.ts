// A plan file read and checked: its content, and the place of everything in it.

import type { z } from "zod";
import { type DocumentPath, inOrder, parseAnyKey, readSource, readWritten, schemaProblems } from "../../files/index.ts";
import { cellPlace } from "../../problems/place.ts";
import * as wording from "../../problems/plan-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { type Rule, wrongValue } from "../../problems/written-file-problems.ts";
import { settingHint, wanted } from "../../settings/index.ts";
import type { OptimizeFile, ScenarioFile } from "./plan-schema.ts";

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
  return parsePlanFile(await readWritten(file, "plan"), file, kind);
}

/** Reads the text of a plan file; `file` only says where problems are. Errors as `readPlanFile`. */
export async function parsePlanFile<K extends keyof Contents>(
  text: string,
  file: string,
  kind: K,
): Promise<PlanDocument<Contents[K]>> {
  const read = await readSource("plan", file, text);
  if ("problems" in read) throw new CarryoverError(read.problems);
  const { source } = read;
  const { optimizeFileSchema, scenarioFileSchema, keysOf, planFileSettings } = await import("./plan-schema.ts");
  const ruleOf = (name: string): Rule | undefined => {
    if (Object.hasOwn(wording.planRules, name)) return wording.planRules[name as wording.PlanRuleName];
    if (!Object.hasOwn(planFileSettings, name)) return undefined;
    const setting = planFileSettings[name];
    return { must: wanted(setting), hint: settingHint(setting) };
  };
  const schema = kind === "optimize" ? optimizeFileSchema : scenarioFileSchema;
  const result = parseAnyKey<unknown, z.core.$ZodIssue>(schema, source.value);
  if ("content" in result) {
    return { content: result.content as Contents[K], where: (path) => source.where(path), received: source.received };
  }
  const problems = schemaProblems(result.issues, source, {
    kind: "plan",
    rule: ruleOf,
    keysAt: () => keysOf(schema),
  });
  throw new CarryoverError(inOrder(problems));
}

/** Columns of a table that only say which period a row is. */
const periodColumns = new Set(["week", "date", "day", "period", "month", "quarter"]);

/** A calendar: rows of period, channel, spend and, of a panel, geo; periods in the order in which the file first names them. */
function calendarContent(
  file: string,
  {
    channel,
    spend,
    geo,
    when,
    whereOf,
  }: {
    readonly channel: ArrayLike<number | string>;
    readonly spend: ArrayLike<number | string>;
    readonly geo: ArrayLike<number | string> | undefined;
    readonly when: ArrayLike<number | string> | undefined;
    readonly whereOf: (row: number) => string;
  },
): PlanDocument<OptimizeFile> {
  const problems: Problem[] = [];
  const periods = new Map<string, number>();
  const byLine = new Map<string, number[]>();
  const seen = new Map<string, number>();
  // A line that has no row in a period spends nothing in it.
  const cells = Array.from(channel, (name, row) => {
    const value =
      typeof spend[row] === "number" ? spend[row] : String(spend[row]).trim() === "" ? Number.NaN : Number(spend[row]);
    if (!(value >= 0 && Number.isFinite(value))) {
      problems.push(
        wrongValue("plan", whereOf(row), "spend", wording.planRules.cellAmount, JSON.stringify(spend[row])),
      );
    }
    const where = geo === undefined ? "" : String(geo[row]).trim();
    const line = where === "" || where === allGeosName ? String(name) : `${String(name)} in ${where}`;
    const count = seen.get(line) ?? 0;
    seen.set(line, count + 1);
    const period = when === undefined ? String(count) : String(when[row]);
    if (!periods.has(period)) periods.set(period, periods.size);
    if (!byLine.has(line)) byLine.set(line, []);
    return { line, period: periods.get(period) as number, value };
  });
  if (problems.length > 0) throw new CarryoverError(problems);
  for (const [line] of byLine) byLine.set(line, new Array<number>(periods.size).fill(0));
  for (const { line, period, value } of cells) (byLine.get(line) as number[])[period] += value;
  return {
    content: {
      horizon: periods.size,
      current: Object.fromEntries(byLine),
      ...(geo === undefined ? {} : { by_geo: true }),
    },
    where: (path) => (path.length > 1 ? `${file}, "${path[1]}"` : file),
    received: (path) => JSON.stringify(path.at(-1)),
  };
}

/** What calendars write for a channel in all geos. */
const allGeosName = "all geos";

async function readPlanTable(file: string): Promise<PlanDocument<OptimizeFile>> {
  const { readTable } = await import("../../data/reading/read-table.ts");
  const [{ cellOf }, { meantBy }, { duplicateColumn }] = await Promise.all([
    import("../../data/reading/table.ts"),
    import("../../data/reading/alike.ts"),
    import("../../problems/column-problems.ts"),
  ]);
  const table = await readTable(file);
  const problems: Problem[] = [];
  const named = new Map(table.columns.map((column) => [column.name.toLowerCase(), column] as const));
  const [channel, spend] = [named.get("channel"), named.get("spend")];
  if (channel !== undefined && spend !== undefined) {
    const geo = named.get("geo");
    const when = table.columns.find(({ name }) => periodColumns.has(name.toLowerCase()));
    return calendarContent(file, {
      channel: channel.values,
      spend: spend.values,
      geo: geo?.values,
      when: when?.values,
      whereOf: (row) => cellPlace(cellOf(table, row, spend.name)),
    });
  }
  const columns: [string, number[]][] = [];
  for (const column of table.columns) {
    if (periodColumns.has(column.name.toLowerCase())) continue;
    const meant = meantBy(table, column.name, true).map((each) => ({ name: column.name, position: each.position }));
    if (meant.length > 0) problems.push(duplicateColumn(file, column.name, meant));
    const values = Array.from<number | string, number>(column.values, (cell, row) => {
      const value = typeof cell === "number" ? cell : cell.trim() === "" ? Number.NaN : Number(cell);
      if (!Number.isFinite(value)) {
        const where = cellPlace(cellOf(table, row, column.name));
        problems.push(wrongValue("plan", where, column.name, wording.planRules.minimumAmount, JSON.stringify(cell)));
      }
      return value;
    });
    columns.push([column.name, values]);
  }
  if (problems.length > 0) throw new CarryoverError(problems);
  return {
    content: { horizon: table.rows, current: Object.fromEntries(columns) },
    where: (path) => (path.length > 1 ? `${file}, column "${path[1]}"` : file),
    received: (path) => JSON.stringify(path.at(-1)),
  };
}
