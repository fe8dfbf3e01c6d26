// carryover recommend: what a run says about each channel, in plain words.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import { optionsFor, quantitySettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "recommend",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints a summary of channel efficiency and advice in plain words: what each channel brought, what one more unit of spend would bring, what to do " +
    "(spend more, hold, spend less, run a test), the best plan of the same budget, and the reservations of the review. " +
    "Every figure comes with its interval.",
  options: {
    ...optionsFor("recommend", quantitySettings),
    json: { kind: "flag", describe: "Print one JSON document" },
    csv: { kind: "flag", describe: "Print the channels as a table for programs" },
  },
  examples: [
    ["recommend weekly-run", "advice for the next plan"],
    ["recommend weekly-run --break-even 2.5", "at a margin of 40 %"],
    ["recommend weekly-run --json | jq '.channels[] | {name, action}'", "for a script"],
  ],
  exits: exitLines(0, 3),
  run: async (folder, { "break-even": breakEven, level, json, csv }, { terminal }) => {
    if (json && csv) throw new CarryoverError([exclusiveOptions(["--json", "--csv"])], exitCodes.usage);
    const { openRun } = await import("../../store/run/open-run.ts");
    const { run, model } = await openRun(folder);
    const { out, err } = terminal;
    if (!model.converged) err.write(`${err.style.red("NOT CONVERGED:")} see carryover diagnose ${folder}\n`);
    const { analyze } = await import("../../decisions/advice/analysis.ts");
    const { advice } = analyze(model, {
      diagnostics: run.diagnostics,
      pointwise: run.draws.pointwise,
      ...(breakEven === undefined ? {} : { breakEven }),
      ...(level === undefined ? {} : { level }),
    });
    const { printPrivacy, privacyField } = await import("../print/privacy.ts");
    const { privacy } = run.record;
    if (json) out.write(`${JSON.stringify({ run: folder, ...privacyField(privacy), ...advice }, undefined, 2)}\n`);
    else if (csv) out.write((await import("../print/advice.ts")).adviceCsv(advice));
    else {
      const { adviceLines } = await import("../print/advice.ts");
      out.write(`${adviceLines(advice, out.columns(), out.style).join("\n")}\n`);
    }
    if (!json) printPrivacy(terminal, privacy, csv);
    return exitCodes.success;
  },
});
