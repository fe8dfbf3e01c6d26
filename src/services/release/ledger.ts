// The privacy ledger of a table: made once, then read.

import type { Budget, LedgerState } from "../../privacy/ledger/index.ts";

export interface LedgerRequest {
  /** The table that is charged to the ledger. */
  readonly data: string;
  /** Where the ledger is, or is to be; default DATA.ledger. */
  readonly ledger?: string | undefined;
}

/** What may be spent on a table, what has been spent, and on what. @throws CarryoverError when it has no ledger, or a damaged one */
export async function readLedgerOf({ data, ledger }: LedgerRequest): Promise<LedgerState> {
  const [{ ledgerOf }, { readLedger }] = await Promise.all([
    import("../../privacy/ledger/location.ts"),
    import("../../privacy/ledger/ledger.ts"),
  ]);
  return readLedger(await ledgerOf(data, ledger));
}

/** Makes the ledger of a table with a budget that cannot be changed later. @throws CarryoverError when the table has one */
export async function makeLedger({ data, ledger }: LedgerRequest, budget: Budget): Promise<LedgerState> {
  const { createLedgerOf } = await import("../../privacy/ledger/location.ts");
  await createLedgerOf(data, ledger, budget);
  return readLedgerOf({ data, ledger });
}
