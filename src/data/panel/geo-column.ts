// Which column says which geo a row is of: what was said, a column that is called like a place, or text that tells the rows of one
// date apart. A table whose dates do not repeat has none.

import { columnProblems, panelProblems } from "../../problems/catalog.ts";
import { rowText } from "../../problems/place.ts";
import type { Problem } from "../../problems/problem.ts";
import { CellProblems, cellOf, columnOf, rowOf, type Table, textsOf } from "../reading/index.ts";
import { type Confidence, isGeoName, isOtherKeyName } from "../roles/index.ts";
import { possibleDates } from "./date-column.ts";
import type { GeoRows } from "./geos.ts";

/** The geo column that was found, and how sure that is. */
export interface FoundGeo extends GeoRows {
  readonly confidence: Confidence;
  readonly reason: string;
}

/** Rows for each date on average, from which on dates repeat because there are geos, and not by mistake. */
const fewestByDate = 1.1;
/** A column that is called like a place has geos only where each has as many rows on average: amounts have none twice. */
const fewestOfNamed = 2;
/** A column whose name says nothing has geos only where each has as many rows on average. */
const fewestByGeo = 4;

/**
 * Finds the geo column; problems are added to the list. Undefined for a national table.
 * @param said the columns that the user said are something: the date and the geo, and all others (`taken`), which are no geo
 */
export function findGeo(
  table: Table,
  said: {
    readonly date?: string | undefined;
    readonly geo?: string | undefined;
    readonly taken: readonly string[];
  },
  problems: Problem[],
): FoundGeo | undefined {
  const names = table.columns.map(({ name }) => name);
  if (said.geo !== undefined && !names.includes(said.geo)) {
    problems.push(columnProblems.missingColumn(table.source, "geo", said.geo, names));
    return undefined;
  }
  if (said.geo !== undefined) return geosIn(table, said.geo, "stated", "you said so", problems);
  const dates = said.date === undefined ? possibleDates(table) : names.filter((name) => name === said.date);
  const keys = dates.map((name) => ({ name, ...coded(table, name) }));
  // One column with a row for each date is enough: it is the date of a national table.
  if (keys.length === 0 || keys.some(({ distinct }) => table.rows < fewestByDate * distinct)) return undefined;
  const candidates = names
    .filter((name) => !dates.includes(name) && !said.taken.includes(name))
    .map((name) => candidateOf(table, name, keys))
    .filter(({ distinct }) => distinct > 1);
  const named = candidates.filter(({ name }) => isGeoName(name));
  const others = candidates.filter(({ name, isText }) => isText && !isGeoName(name));
  const ofNamed = fewest(named.filter(({ unique, distinct }) => unique && table.rows >= fewestOfNamed * distinct));
  if (ofNamed !== undefined) return geosIn(table, ofNamed.name, "high", "its name says so", problems);
  const unnamed = others.filter(
    ({ name, unique, distinct }) => unique && !isOtherKeyName(name) && table.rows >= fewestByGeo * distinct,
  );
  const ofOthers = fewest(unnamed);
  if (ofOthers !== undefined) {
    return geosIn(table, ofOthers.name, "low", "it tells rows of one date apart", problems);
  }
  const [date] = keys;
  const [most] = named.toSorted((a, b) => b.pairs - a.pairs || b.distinct - a.distinct);
  if (most !== undefined) {
    const other = [...others, ...named].find(
      ({ name }) => name !== most.name && isKey(table, [most.name, name, date.name]),
    );
    if (other === undefined) return geosIn(table, most.name, "high", "its name says so", problems);
    problems.push(panelProblems.anotherKey(table.source, most.name, other.name, isGeoName(other.name)));
    return undefined;
  }
  const key = others.find(({ name, unique }) => unique && isOtherKeyName(name));
  if (key !== undefined) problems.push(panelProblems.rowsByOther(table.source, key.name, date.name));
  return undefined;
}

interface Coded {
  /** The number of the value in each row. */
  readonly codes: Int32Array;
  readonly distinct: number;
}

function coded(table: Table, name: string): Coded {
  const known = new Map<string, number>();
  const codes = Int32Array.from(textsOf(columnOf(table, name)!), (text) => {
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return { codes, distinct: known.size };
}

interface Candidate {
  readonly name: string;
  readonly isText: boolean;
  readonly distinct: number;
  /** Different pairs of a value and a date. */
  readonly pairs: number;
  /** No date comes twice with a value. */
  readonly unique: boolean;
}

function candidateOf(table: Table, name: string, dates: readonly Coded[]): Candidate {
  const { codes, distinct } = coded(table, name);
  const pairs = Math.max(...dates.map((date) => pairsOf({ codes, distinct }, date)));
  return { name, isText: columnOf(table, name)!.kind === "text", distinct, pairs, unique: pairs === table.rows };
}

function pairsOf(one: Coded, other: Coded): number {
  return new Set(
    one.codes.length === 0 ? [] : Array.from(one.codes, (code, row) => code * other.distinct + other.codes[row]),
  ).size;
}

/** Whether columns tell all rows apart. */
function isKey(table: Table, names: readonly string[]): boolean {
  const columns = names.map((name) => coded(table, name));
  const keys = Array.from({ length: table.rows }, (_, row) => columns.map(({ codes }) => codes[row]).join(" "));
  return new Set(keys).size === table.rows;
}

/** Of candidates that all tell the rows apart the one with the fewest values, of equals text before numbers, then the first. */
function fewest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.toSorted((a, b) => a.distinct - b.distinct || Number(b.isText) - Number(a.isText))[0];
}

/** The geos of a column; a column of one value says nothing. */
function geosIn(
  table: Table,
  column: string,
  confidence: Confidence,
  reason: string,
  problems: Problem[],
): FoundGeo | undefined {
  const texts = textsOf(columnOf(table, column)!);
  const known = new Map<string, number>();
  const bad = new CellProblems(table, problems);
  const of = Int32Array.from(texts, (text, row) => {
    if (text.trim() === "") bad.add(row, panelProblems.emptyGeo(cellOf(table, row, column)));
    const geo = known.get(text) ?? known.size;
    known.set(text, geo);
    return geo;
  });
  bad.close();
  const names = [...known.keys()];
  const folded = new Map<string, string[]>();
  for (const name of names) {
    const key = name.normalize("NFC").trim().replaceAll(/\s+/g, " ").toLowerCase();
    folded.set(key, [...(folded.get(key) ?? []), name]);
  }
  for (const alike of folded.values()) {
    if (alike.length === 1) continue;
    const rows = alike.map((name) => rowText(rowOf(table, texts.indexOf(name))));
    problems.push(panelProblems.alikeGeos(table.source, column, alike, rows));
  }
  return names.length < 2 ? undefined : { column, names, of, confidence, reason };
}
