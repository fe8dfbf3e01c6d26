// carryover init: a table to a commented model file with every guess.

import { basename, extname } from "node:path";
import { exitCodes } from "../../problems/problem.ts";
import { columnSettings, optionsFor, readingSettings, valuesFrom } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines, optionName } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "init",
  positional: { name: "DATA|-", what: "a table, or - for one from standard input" },
  describe:
    "Writes a commented model file for a table: which column is what and why, the columns that are not used, and all " +
    "defaults as comments. The file fits as it stands. Read it, correct what was guessed wrong, and fit it. An existing " +
    "file is not overwritten without --force.",
  options: {
    out: { kind: "text", what: "a file", describe: "Model file to write", fallback: "<name of the table>.yaml" },
    ...optionsFor("init", readingSettings),
    ...optionsFor("init", columnSettings),
    force: { kind: "flag", describe: "Overwrite the model file if it exists" },
    json: { kind: "flag", describe: "Print one JSON document with the guesses" },
  },
  examples: [
    ["init sales.csv", "write sales.yaml"],
    ["fit sales.yaml", "then fit it"],
    ["init sales.csv --target orders --out orders.yaml", "model another column"],
  ],
  exits: exitLines(0, 1, 3),
  run: async (table, options, { terminal }) => {
    const [{ initDocument, initModel }, { columnLines }, { printResult }] = await Promise.all([
      import("../../services/init/init.ts"),
      import("../print/columns.ts"),
      import("../print/result.ts"),
    ]);
    const { force } = options;
    const out = options.out ?? `${table === "-" ? "stdin" : basename(table, extname(table))}.yaml`;
    const columns = valuesFrom("init", options, columnSettings);
    const reading = valuesFrom("init", options, readingSettings);
    const result = await initModel({ table, out, columns, reading, force }, { written: optionName });
    const { target, ...found } = result;
    await printResult(terminal, options, {
      document: () => initDocument(result),
      lines: (width, style) => [
        ...columnLines({ ...found, source: table, kind: target.kind }, width, style),
        `Written to ${out}. Correct what was guessed wrong, then run: carryover fit ${out}`,
      ],
    });
    return exitCodes.success;
  },
});
