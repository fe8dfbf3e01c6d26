// What is checked of a panel alone: the people of each geo, geos that start late or end early, targets that are not known, and controls
// that differ between geos alone.

import { panelNotices, panelProblems } from "../../problems/catalog.ts";
import { place } from "../../problems/place.ts";
import { CellProblems, cellOf, numbersOf, rowOf, type Table } from "../reading/index.ts";
import type { ColumnRole } from "../roles/index.ts";
import { periodOf } from "./cadence.ts";
import type { Calendar } from "./calendar.ts";
import type { ColumnOverrides } from "./columns.ts";
import { cellsWithRow, type GeoData, type GeoRows, type HasGeos } from "./geos.ts";
import type { ControlData, TargetData } from "./media-data.ts";
import type { Findings } from "./series.ts";

/** A geo whose target is known in fewer rows is told: it says next to nothing itself. */
const fewestKnown = 13;

/** The geos of a panel, with what is known of their population. */
export function geosOfPanel(
  table: Table,
  geos: GeoRows,
  { spans }: Calendar,
  population: ColumnOverrides["population"],
  findings: Findings,
): readonly GeoData[] {
  const people =
    population === undefined
      ? undefined
      : typeof population === "string"
        ? peopleOfColumn(table, population, geos, findings)
        : peopleByName(table, population, geos, findings);
  if (population === undefined) findings.notices.push(panelNotices.withoutPopulation(table.source));
  return geos.names.map((name, k) => ({
    name,
    ...(people === undefined ? {} : { population: people[k] }),
    ...spans[k],
  }));
}

function peopleOfColumn(
  table: Table,
  column: string,
  { names, of }: GeoRows,
  { problems }: Findings,
): Float64Array | undefined {
  const values = numbersOf(table, column, "population", problems);
  if (values === undefined) return undefined;
  const rows = new Int32Array(names.length).fill(-1);
  const bad = new CellProblems(table, problems);
  values.forEach((value, row) => {
    const geo = of[row];
    const first = rows[geo];
    const cell = cellOf(table, row, column);
    if (first < 0) {
      rows[geo] = row;
      if (!(value > 0))
        bad.add(row, panelProblems.noPopulation(place(table.source, cell.row, column), names[geo], value));
    } else if (value !== values[first]) {
      const before = { value: values[first], row: rowOf(table, first) };
      bad.add(row, panelProblems.changingPopulation(cell, names[geo], value, before));
    }
  });
  bad.close();
  return bad.found > 0 ? undefined : Float64Array.from(rows, (row) => values[row]);
}

function peopleByName(
  table: Table,
  people: Readonly<Record<string, number>>,
  { names }: GeoRows,
  { problems }: Findings,
): Float64Array | undefined {
  const unknown = Object.keys(people).filter((name) => !names.includes(name));
  if (unknown.length > 0) problems.push(panelProblems.unknownGeos(table.source, unknown, names));
  const bad = names.filter((name) => !(people[name] > 0));
  for (const name of bad) problems.push(panelProblems.noPopulation(table.source, name, people[name]));
  return unknown.length + bad.length > 0 ? undefined : Float64Array.from(names, (name) => people[name]);
}

/** Adds problems for what was said of geos where there are none. */
export function checkNoGeos(
  table: Table,
  { geo, population, national }: ColumnOverrides,
  { problems }: Findings,
): void {
  const said = { geo, population, national: national?.length === 0 ? undefined : national };
  if (problems.length > 0) return;
  for (const [key, value] of Object.entries(said)) {
    if (value !== undefined) problems.push(panelProblems.noGeos(table.source, key));
  }
}

interface Panel {
  readonly geos: readonly GeoData[];
  readonly calendar: Calendar;
  readonly target: TargetData;
  readonly columns: readonly ColumnRole[];
  readonly overrides: ColumnOverrides;
}

