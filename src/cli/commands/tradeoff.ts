// carryover tradeoff: utility of fits against epsilon, on synthetic tables, so that nothing is spent.

import { exitCodes } from "../../problems/problem.ts";
import {
  boundSettings,
  latticeSettings,
  optionsFor,
  runSettings,
  tradeoffSettings,
  worldSettings,
} from "../../settings/index.ts";
import { mechanismSetting } from "../../privacy/mechanisms/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { listenForInterrupts } from "../terminal/index.ts";
import { exclusive, exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "tradeoff",
  positional: { name: "DATA", what: "a table of weeks or days", optional: true },
  describe:
    "Estimates what each epsilon costs in accuracy. Simulates tables with the shape of yours, releases them with the " +
    "noise of that epsilon, fits them with the model that accounts for the noise, and compares estimates with the " +
    "truth. Of DATA, only public columns are read: dates, spend that is not to be noised, and controls named with " +
    "--controls. The values of the target are never used; --typical states their size, and parameters are drawn from " +
    "the default priors. No privacy budget is spent and no ledger is needed. --preset uses a simulated world instead. " +
    "--cap and --total are the bounds of the planned release (see privatize). The noise here is simulated from a seed " +
    "and protects nobody. With the defaults it takes one to two minutes on two cores; the first lines show an estimate.",
  options: {
    ...optionsFor("tradeoff", worldSettings),
    ...optionsFor("tradeoff", boundSettings),
    ...optionsFor("tradeoff", latticeSettings),
    ...optionsFor("tradeoff", tradeoffSettings),
    mechanism: mechanismSetting,
    columns: {
      kind: "text",
      what: "names with commas between",
      describe: "Columns that get noise under one bound: the target, spend columns",
      fallback: "the target",
    },
    typical: {
      kind: "text",
      what: "COLUMN=AMOUNT, with commas between",
      describe:
        "Mean of a week (day of a daily table) of the target and of noised spend, as you would say it in public",
      fallback: "for the target ten times the spend",
    },
    controls: {
      kind: "text",
      what: "names with commas between",
      describe: "Public columns, such as promotions, that are also read",
      fallback: "none",
    },
    naive: { kind: "flag", describe: "Also fit the model that ignores the noise" },
    "real-data": {
      kind: "flag",
      describe: "Refused: a study of several epsilons on real data would spend the sum of all of them",
    },
    ...optionsFor("tradeoff", runSettings),
    out: { kind: "text", what: "a folder", describe: "Folder for tradeoff.json, tradeoff.csv and charts" },
    json: { kind: "flag", describe: "Print JSON" },
    csv: { kind: "flag", describe: "Print a CSV table" },
  },
  examples: [
    [
      "tradeoff weekly.csv --cap 200 --total 1000 --typical revenue=250000",
      "noise in revenue; spend comes from invoices",
    ],
    ["tradeoff --preset ecommerce --cap 200 --total 1000 --out study", "a simulated world, with charts"],
    [
      "tradeoff weekly.csv --cap 200 --total 1000 --columns revenue,spend_TV --typical revenue=250000,spend_TV=4000 --mechanism gaussian --delta 1e-6",
      "spend made from user data is noised too",
    ],
  ],
  exits: exitLines(0, 1, 3, 130),
  run: async (data, options, { terminal, engine }) => {
    const { err } = terminal;
    exclusive({ json: options.json, csv: options.csv });
    const { tradeoffRequest } = await import("../options/tradeoff.ts");
    const request = await tradeoffRequest(data, options);
    const [{ tradeoff, tradeoffDocument }, { tradeoffCsv }, { tradeoffLines, tradeoffProgress }, { printResult }] =
      await Promise.all([
        import("../../services/study/tradeoff.ts"),
        import("../../services/study/study-tables.ts"),
        import("../print/tradeoff.ts"),
        import("../print/result.ts"),
      ]);
    const interrupts = listenForInterrupts(() => err.write("Canceled: nothing is printed of a part of a study.\n"));
    try {
      const call = { engine, signal: interrupts.signal, onProgress: tradeoffProgress(err) };
      const result = await tradeoff(request, call);
      if (result === undefined) return exitCodes.canceled;
      await printResult(terminal, options, {
        document: () => tradeoffDocument(result.tradeoff),
        lines: (width, style) => tradeoffLines(result.tradeoff, width, style),
        csv: () => tradeoffCsv(result.tradeoff),
      });
      for (const file of result.files) err.write(`wrote ${file}\n`);
      return exitCodes.success;
    } finally {
      interrupts.release();
    }
  },
});
