// The bounds document that stands beside an aggregated table.

import { type Document, documentOf } from "../../documents/index.ts";

/** Stands in bounds.json. */
export const boundsVersion = "carryover/bounds/3";
/** The version before, which did not say which table it belongs to. It is read, and no table is released under it. */
export const unsealedVersion = "carryover/bounds/2";

/** What binds bounds to the one table that was written with them. */
export interface TableSeal {
  /** Random, made anew by every aggregation. */
  readonly id: string;
  /**
   * SHA-256 of the id, the bytes of the table and the bounds. Who has this file can test a guess of the whole table with it: the file is as
   * secret as the table.
   */
  readonly sha256: string;
}

export interface TableBounds {
  readonly warning: string;
  /** What the bounds protect. */
  readonly unit: "user";
  readonly neighbors: string;
  readonly grid: { readonly column: "week"; readonly weeks: readonly string[]; readonly channels: readonly string[] };
  readonly groups: readonly BoundedGroup[];
  /** Columns that need no noise, and why. */
  readonly notProtected: readonly { readonly column: string; readonly reason: string }[];
  /** What the bounds do not promise. */
  readonly limits: readonly string[];
  /** Absent before the table is written, where bounds are printed, and in files of earlier versions; nothing is released under these. */
  readonly table?: TableSeal | undefined;
}

/** Columns that share one bound: to be noised together, at one charge. */
export interface BoundedGroup {
  readonly measure: string;
  readonly columns: readonly string[];
  /** Most that one user adds to one cell, and to all cells of the group together; in the unit of the data. */
  readonly cap: number;
  readonly total: number;
  /** Every cell is a whole multiple of this. */
  readonly granularity: number;
  /** Contributions are whole steps, so nothing is rounded (see `sensitivityOf`). */
  readonly rounding: "exact";
  /** Cells of the group: weeks times columns. */
  readonly cells: number;
  /** Most that adding or removing one user moves the group, in the unit of the data; l2 is rounded upwards. */
  readonly sensitivity: { readonly l1: number; readonly l2: number };
}

/** bounds.json: what one user can change in the table beside it, and which columns are not user data. */
export function boundsDocument(bounds: TableBounds): Document<typeof boundsVersion, TableBounds> {
  return documentOf(boundsVersion, bounds);
}
