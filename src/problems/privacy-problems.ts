// Problems of private releases: parameters, budgets, ledgers, descriptions of noise. None of them holds a number from the data.

import type { Problem } from "./problem.ts";
import { nameList, quote } from "../words/index.ts";

export const noSuchEpsilon = (received: string): Problem => ({
  code: "no-such-epsilon",
  message: "epsilon must be a positive, finite number.",
  received,
  hint: "Values from 0.1 (strong protection) to 10 (weak) are usual.",
});

export const noSuchDelta = (received: string): Problem => ({
  code: "no-such-delta",
  message: "delta must lie above 0 and below 1.",
  received,
  hint: "Give one well below 1 / (number of users), e.g. 1e-6.",
});

/** @param others mechanisms with a delta, and below: those without one */
export const deltaWithoutUse = (title: string, others: readonly string[]): Problem => ({
  code: "delta-without-use",
  message: `The ${title} mechanism has delta 0 and takes no delta.`,
  hint: `Remove delta, or use the ${others.join(" or ")} mechanism.`,
});

export const deltaMissing = (title: string, others: readonly string[]): Problem => ({
  code: "delta-missing",
  message: `The ${title} mechanism needs a delta.`,
  hint: `Give one well below 1 / (number of users), e.g. 1e-6, or use the ${others.join(" or ")} mechanism.`,
});

export const unknownMechanism = (
  received: string,
  known: readonly (readonly [name: string, describe: string])[],
): Problem => ({
  code: "unknown-mechanism",
  message: `The mechanism must be one of ${known.map(([name]) => name).join(", ")}.`,
  received,
  hint: `${known.map(([name, describe]) => `${name}: ${describe}`).join("; ")}.`,
});

export const noSuchBounds = (name: string, received: string): Problem => ({
  code: "no-such-bounds",
  message: `The ${name} must be a positive number, and cap and total at least one step of the granularity.`,
  received,
  hint: "Choose bounds without looking at the data: the largest contribution of one user to one cell (cap) and to all cells (total).",
});

export const noSuchGranularity = (received: string): Problem => ({
  code: "no-such-granularity",
  message: "The granularity must be a positive decimal number.",
  received,
  hint: "0.01 for money in cents, 1 for counts.",
});

export const noSuchLoss = (what: string): Problem => ({
  code: "no-such-loss",
  message: `These privacy losses cannot be composed: ${what}.`,
  hint: "Pure and zCDP losses add to zCDP, pure and (epsilon, delta) losses to (epsilon, delta).",
});

export const columnsUndeclared = (source: string, columns: readonly string[]): Problem => ({
  code: "columns-undeclared",
  message: "These columns are not declared as noised, public or dropped.",
  where: source,
  received: nameList(columns),
  hint: "Name columns made from user data with --columns, others with --public 'COLUMN=why it needs no noise', or drop them with --drop.",
});

export const nothingNoised = (source: string): Problem => ({
  code: "nothing-noised",
  message: "No column gets noise, so there is nothing to release.",
  where: source,
  hint: "Name columns made from user data with --columns. A table without any needs no release.",
});

export const columnTwiceDeclared = (source: string, columns: readonly string[]): Problem => ({
  code: "column-twice-declared",
  message: "These columns are named more than once.",
  where: source,
  received: nameList(columns),
  hint: "A column is either noised, public or dropped.",
});

export const noSuchColumns = (source: string, columns: readonly string[], known: readonly string[]): Problem => ({
  code: "no-such-columns",
  message: "The table has no such columns.",
  where: source,
  received: nameList(columns),
  hint: `Its columns are ${nameList(known)}.`,
});

export const tableWithheld = (source: string, code: string): Problem => ({
  code,
  message: "The table cannot be used. Its contents are not shown, because this run is private.",
  where: source,
  hint: `The problem is "${code}". For details, someone who may see the data can run carryover spec on the table.`,
});

export const notNumbers = (source: string, column: string): Problem => ({
  code: "column-not-numbers",
  message: "A column that gets noise must hold a finite number in every row.",
  where: `${source}, column ${quote(column)}`,
  hint: "Someone who may see the data should look for empty cells and text. Values are not shown in a private run.",
});

