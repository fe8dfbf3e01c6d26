// Problems of releasing a table under the bounds that it was aggregated with. None of them holds a number from the data.

import type { Problem } from "./problem.ts";
import { nameList } from "../words/index.ts";

export const boundTighter = (file: string, option: string, group: string, given: number, own: number): Problem => ({
  code: "bound-tighter",
  message: `The table was made under another bound for ${group}: a user may have added more to it than ${option} says.`,
  where: file,
  received: `${option} ${given}, and ${own} in the file`,
  hint: `Leave ${option} out, give at least ${own}, or aggregate again under the tighter bound.`,
});

export const granularityCoarser = (file: string, group: string, given: number, own: number): Problem => ({
  code: "granularity-coarser",
  message: `The values of ${group} are whole multiples of a smaller step.`,
  where: file,
  received: `--granularity ${given}, and ${own} in the file`,
  hint: `Leave --granularity out, give ${own}, or add --rounding nearest, which costs a little more noise.`,
});

export const otherUnit = (file: string, given: string, own: string): Problem => ({
  code: "other-unit",
  message: "The bounds of the table are for another privacy unit.",
  where: file,
  received: `--unit ${given}, and ${own} in the file`,
  hint: `Omit --unit: the table protects one ${own}.`,
});

export const userDataPublic = (file: string, columns: readonly string[]): Problem => ({
  code: "user-data-public",
  message: "These columns were made from user data and cannot be published without noise.",
  where: file,
  received: nameList(columns),
  hint: "Take them out of --public; name them with --drop if they are not needed.",
});

const otherwise =
  "Without it, give --columns, --cap and --total as the table was made, and put the file elsewhere: nothing then checks these bounds.";

export const boundsOfOther = (file: string, data: string): Problem => ({
  code: "bounds-of-other",
  message:
    "These bounds were not written with this table: one of the two was changed, replaced, or left from an aggregation that failed.",
  where: file,
  received: `the bounds of another table than ${data}`,
  hint: `Aggregate again with carryover aggregate --force, which writes both. ${otherwise}`,
});

export const boundsUnsealed = (file: string, data: string): Problem => ({
  code: "bounds-unsealed",
  message: "These bounds do not say which table they belong to. Files of earlier versions of carryover do not.",
  where: file,
  received: `bounds without a seal beside ${data}`,
  hint: `Aggregate again with carryover aggregate --force, which writes both. ${otherwise}`,
});

export const groupLengths = (option: string, given: number, groups: readonly string[]): Problem => ({
  code: "group-lengths",
  message: `${option} has ${given} values where the table has ${groups.length} bounded groups: ${nameList(groups)}.`,
  hint: `Give one value, or one for each group in this order.${option === "--epsilon" ? " One epsilon is split evenly." : ""}`,
});

export const columnsUnbounded = (file: string, columns: readonly string[], known: readonly string[]): Problem => ({
  code: "columns-unbounded",
  message: "These columns have no known bounds.",
  where: file,
  received: nameList(columns),
  hint: `The file has bounds for ${nameList(known)}. Give --cap and --total for other columns.`,
});
