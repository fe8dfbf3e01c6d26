// What the entries of a ledger say: its budget, and what was charged to it.

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
}

export type Entry = BudgetEntry | ChargeEntry;
