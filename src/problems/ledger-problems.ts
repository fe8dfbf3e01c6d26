// Problems of what a ledger counts: tables that change, ledgers that were restored, several ledgers of the same events. None holds a number from
// the data.

import type { Problem } from "./problem.ts";
import { quote } from "../words/index.ts";

export const tableChanged = (path: string, version: number): Problem => ({
  code: "table-changed",
  message: `The table is not the one that this ledger has charged so far (version ${version}).`,
  where: path,
  hint:
    "Release the table as it was. Or add --new-version: the table then counts as a new version, and every column is charged in full to the " +
    "same budget, whether it has changed or not.",
});

export const countedElsewhere = (
  path: string,
  others: readonly { readonly id: string; readonly path: string }[],
): Problem => ({
  code: "counted-elsewhere",
  message:
    "Another ledger counts releases of the same table or events; two ledgers would not count each other's charges.",
  where: path,
  received: others.map((other) => `${other.path} (ledger ${other.id})`).join(", "),
  hint:
    "Charge the release to that ledger with --ledger. Or declare a budget of its own with carryover ledger DATA --separate-budget: every " +
    "statement then says that the other ledger's releases are not counted.",
});

export const nothingSeparate = (path: string): Problem => ({
  code: "nothing-separate",
  message: "No other ledger is known that counts releases of this table or its events.",
  where: path,
  hint: "Leave --separate-budget out.",
});

export const memoryDamaged = (path: string, reason: string): Problem => ({
  code: "ledger-memory-damaged",
  message: "What this account remembers of its ledgers was changed or damaged, so nothing can be released.",
  where: path,
  received: reason,
  hint: "Restore the file from a backup. Without it, releases that only it knows of must be considered spent.",
});

export const memoryNotWritable = (path: string, reason: string): Problem => ({
  code: "ledger-memory-not-writable",
  message: "The folder where this account remembers its ledgers cannot be written, so nothing can be released.",
  where: path,
  received: reason,
  hint: "It needs a folder that outlives this run, on a file system with hard links. Name one in the environment variable XDG_STATE_HOME.",
});

export const chargedAndStored = (ledger: string): Problem => ({
  code: "charged-and-stored",
  message: "The release was charged before it could be written, and is kept in the ledger.",
  where: ledger,
  hint: "Run the same command again, with another --out if need be and without --new-version: it is then written at no further cost.",
});

export const releaseUnknown = (path: string, ledger: string): Problem => ({
  code: "release-unknown",
  message:
    "This release was charged to the ledger, which does not know it: the ledger was restored from an older backup.",
  where: path,
  received: ledger,
  hint:
    "Releases that the backup does not know count as spent: charge their cost with carryover ledger DATA --restored --epsilon E. " +
    "Then release to another folder with --out.",
});

export const noSuchChoice = (what: string, received: string, known: readonly string[]): Problem => ({
  code: "no-such-choice",
  message: `${what} must be one of ${known.join(", ")}.`,
  received: quote(received),
  hint: "Choose one of them.",
});
