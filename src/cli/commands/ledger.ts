// carryover ledger: what may be spent on a table's privacy, what has been spent, and on what.

import { exclusive } from "../options/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { budgetWithoutCreate, createWithoutBudget } from "../../problems/privacy-problems.ts";
import { ledgerSettings, optionsFor, protectionSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import type { Budget } from "../../privacy/ledger/index.ts";

export const command: Command = defineCommand({
  name: "ledger",
  positional: { name: "DATA", what: "the table that is charged to the ledger" },
  describe:
    "Shows the privacy ledger of a table, or makes it with --create. The budget is what all releases of this data together may cost one user. " +
    "It cannot be changed later, and what was charged is never given back. The ledger also keeps every release, so that the same " +
    "request gets the same answer: keep it as safe as the data, and in your backups.",
  options: {
    create: { kind: "flag", describe: "Make the ledger with the budget that is given" },
    ...optionsFor("ledger", ledgerSettings),
    ...optionsFor("ledger", protectionSettings),
    ledger: { kind: "text", what: "a folder", describe: "Where the ledger is, or is to be", fallback: "DATA.ledger" },
    json: { kind: "flag", describe: "Print JSON" },
    csv: { kind: "flag", describe: "Print the charges as CSV" },
  },
  examples: [
    ["ledger weekly.csv --create --epsilon 2", "a budget for Laplace noise"],
    ["ledger weekly.csv --create --epsilon 3 --delta 1e-6 --accounting zcdp", "for many releases with normal noise"],
    ["ledger weekly.csv", "what has been spent"],
  ],
  exits: [
    [0, "done"],
    [1, "failed for another reason"],
    [3, "no ledger, or a damaged one"],
  ],
  run: async (data, options, { terminal }) => {
    const { create, epsilon, delta, accounting, unit, ledger, json, csv } = options;
    exclusive({ json, csv });
    const given = Object.entries({ epsilon, delta, accounting, unit }).filter(([, value]) => value !== undefined);
    if (create && epsilon === undefined) throw new CarryoverError([createWithoutBudget()], exitCodes.usage);
    if (!create && given.length > 0) {
      throw new CarryoverError([budgetWithoutCreate(given.map(([name]) => `--${name}`))], exitCodes.usage);
    }
    const [{ makeLedger, readLedgerOf }, { ledgerDocument }, { writeCsv }, print, { printResult }] = await Promise.all([
      import("../../services/release/ledger.ts"),
      import("../../services/documents/of-privacy.ts"),
      import("../../data/reading/write-csv.ts"),
      import("../print/ledger.ts"),
      import("../print/result.ts"),
    ]);
    const state = create
      ? await makeLedger({ data, ledger }, Object.fromEntries(given) as unknown as Budget)
      : await readLedgerOf({ data, ledger });
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => ledgerDocument(state),
        lines: (width, style) => print.ledgerLines(state, width, style),
        csv: () => writeCsv(print.ledgerCsvColumns(state)),
      },
    );
    return exitCodes.success;
  },
});
