// carryover ledger: what may be spent on a table's privacy, what has been spent, and on what.

import { exclusive } from "../options/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { budgetWithoutCreate, createWithoutBudget, restoredWithoutLoss } from "../../problems/privacy-problems.ts";
import { ledgerSettings, optionsFor, protectionSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import type { Budget } from "../../privacy/ledger/index.ts";

export const command: Command = defineCommand({
  name: "ledger",
  positional: { name: "DATA", what: "the table that is charged to the ledger" },
  describe:
    "Shows the privacy ledger of a table, or creates it with --create. The budget limits the total privacy loss of one " +
    "user over all releases that are charged to this ledger, over all versions of the table. It cannot be changed later, " +
    "and charges are never refunded. The ledger also keeps every release, and returns it for the same request and table " +
    "at no cost. Keep it as safe as the data and include it in backups. Charges are also remembered in the state folder " +
    "of your account (XDG_STATE_HOME): what a restored ledger does not know is charged again from there. A second ledger " +
    "for the same table, or for events of which at least a twentieth were aggregated for another ledger, is refused " +
    "without --separate-budget. Other accounts and machines are not seen.",
  options: {
    create: { kind: "flag", describe: "Create the ledger with the given budget" },
    "separate-budget": {
      kind: "flag",
      describe: "Allow a ledger of the same table or events as another; statements then say what it does not count",
    },
    restored: {
      kind: "flag",
      describe:
        "After restoring the ledger from a backup: charge the --epsilon (and --delta) of releases it does not know",
    },
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
    ["ledger weekly.csv --restored --epsilon 0.5", "a release that the restored backup does not know"],
  ],
  exits: [
    [0, "success"],
    [1, "other error"],
    [3, "no ledger, or a damaged ledger"],
  ],
  run: async (data, options, { terminal }) => {
    const { create, restored, epsilon, delta, accounting, unit, ledger, json, csv } = options;
    const separateBudget = options["separate-budget"];
    exclusive({ json, csv });
    exclusive({ create, restored });
    exclusive({ restored, "separate-budget": separateBudget });
    const given = Object.entries({ epsilon, delta, accounting, unit }).filter(([, value]) => value !== undefined);
    if ((create || restored) && epsilon === undefined) {
      throw new CarryoverError([create ? createWithoutBudget() : restoredWithoutLoss()], exitCodes.usage);
    }
    const misplaced = given.filter(([name]) => !create && !(restored && (name === "epsilon" || name === "delta")));
    if (misplaced.length > 0) {
      throw new CarryoverError([budgetWithoutCreate(misplaced.map(([name]) => `--${name}`))], exitCodes.usage);
    }
    const [service, { ledgerDocument }, { csvOfColumns }, print, { printResult }] = await Promise.all([
      import("../../services/release/ledger.ts"),
      import("../../services/documents/of-privacy.ts"),
      import("../../files/csv.ts"),
      import("../print/ledger.ts"),
      import("../print/result.ts"),
    ]);
    const state = create
      ? await service.makeLedger({ data, ledger, separateBudget }, Object.fromEntries(given) as unknown as Budget)
      : restored
        ? await service.restoreLedger({ data, ledger }, { epsilon: epsilon!, delta })
        : separateBudget
          ? await service.separateLedger({ data, ledger })
          : await service.readLedgerOf({ data, ledger });
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => ledgerDocument(state),
        lines: (width, style) => print.ledgerLines(state, width, style),
        csv: () => csvOfColumns(print.ledgerCsvColumns(state)),
      },
    );
    return exitCodes.success;
  },
});
