// carryover tradeoff: utility of fits against epsilon, on synthetic tables, so that nothing is spent.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import {
  boundMissing,
  optionWithoutUse,
  realDataRefused,
  tradeoffNeedsShape,
  tradeoffNeedsTable,
} from "../../problems/tradeoff-problems.ts";
import {
  boundSettings,
  latticeSettings,
  optionsFor,
  runSettings,
  tradeoffSettings,
  worldSettings,
} from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "tradeoff",
  positional: { name: "DATA", what: "a table of weeks or days", optional: true },
  describe:
    "Studies what each epsilon would cost in what is learned: tables shaped like yours are made up, released with the noise of that " +
    "epsilon and fitted by the model that knows the noise, and the fits are held against the truth. Of DATA only what is public is read: dates, " +
    "spend that is not to be noised, and controls named with --controls. The target's values are never used; --typical says how large it is, " +
    "and parameters are drawn from the default priors. So nothing is spent and no ledger is needed. --preset takes a simulated " +
    "world instead. --cap and --total are the bounds that the release will have (see privatize). The noise here is simulated from a seed: good for " +
    "a study, and no protection. With the defaults it takes one to two minutes on two cores; the first lines say how long.",
  options: {
    ...optionsFor("tradeoff", worldSettings),
    ...optionsFor("tradeoff", boundSettings),
    ...optionsFor("tradeoff", latticeSettings),
    ...optionsFor("tradeoff", tradeoffSettings),
    mechanism: { kind: "choice", choices: ["laplace", "gaussian"], describe: "Noise", fallback: "laplace" },
    columns: {
      kind: "text",
      what: "names with commas between",
      describe: "Columns to be noised under one bound: the target, spend columns",
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
      describe: "Columns of your own making, such as promotions, to be read too",
      fallback: "none",
    },
    naive: { kind: "flag", describe: "Also fit the model that does not know of the noise" },
    "real-data": { kind: "flag", describe: "Refused, with the reason: a sweep over real data costs every point of it" },
    ...optionsFor("tradeoff", runSettings),
    out: { kind: "text", what: "a folder", describe: "Write tradeoff.json, tradeoff.csv and charts to it" },
    json: { kind: "flag", describe: "Print JSON" },
    csv: { kind: "flag", describe: "Print a table for programs" },
  },
  examples: [
    ["tradeoff weekly.csv --cap 200 --total 1000 --typical revenue=250000", "revenue to be noised; spend is invoiced"],
    ["tradeoff --preset ecommerce --cap 200 --total 1000 --out study", "without a table, with charts"],
    [
      "tradeoff weekly.csv --cap 200 --total 1000 --columns revenue,spend_TV --typical revenue=250000,spend_TV=4000 --mechanism gaussian --delta 1e-6",
      "spend made from user data is noised too",
    ],
  ],
  exits: exitLines(0, 1, 3, 130),
  run: async (data, options, { terminal, engine }) => {
    const { out, err } = terminal;
    const { preset, cap, total, json, csv } = options;
    if (json && csv) throw new CarryoverError([exclusiveOptions(["--json", "--csv"])], exitCodes.usage);
    const { epsilonsFrom, typicalFrom } = await import("../options/tradeoff.ts");
    const epsilons = epsilonsFrom(options.epsilons ?? tradeoffSettings.epsilons.default);
    if (options["real-data"]) {
      const { totalEpsilon } = await import("../../studies/tradeoff/tradeoff-noise.ts");
      throw new CarryoverError([realDataRefused(epsilons, totalEpsilon(epsilons))], exitCodes.usage);
    }
    const problems = Object.entries({ cap, total }).flatMap(([name, value]) =>
      value === undefined ? [boundMissing(`--${name}`)] : [],
    );
    if ((data === "") === (preset === undefined)) problems.unshift(tradeoffNeedsShape());
    if (/\.(ya?ml|json)$/i.test(data)) problems.unshift(tradeoffNeedsTable(data));
    const { weeks, typical, variation, controls } = options;
    const useless = Object.entries(preset === undefined ? { weeks } : { typical, variation, controls }).flatMap(
      ([name, value]) => (value === undefined ? [] : [`--${name}`]),
    );
    if (useless.length > 0) {
      problems.push(optionWithoutUse(useless, preset === undefined ? "a table" : "--preset"));
    }
    if (problems.length > 0 || cap === undefined || total === undefined) {
      throw new CarryoverError(problems, exitCodes.usage);
    }
    const { tradeoffRun } = await import("../tradeoff-run.ts");
    const result = await tradeoffRun(terminal, engine, {
      data,
      preset,
      weeks: options.weeks ?? worldSettings.weeks.default,
      columns: options.columns,
      typical: typicalFrom(options.typical),
      variation: options.variation ?? tradeoffSettings.variation.default,
      controls: options.controls ?? "",
      bounds: { cap, total, granularity: options.granularity ?? latticeSettings.granularity.default },
      mechanism: options.mechanism ?? "laplace",
      delta: options.delta,
      epsilons,
      datasets: options.datasets ?? tradeoffSettings.datasets.default,
      naive: options.naive,
      seed: options.seed ?? worldSettings.seed.default,
      threads: options.threads,
      out: options.out,
    });
    if (result === undefined) return exitCodes.canceled;
    const { tradeoffCsv, tradeoffLines } = await import("../print/tradeoff.ts");
    if (json) out.write(`${JSON.stringify(result.tradeoff, undefined, 2)}\n`);
    else if (csv) out.write(tradeoffCsv(result.tradeoff));
    else out.write(`${tradeoffLines(result.tradeoff, out.columns(), out.style).join("\n")}\n`);
    for (const file of result.files) err.write(`wrote ${file}\n`);
    return exitCodes.success;
  },
});