export const offLattice = (source: string, column: string, granularity: string): Problem => ({
  code: "off-lattice",
  message: `The column holds values that are not whole multiples of ${granularity}, or too large to be counted in them.`,
  where: `${source}, column ${quote(column)}`,
  hint: "Give the granularity that contributions have, or --rounding nearest, which adds slightly more noise.",
});

export const reasonMissing = (received: string): Problem => ({
  code: "reason-missing",
  message: "A column published without noise needs a reason.",
  received,
  hint: "Write --public 'spend_TV=invoiced by the station, promotions=our own calendar'.",
});

export const listLengths = (option: string, given: number, wanted: number): Problem => ({
  code: "list-lengths",
  message: `${option} has ${given} values where --columns names ${wanted} columns.`,
  hint:
    "Give one value, for all columns together under one bound and one epsilon; or one for each column in each of --cap, --total, " +
    "--epsilon (and --delta), for columns that are bounded and charged on their own.",
});

export const noLedger = (path: string): Problem => ({
  code: "no-ledger",
  message: "There is no ledger. A budget must be fixed before a release.",
  where: path,
  hint: "Create one with carryover ledger DATA --create --epsilon E [--delta D]. The budget cannot be changed later.",
});

export const ledgerExists = (path: string): Problem => ({
  code: "ledger-exists",
  message: "The ledger already exists, and its budget is fixed.",
  where: path,
  hint: "Show it with carryover ledger DATA. Further releases use the same ledger.",
});

export const otherLedger = (data: string, own: string, given: string): Problem => ({
  code: "other-ledger",
  message: "This data is charged to another ledger; two ledgers would not count each other's charges.",
  where: data,
  received: `${given}; the data's own ledger is ${own}`,
  hint: "Omit --ledger, or give the ledger of this data.",
});

export const ledgerLost = (data: string, path: string): Problem => ({
  code: "ledger-lost",
  message: "The ledger of this data is missing, so the privacy budget spent is unknown.",
  where: data,
  received: path,
  hint:
    "If it was moved, name its folder with --ledger. Otherwise restore the ledger from a backup. Releases that the backup does not know count as spent: those of this account are charged again by " +
    "themselves, others with carryover ledger DATA --restored --epsilon E. Without a backup, the budget must be considered spent.",
});

export const ledgerDamaged = (path: string, reason: string): Problem => ({
  code: "ledger-damaged",
  message: "The ledger was changed or damaged, so nothing can be released.",
  where: path,
  received: reason,
  hint:
    "Restore it from a backup. Releases that the backup does not know count as spent: those of this account are charged again by " +
    "themselves, others with carryover ledger DATA --restored --epsilon E. Without a backup, the budget must be considered spent.",
});

export const ledgerNotWritable = (path: string, reason: string): Problem => ({
  code: "ledger-not-writable",
  message: "The ledger cannot be written.",
  where: path,
  received: reason,
  hint: "It needs a writable folder on a file system with hard links; choose one with --ledger.",
});

export const overBudget = (path: string, asked: string, left: string): Problem => ({
  code: "over-budget",
  message: "The release would exceed the remaining privacy budget.",
  where: path,
  received: `${asked}; left: ${left}`,
  hint: "Earlier releases can be repeated at no cost. The budget cannot be raised or reset.",
});

export const lossNotCounted = (path: string): Problem => ({
  code: "loss-not-counted",
  message: "This ledger uses zCDP, but the release has no zCDP loss.",
  where: path,
  hint: "Release with the Laplace or the Gaussian mechanism.",
});

export const releaseUnderWay = (path: string): Problem => ({
  code: "release-under-way",
  message: "Another process is making this release.",
  where: path,
  hint: "Run the command again when it is done; the release is then returned at no further cost.",
});

export const storedReleaseDamaged = (path: string): Problem => ({
  code: "stored-release-damaged",
  message: "The stored release was changed or damaged.",
  where: path,
  hint: "Restore it from a backup or from where it was sent. Removing it makes the next release of this query a new one that is charged.",
});

