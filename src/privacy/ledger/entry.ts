// What the entries of a ledger say: its budget, what was charged to it, what was found to be missing, and which other ledgers there are.

import type { ledgerSettings, ValueOf } from "../../settings/index.ts";

/** How losses of one ledger add up: epsilons and deltas each, or rho. */
export type Accounting = ValueOf<typeof ledgerSettings.accounting>;

export interface BudgetEntry {
  readonly kind: "budget";
  readonly unit: string;
  readonly epsilon: number;
  readonly delta: number;
  readonly accounting: Accounting;
  /** For zCDP accounting: the rho that converts to epsilon and delta. */
  readonly rho?: number;
  /** Key of the hashes by which queries are recognized, so that they say nothing of the data to who has only them. */
  readonly key: string;
}

/** What one answer costs. */
export interface QueryLoss {
  readonly mechanism: string;
  readonly epsilon: number;
  readonly delta: number;
  /** Needed where the ledger counts in zCDP. */
  readonly rho?: number;
}

export interface ChargedQuery extends QueryLoss {
  /** Keyed hash of data, query and parameters. */
  readonly query: string;
  /** What was asked, in words without numbers from the data. */
  readonly label: string;
}

export interface ChargeEntry {
  readonly kind: "charge";
  readonly charge: string;
  readonly time: string;
  /** Who is making the release, for others that ask the same at the same time. */
  readonly by: { readonly host: string; readonly process: number; readonly token: string };
  readonly queries: readonly ChargedQuery[];
  /** The version of the table that was asked; absent in entries of earlier formats. */
  readonly table?: TableVersion;
}

/** One content that a table had. */
export interface TableVersion {
  /** From 1, in the order in which they were first charged. */
  readonly version: number;
  /** Keyed hash of every column, also of those that are not released. */
  readonly content: string;
}

/** Charges that this ledger did not know of, because it was restored from a backup or copied before they were made. */
export interface RestoreEntry {
  readonly kind: "restore";
  readonly time: string;
  readonly charges: readonly ChargeEntry[];
}

/** Other ledgers that count releases of the same events, which this one does not. */
export interface SeparateEntry {
  readonly kind: "separate";
  readonly time: string;
  /** Identities of the others. */
  readonly from: readonly string[];
}

export type Entry = BudgetEntry | ChargeEntry | RestoreEntry | SeparateEntry;
