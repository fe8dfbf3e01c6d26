// What is typed after carryover privatize to groups of columns with their bounds and mechanisms.

import type { Mechanism } from "../../privacy/mechanisms/index.ts";
import type { NoisedGroup } from "../../privacy/release/index.ts";
import { listLengths, reasonMissing } from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { namesFrom, numbersFrom } from "./lists.ts";

export interface GroupOptions {
  readonly columns: string;
  readonly cap: string;
  readonly total: string;
  readonly epsilon: string;
  readonly delta: string | undefined;
  readonly granularity: string;
  readonly mechanism: string;
  readonly rounding: string;
}

/** `COLUMN=reason, COLUMN=reason`; a reason may hold commas. */
export function reasonsFrom(text: string | undefined): readonly { readonly column: string; readonly reason: string }[] {
  if (text === undefined) return [];
  return text.split(/,(?=[^,=]+=)/).map((part) => {
    const sign = part.indexOf("=");
    const column = part.slice(0, sign).trim();
    const reason = part.slice(sign + 1).trim();
    if (sign < 1 || column === "" || reason === "") throw new CarryoverError([reasonMissing(part)], exitCodes.usage);
    return { column, reason };
  });
}

/**
 * One group of all columns, or one for each column when bounds and epsilon are lists.
 * @throws CarryoverError (wrong usage) for values that are no numbers, and lists of another length than the columns
 */
export function groupsFrom(options: GroupOptions): readonly NoisedGroup[] {
  const columns = namesFrom(options.columns);
  const problems: Problem[] = [];
  const lists = {
    cap: numbersFrom("--cap", options.cap, problems),
    total: numbersFrom("--total", options.total, problems),
    epsilon: numbersFrom("--epsilon", options.epsilon, problems),
    ...(options.delta === undefined ? {} : { delta: numbersFrom("--delta", options.delta, problems) }),
  };
  const granularity = numbersFrom("--granularity", options.granularity, problems);
  const oneByOne = [granularity, ...Object.values(lists)].some(({ length }) => length > 1);
  const wanted = oneByOne ? columns.length : 1;
  for (const [name, { length }] of Object.entries(lists)) {
    if (length !== wanted) problems.push(listLengths(`--${name}`, length, columns.length));
  }
  if (granularity.length !== 1 && granularity.length !== wanted) {
    problems.push(listLengths("--granularity", granularity.length, columns.length));
  }
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return Array.from({ length: wanted }, (_, index) => ({
    columns: oneByOne ? [columns[index]] : columns,
    cap: lists.cap[index],
    total: lists.total[index],
    granularity: granularity[granularity.length === 1 ? 0 : index],
    rounding: options.rounding === "nearest" ? "nearest" : "exact",
    // Whether mechanism and delta go together is judged where the release is made.
    mechanism: {
      mechanism: options.mechanism,
      epsilon: lists.epsilon[index],
      ...(lists.delta === undefined ? {} : { delta: lists.delta[index] }),
    } as Mechanism,
  }));
}