export const unitDiffers = (path: string, unit: string, given: string): Problem => ({
  code: "unit-differs",
  message: `The ledger protects one ${unit}.`,
  where: path,
  received: given,
  hint: "Give bounds for this unit; another unit needs another ledger.",
});

export const outHoldsOthers = (path: string, entries: readonly string[]): Problem => ({
  code: "out-holds-others",
  message: "The folder holds other files, so it is not replaced.",
  where: path,
  received: nameList(entries, 3),
  hint: "Give another folder with --out.",
});

export const outInLedger = (path: string): Problem => ({
  code: "out-in-ledger",
  message: "The release cannot be written into the folder of the ledger, or a folder around it.",
  where: path,
  hint: "Give another folder with --out.",
});

export const noiseFileUnreadable = (path: string, reason: string): Problem => ({
  code: "noise-file-unreadable",
  message: "The description of the noise cannot be read.",
  where: path,
  received: reason,
  hint: 'It is a JSON file: {"columns": [{"column": "revenue", "mechanism": "laplace", "scale": 200, "scale_kind": "b"}]}.',
});

export const ledgerVersionUnknown = (path: string, received: string): Problem => ({
  code: "ledger-version-unknown",
  message: "The ledger has an entry in a format that this version of carryover does not read. Nothing was charged.",
  where: path,
  received: quote(received),
  hint: "Use the latest version of carryover that wrote to this ledger.",
});

export const noiseVersionUnknown = (path: string, received: string, known: string): Problem => ({
  code: "noise-version-unknown",
  message: `This version of carryover reads descriptions of noise of the schema ${known}, and those of the first release.`,
  where: path,
  received: quote(received),
  hint: "Use the version of carryover that wrote it, or write the release's noise by hand, without a schema.",
});

export const noiseContent = (path: string, place: string, message: string): Problem => ({
  code: "noise-content",
  message,
  where: place === "" ? path : `${path}, ${place}`,
  hint: "Fix the description of the noise. The release or the service that made the table documents it.",
});

export const noiseInconsistent = (path: string, place: string, said: string, follows: string): Problem => ({
  code: "noise-inconsistent",
  message: `The scale contradicts epsilon, delta and sensitivity, which imply ${follows}.`,
  where: `${path}, ${place}`,
  received: said,
  hint: "Find out which is right (definitions often differ by a factor of 2), and remove what is not known.",
});

export const noiseScaleMissing = (path: string, place: string): Problem => ({
  code: "noise-scale-missing",
  message: "The scale of the noise is missing, and it cannot be derived.",
  where: `${path}, ${place}`,
  hint:
    'Give scale and scale_kind, or epsilon (and delta) with sensitivity. If the noise is unknown, write "mechanism": "unknown" and a guess of ' +
    "the scale is estimated from the data.",
});

export const missingOption = (option: string): Problem => ({
  code: "missing-option",
  message: `${option} is needed.`,
  hint: "See carryover privatize --help.",
});

export const notANumberList = (option: string, received: string): Problem => ({
  code: "not-a-number-list",
  message: `${option} must be a positive number, or one for each column with commas between.`,
  received: quote(received),
  hint: "Write numbers with a decimal point and without thousands separators.",
});

export const createWithoutBudget = (): Problem => ({
  code: "create-without-budget",
  message: "--create needs --epsilon, the total budget of all releases that are charged to the ledger.",
  hint: "The budget cannot be changed later. Add --delta for the Gaussian mechanism.",
});

export const restoredWithoutLoss = (): Problem => ({
  code: "restored-without-loss",
  message: "--restored needs --epsilon, the cost of all releases that the restored ledger does not know.",
  hint: "Add --delta for the Gaussian mechanism. If the cost is not known, the whole budget must be considered spent: give what is left.",
});

export const budgetWithoutCreate = (options: readonly string[]): Problem => ({
  code: "budget-without-create",
  message: `${options.join(", ")} can only be given with --create, because the budget is fixed when the ledger is created.`,
  hint: "Omit it to show the ledger.",
});
