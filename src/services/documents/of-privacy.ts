// What commands and servers say of privacy, as JSON documents: a bounded table, the state of a ledger.

import { type Document, documentOf } from "../../documents/index.ts";
import { boundsDocument, type TableBounds } from "../../privacy/aggregate/index.ts";
import type { LedgerState } from "../../privacy/ledger/index.ts";

export interface AggregatedTable {
  /** Path of the table. NOT YET PRIVATE. */
  readonly table: string;
  /** Path of its bounds. */
  readonly bounds: string;
  readonly description: ReturnType<typeof boundsDocument>;
}

/** `carryover aggregate --json`. */
export function aggregateDocument(
  paths: { readonly table: string; readonly bounds: string },
  bounds: TableBounds,
): Document<"carryover/aggregate/1", AggregatedTable> {
  return documentOf("carryover/aggregate/1", { ...paths, description: boundsDocument(bounds) });
}

/** One query that was charged. */
export interface ChargeRow {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** What was asked: columns with commas between. */
  readonly columns: string;
  readonly mechanism: string;
  readonly epsilon: number;
  readonly delta: number;
  readonly rho: number | undefined;
  /** Version of the table; absent for charges of earlier versions of carryover, and those that were declared after a restore. */
  readonly version: number | undefined;
}

/** The charges of a ledger, a row for each query. */
export function chargeRows({ charges }: LedgerState): readonly ChargeRow[] {
  return charges.flatMap(({ time, queries, table }) =>
    queries.map(({ label: columns, mechanism, epsilon, delta, rho }) => ({
      time,
      columns,
      mechanism,
      epsilon,
      delta,
      rho,
      version: table === undefined || table.version === 0 ? undefined : table.version,
    })),
  );
}

/** `carryover ledger --json`. */
export function ledgerDocument(
  state: LedgerState,
): Document<"carryover/ledger/1", Omit<LedgerState, "charges"> & { readonly charges: readonly ChargeRow[] }> {
  return documentOf("carryover/ledger/1", { ...state, charges: chargeRows(state) });
}
