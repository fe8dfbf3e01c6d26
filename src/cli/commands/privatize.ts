// carryover privatize: a table with noise that protects its users, charged to a ledger, with a description of the noise.

import { exitCodes } from "../../problems/problem.ts";
import { optionName } from "../options/index.ts";
import { latticeSettings, optionsFor, protectionSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";

export const command: Command = defineCommand({
  name: "privatize",
  positional: { name: "DATA", what: "a table of weeks, made from user data with bounded contributions" },
  describe:
    "Adds noise to columns of a weekly table so that no user can be recognized in it, and writes noised.csv and noise.json (what was added; " +
    "carryover fit reads it). The cost is charged to the table's ledger before noise is drawn; the same request again gives the same release " +
    "at no cost. --cap and --total are what one user adds at most to one cell and to all named columns and weeks together: the table must " +
    "have been made under these bounds, which nobody can check in it. One value in each of --cap, --total, --epsilon (--delta) holds for all " +
    "columns together; one value for each column bounds and charges them one by one. Beside a table of carryover aggregate they come from its " +
    "bounds.json (NAME.bounds.json), as do --columns, --granularity, --unit and --public; what is given may be looser but not tighter than " +
    "what the table was made under, and one --epsilon is split evenly over the bounded groups. Noise is not clipped: values below zero stay. " +
    "What is printed is theory and what is published, never a comparison with the truth.",
  options: {
    epsilon: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Privacy loss of this release",
    },
    delta: {
      kind: "text",
      what: "a number between 0 and 1, or one for each column",
      describe: "For gaussian: probability with which epsilon may fail, well below 1 / users",
    },
    mechanism: { kind: "choice", choices: ["laplace", "gaussian"], describe: "Noise", fallback: "laplace" },
    columns: {
      kind: "text",
      what: "names with commas between",
      describe: "Columns to be noised",
      fallback: "as in bounds.json",
    },
    cap: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Most that one user adds to a cell",
      fallback: "as in bounds.json",
    },
    total: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Most that one user adds in all",
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
      describe: "Columns published as they are, each with why it reveals nothing of a user",
    },
    drop: { kind: "text", what: "names with commas between", describe: "Columns left out" },
    ledger: { kind: "text", what: "a folder", describe: "The table's ledger", fallback: "DATA.ledger" },
    out: { kind: "text", what: "a folder", describe: "Folder to write to", fallback: "private" },
    json: { kind: "flag", describe: "Print JSON" },
  },
  examples: [
    ["privatize events-bounded/table.csv --epsilon 1", "a table of carryover aggregate, under its own bounds"],
    ["ledger weekly.csv --create --epsilon 2", "first fix a budget, once"],
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
    [0, "written"],
    [1, "failed for another reason"],
    [3, "bad table, damaged ledger, or more than is left of the budget"],
  ],
  run: async (data, options, { terminal }) => {
    const [{ privatizeRequest }, { privatize }, print, { printResult }] = await Promise.all([
      import("../options/privatize.ts"),
      import("../../services/release/privatize.ts"),
      import("../print/release.ts"),
      import("../print/result.ts"),
    ]);
    const result = await privatize(privatizeRequest(data, options), { written: optionName });
    await printResult(terminal, options, {
      document: () => print.releaseDocument(result),
      lines: (width, style) => print.releaseLines(result, width, style),
    });
    return exitCodes.success;
  },
});
