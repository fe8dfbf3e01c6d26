// Problems of the privacy trade-off study. None of them holds a number from the data.

import type { Problem } from "./problem.ts";
import { nameList, quote } from "../words/index.ts";

export const tradeoffNeedsShape = (): Problem => ({
  code: "shape-missing",
  message: "The shape of the simulated tables is missing.",
  hint: "Give a table (its weeks and spend are read), or --preset ecommerce or media, and not both.",
});

export const tradeoffNeedsTable = (received: string): Problem => ({
  code: "not-a-table",
  message: "The trade-off study takes a table, not a model file.",
  received: quote(received),
  hint: "Give the CSV or Parquet file that the model file names. The study fits the default model.",
});

export const badEpsilons = (received: string): Problem => ({
  code: "no-such-epsilon",
  message: "--epsilons must be positive numbers with commas between, each once.",
  received: quote(received),
  hint: "Write for example --epsilons 0.1,0.3,1,3,10.",
});

export const realDataRefused = (epsilons: readonly number[], total: number): Problem => ({
  code: "sweep-refused",
  message:
    "A study of several epsilons on real data is refused: every epsilon is a separate release, and together they cost the sum of the epsilons.",
  received: `--real-data with epsilon ${epsilons.join(", ")}, which would cost ${total} together`,
  hint:
    "Omit --real-data: the study with simulated tables costs nothing. Then release once at the chosen epsilon with carryover privatize, " +
    "which charges the ledger of the table.",
});

export const columnsNotReleasable = (columns: readonly string[], known: readonly string[]): Problem => ({
  code: "no-such-columns",
  message: "Only the target and spend columns can be noised in the study.",
  received: nameList(columns),
  hint: `They are ${nameList(known)}.`,
});

export const badTypical = (received: string): Problem => ({
  code: "bad-typical",
  message: "--typical takes COLUMN=AMOUNT, separated by commas: a public figure of the weekly mean.",
  received: quote(received),
  hint: "Write for example --typical revenue=250000,spend_TV=4000. Amounts are positive; columns are the target and spend columns to be noised.",
});

export const typicalMissing = (columns: readonly string[]): Problem => ({
  code: "typical-missing",
  message: "These spend columns get noise, so their values are private and not read. Their typical size is missing.",
  received: nameList(columns),
  hint: `Add --typical ${columns.map((column) => `${column}=AMOUNT`).join(",")}, a public figure or a guess of the mean of a week.`,
});

export const boundMissing = (option: string): Problem => ({
  code: "missing-option",
  message: `${option} is needed: the noise depends on the largest contribution of one user.`,
  hint: "Give the bounds that the release will have, for example --cap 200 --total 1000; see carryover privatize --help.",
});

export const optionWithoutUse = (options: readonly string[], beside: string): Problem => ({
  code: "option-without-use",
  message: `${options.join(", ")} ${options.length === 1 ? "has" : "have"} no effect with ${beside}.`,
  hint: "Leave out one or the other. --weeks goes with --preset; --typical, --variation and --controls go with a table.",
});
