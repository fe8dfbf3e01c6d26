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
    "Shows the privacy ledger of a table, or creates it with --create. The budget limits the total privacy loss of one " +
    "user over all releases of this data. It cannot be changed later, and charges are never refunded. The ledger also " +
    "keeps every release, and returns it for the same request. Keep the ledger as safe as the data and include it in " +
    "backups.",
  options: {
    create: { kind: "flag", describe: "Create the ledger with the given budget" },
    ...optionsFor("ledger", ledgerSettings),
    ...optionsFor("ledger", protectionSettings),
    ledger: { kind: "text", what: "a folder", describe: "Folder of the ledger", fallback: "DATA.ledger" },
    json: { kind: "flag", describe: "Print JSON" },
    csv: { kind: "flag", describe: "Print the charges as CSV" },
  },
  examples: [
    ["ledger weekly.csv --create --epsilon 2", "a budget for Laplace noise"],
    ["ledger weekly.csv --create --epsilon 3 --delta 1e-6 --accounting zcdp", "for many releases with Gaussian noise"],
    ["ledger weekly.csv", "show what has been spent"],
  ],
  exits: [
    [0, "success"],
    [1, "other error"],
    [3, "no ledger, or a damaged ledger"],
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
