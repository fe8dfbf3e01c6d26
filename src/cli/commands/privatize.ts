// carryover privatize: a table with noise that protects its users, charged to a ledger, with a description of the noise.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { missingOption } from "../../problems/privacy-problems.ts";
import { type Command, defineCommand } from "../command.ts";

export const command: Command = defineCommand({
  name: "privatize",
  positional: { name: "DATA", what: "a table of weeks, made from user data with bounded contributions" },
  describe:
    "Adds noise to columns of a weekly table so that no user can be recognised in it, and writes noised.csv and noise.json (what was added; " +
    "carryover fit reads it). The cost is charged to the table's ledger before noise is drawn; the same request again gives the same release " +
    "at no cost. --cap and --total are what one user adds at most to one cell and to all named columns and weeks together: the table must " +
    "have been made under these bounds, which nobody can check in it. One value in each of --cap, --total, --epsilon (--delta) holds for all " +
    "columns together; one value for each column bounds and charges them one by one. Noise is not clipped: values below zero stay. " +
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
    columns: { kind: "text", what: "names with commas between", describe: "Columns to be noised" },
    cap: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Most that one user adds to a cell",
    },
    total: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Most that one user adds in all",
    },
    granularity: {
      kind: "text",
      what: "a positive number, or one for each column",
      describe: "Contributions are whole multiples of this: 0.01 for cents, 1 for counts",
      fallback: "0.01",
    },
    rounding: {
      kind: "choice",
      choices: ["exact", "nearest"],
      describe: "nearest: round values to the granularity, for a little more noise",
      fallback: "exact",
    },
    unit: {
      kind: "choice",
      choices: ["user", "user-week", "source"],
      describe: "What the bounds are bounds of",
      fallback: "user",
    },
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
    const { groupsFrom, namesFrom, reasonsFrom } = await import("../privatize-options.ts");
    const { columns, cap, total, epsilon } = options;
    const missing = Object.entries({ columns, cap, total, epsilon }).flatMap(([name, value]) =>
      value === undefined ? [missingOption(`--${name}`)] : [],
    );
    if (columns === undefined || cap === undefined || total === undefined || epsilon === undefined) {
      throw new CarryoverError(missing, exitCodes.usage);
    }
    const groups = groupsFrom({
      columns,
      cap,
      total,
      epsilon,
      delta: options.delta,
      granularity: options.granularity ?? "0.01",
      mechanism: options.mechanism ?? "laplace",
      rounding: options.rounding ?? "exact",
    });
    const notProtected = reasonsFrom(options.public);
    const dropped = namesFrom(options.drop ?? "");
    const { privatizeToFolder } = await import("../privatize-to-folder.ts");
    const { unit = "user", ledger, out = "private" } = options;
    const result = await privatizeToFolder({ data, ledger, out, groups, notProtected, dropped, unit });
    const { releaseJson, releaseLines } = await import("../print/release.ts");
    if (options.json) terminal.out.write(`${JSON.stringify(releaseJson(result), undefined, 2)}\n`);
    else terminal.out.write(`${(await releaseLines(result, terminal.out.columns(), terminal.out.style)).join("\n")}\n`);
    return exitCodes.success;
  },
});
