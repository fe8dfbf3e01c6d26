// carryover privatize: a table with noise that protects its users, charged to a ledger, with a description of the noise.

import { exitCodes } from "../../problems/problem.ts";
import { optionName } from "../options/index.ts";
import { latticeSettings, optionsFor, protectionSettings } from "../../settings/index.ts";
import { mechanismSetting, releaseDelta } from "../../privacy/mechanisms/index.ts";
import { type Command, defineCommand } from "./command.ts";

export const command: Command = defineCommand({
  name: "privatize",
  positional: { name: "DATA", what: "a table of weeks, made from user data with bounded contributions" },
  describe:
    "Adds noise to columns of a weekly table to protect individual users. Writes noised.csv and noise.json, which " +
    "describes the noise and which carryover fit reads. The cost is charged to the table's ledger before noise is " +
    "drawn; repeating the same request for the same table returns the same release at no cost. A ledger belongs to one " +
    "table as it was first released: a table that has changed in any cell is refused without --new-version. --cap and --total are the most that one " +
    "user adds to one cell, and to all named columns and weeks together. The table must have been made under these " +
    "bounds; they cannot be verified from the table. One value in each of --cap, --total, --epsilon (and --delta) " +
    "covers all columns together; one value for each column bounds and charges the columns separately. For a table of " +
    "carryover aggregate, the bounds, --columns, --granularity, --unit and --public are read from its bounds.json " +
    "(NAME.bounds.json). Options may loosen these bounds but not tighten them, and a single --epsilon is split evenly " +
    "over the bounded groups. Noise is not clipped: values below zero stay. Printed error sizes follow from theory, " +
    "never from the protected data.",
  options: {
    epsilon: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Privacy loss of this release",
    },
    delta: releaseDelta,
    mechanism: mechanismSetting,
    columns: {
      kind: "text",
      what: "names with commas between",
      describe: "Columns that get noise",
      fallback: "as in bounds.json",
    },
    cap: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Largest contribution of one user to a cell",
      fallback: "as in bounds.json",
    },
    total: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Largest total contribution of one user",
      fallback: "as in bounds.json",
    },
    granularity: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Contributions are whole multiples of this: 0.01 for cents, 1 for counts",
      fallback: "as in bounds.json, else 0.01",
    },
    ...optionsFor("privatize", latticeSettings),
    ...optionsFor("privatize", protectionSettings),
    public: {
      kind: "text",
      what: "COLUMN=reason, with commas between",
      describe: "Columns published without noise, each with the reason why it reveals nothing about a user",
    },
    drop: { kind: "text", what: "names with commas between", describe: "Columns that are not released" },
    ledger: { kind: "text", what: "a folder", describe: "The table's ledger", fallback: "DATA.ledger" },
    "new-version": {
      kind: "flag",
      describe:
        "The table has changed: count it as a new version and charge every column anew, whether it has changed or not",
    },
    out: { kind: "text", what: "a folder", describe: "Folder to write to", fallback: "private" },
    json: { kind: "flag", describe: "Print JSON" },
  },
  examples: [
    ["privatize events-bounded/table.csv --epsilon 1", "a table of carryover aggregate with its own bounds"],
    ["ledger weekly.csv --create --epsilon 2", "first fix the budget, once"],
    [
      "privatize weekly.csv --columns revenue --cap 200 --total 1000 --epsilon 1 --public 'week=calendar,spend_TV=invoiced'",
      "then release",
    ],
    [
      "privatize weekly.csv --columns revenue,orders --cap 200,2 --total 1000,10 --granularity 0.01,1 --epsilon 0.7,0.3 --drop city",
      "two columns with bounds and charges of their own",
    ],
  ],
  exits: [
    [0, "released"],
    [1, "other error"],
    [3, "invalid table, bounds of another table, damaged ledger, or not enough budget left"],
  ],
  run: async (data, options, { terminal }) => {
    const [{ privatizeRequest }, { privatize }, { releaseDocument }, { releaseLines }, { printResult }] =
      await Promise.all([
        import("../options/privatize.ts"),
        import("../../services/release/privatize.ts"),
        import("../../services/release/release-document.ts"),
        import("../print/release.ts"),
        import("../print/result.ts"),
      ]);
    const result = await privatize(privatizeRequest(data, options), { written: optionName });
    await printResult(terminal, options, {
      document: () => releaseDocument(result),
      lines: (width, style) => releaseLines(result, width, style),
    });
    return exitCodes.success;
  },
});
