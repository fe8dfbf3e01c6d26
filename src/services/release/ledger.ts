// The privacy ledger of a table: made once, then read, and told what it cannot know.

import type { Budget, LedgerState, TableMarks } from "../../privacy/ledger/index.ts";
import { countedElsewhere, nothingSeparate } from "../../problems/ledger-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";

export interface LedgerRequest {
  /** The table that is charged to the ledger. */
  readonly data: string;
  /** Where the ledger is, or is to be; default DATA.ledger. */
  readonly ledger?: string | undefined;
}

export interface NewLedgerRequest extends LedgerRequest {
  /** Make it although other ledgers count releases of the same table or events; its statements then name these. Default false. */
  readonly separateBudget?: boolean | undefined;
}

/** What may be spent on a table, what has been spent, and on what. @throws CarryoverError when it has no ledger, or a damaged one */
export async function readLedgerOf({ data, ledger }: LedgerRequest): Promise<LedgerState> {
  const [{ ledgerOf }, { readLedger }] = await Promise.all([
    import("../../privacy/ledger/location.ts"),
    import("../../privacy/ledger/ledger.ts"),
  ]);
  return readLedger(await ledgerOf(data, ledger));
}

/**
 * Makes the ledger of a table with a budget that cannot be changed later.
 * @throws CarryoverError when the table has one, or other ledgers count releases of the same table or events
 */
export async function makeLedger(request: NewLedgerRequest, budget: Budget): Promise<LedgerState> {
  const { data, ledger, separateBudget = false } = request;
  const privacy = await import("../../privacy/ledger/index.ts");
  const { path } = await privacy.placeForLedger(data, ledger);
  const marks = await marksOfTable(data);
  const others = marks === undefined ? [] : await privacy.otherLedgers(undefined, marks);
  if (others.length > 0 && !separateBudget) throw new CarryoverError([countedElsewhere(path, others)], exitCodes.usage);
  if (others.length === 0 && separateBudget) throw new CarryoverError([nothingSeparate(path)], exitCodes.usage);
  await privacy.createLedgerOf(data, ledger, budget);
  return declared(path, marks, others);
}

/**
 * Lets a ledger that was made before count a table although other ledgers count releases of the same table or events.
 * @throws CarryoverError when there is no ledger, or no other one
 */
export async function separateLedger({ data, ledger }: LedgerRequest): Promise<LedgerState> {
  const privacy = await import("../../privacy/ledger/index.ts");
  const { path, id } = await readLedgerOf({ data, ledger });
  const marks = await marksOfTable(data);
  const others = marks === undefined ? [] : await privacy.otherLedgers(id, marks);
  if (others.length === 0) throw new CarryoverError([nothingSeparate(path)], exitCodes.usage);
  return declared(path, marks, others);
}

/**
 * Charges what releases have cost that a restored ledger does not know.
 * @throws CarryoverError when there is no ledger, or the losses are none
 */
export async function restoreLedger(
  { data, ledger }: LedgerRequest,
  lost: { readonly epsilon: number; readonly delta?: number | undefined },
): Promise<LedgerState> {
  const { declareLost, readLedger } = await import("../../privacy/ledger/index.ts");
  const { path } = await readLedgerOf({ data, ledger });
  await declareLost(path, lost);
  return readLedger(path);
}

async function declared(
  path: string,
  marks: TableMarks | undefined,
  others: readonly { readonly id: string }[],
): Promise<LedgerState> {
  const { claimTable, declareSeparate, disk, readLedger } = await import("../../privacy/ledger/index.ts");
  if (others.length > 0) {
    await declareSeparate(
      path,
      others.map(({ id }) => id),
    );
  }
  if (marks !== undefined) await claimTable(await readLedger(path), marks, disk);
  return readLedger(path);
}

/** What is known of the table and its events; undefined for a table that cannot be read, which then cannot be released either. */
async function marksOfTable(data: string): Promise<TableMarks | undefined> {
  const [{ readWithheld }, { findBounds }, { contentOf }, { disk, marksOf }] = await Promise.all([
    import("./read-withheld.ts"),
    import("./bounds.ts"),
    import("../../privacy/release/index.ts"),
    import("../../privacy/ledger/index.ts"),
  ]);
  const table = await readWithheld(data).catch((error: unknown): undefined => {
    if (!(error instanceof CarryoverError)) throw error;
  });
  if (table === undefined) return undefined;
  const found = await findBounds(data, table.hash).catch((error: unknown): undefined => {
    if (!(error instanceof CarryoverError)) throw error;
  });
  return marksOf(contentOf(table.columns), found?.bounds.table?.id, disk);
}