/** Says what is not known of a panel, and leaves out controls that never change within a geo. */
export function checkPanel(
  table: Table,
  { geos, calendar, target, columns, overrides }: Panel,
  candidates: readonly ControlData[],
  { problems, notices }: Findings,
): { readonly controls: readonly ControlData[]; readonly columns: readonly ColumnRole[] } {
  const { source } = table;
  const { rows, cadence } = calendar;
  tellOfRagged(source, geos, calendar, notices);
  const known = geos.map((_, geo) => {
    let count = 0;
    for (let t = 0; t < rows; t++) if (!Number.isNaN(target.values[geo * rows + t])) count++;
    return count;
  });
  const withEmpty = geos.filter(({ first, end }, geo) => known[geo] < end - first);
  geos.forEach(({ name, first, end }, geo) => {
    if (known[geo] === 0) problems.push(panelProblems.neverObserved(source, target.name, name, end - first));
  });
  if (withEmpty.length > 0) {
    const all = geos.reduce((total, { first, end }) => total + end - first, 0);
    const empty = all - known.reduce((total, count) => total + count, 0);
    const names = withEmpty.map(({ name }) => name);
    notices.push(panelNotices.targetNotKnown(source, target.name, empty, all, names));
  }
  const sparse = geos.filter((_, geo) => known[geo] > 0 && known[geo] < fewestKnown);
  if (sparse.length > 0 && periodOf(cadence) !== "quarter") {
    const names = sparse.map(({ name }) => name);
    notices.push(panelNotices.sparseGeos(source, names, fewestKnown));
  }
  const still = candidates.filter(({ values }) => isOneInEach(values, geos, rows));
  for (const { name } of still) {
    const { controls = [], treatments = [] } = overrides;
    if ([...controls, ...treatments].includes(name)) problems.push(panelProblems.controlByGeo(source, name));
  }
  if (still.length === 0) return { controls: candidates, columns };
  const names = still.map(({ name }) => name);
  notices.push(panelNotices.constantByGeo(source, names));
  return {
    controls: candidates.filter((control) => !still.includes(control)),
    columns: columns.map((role) =>
      names.includes(role.column)
        ? { column: role.column, role: "constant", confidence: "high", reason: "it never changes within a geo" }
        : role,
    ),
  };
}

/** Whether a series has one value in each geo. */
function isOneInEach(values: Float64Array, geos: readonly GeoData[], rows: number): boolean {
  return geos.every(({ first, end }, geo) => {
    const own = values.subarray(geo * rows + first, geo * rows + end);
    return own.every((value) => value === own[0]);
  });
}

function tellOfRagged(
  source: string,
  geos: readonly GeoData[],
  { rows, labels, cadence, dayOfYear }: Calendar,
  notices: Findings["notices"],
): void {
  const period = periodOf(cadence);
  const late = geos.filter(({ first }) => first > 0);
  const early = geos.filter(({ end }) => end < rows);
  const at = (label: string): string => (dayOfYear === undefined ? `${period} ${label}` : label);
  if (late.length > 0) {
    const told = late.map(({ name, first }) => ({ name, date: `from ${at(labels[first])}`, periods: first }));
    notices.push(panelNotices.raggedGeos(source, told, "late", period));
  }
  if (early.length > 0) {
    const told = early.map(({ name, end }) => ({ name, date: `to ${at(labels[end - 1])}`, periods: rows - end }));
    notices.push(panelNotices.raggedGeos(source, told, "early", period));
  }
}

/**
 * Series of a panel without what differs between geos: over the cells that have a row, amounts (per head where that is known, else in
 * proportion to their mean in the geo) less their mean in the geo.
 */
export function withinGeos(data: HasGeos): (values: Float64Array, isAmount: boolean) => Float64Array {
  const cells = cellsWithRow(data);
  const { rows, geos = [] } = data;
  return (values, isAmount) => {
    const centered = geos.flatMap(({ population }, geo) => {
      const own = values.subarray(geo * rows, (geo + 1) * rows).filter((_, t) => cells[geo * rows + t] === 1);
      const mean = own.reduce((total, value) => total + value, 0) / own.length;
      const unit = isAmount ? (population ?? (mean === 0 ? 1 : mean)) : 1;
      return Array.from(own, (value) => (value - mean) / unit);
    });
    return Float64Array.from(centered);
  };
}
