// Judges what was typed against the options of a command, naming every problem at once.

import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { didYouMean } from "../../problems/suggest.ts";
import * as wording from "../../problems/usage-problems.ts";
import type { RawArguments } from "./arguments.ts";
import type { CommandShape } from "./command-shape.ts";
import { parseSetting, type Setting, settingHint, wanted } from "../../settings/index.ts";
import type { OptionTable } from "./option.ts";

export interface ValidArguments {
  readonly argument: string;
  /** Arguments after it. */
  readonly more: readonly string[];
  readonly options: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** @throws CarryoverError (wrong usage) with all problems, in the order in which options were typed */
export function validate(command: CommandShape, shared: OptionTable, raw: RawArguments): ValidArguments {
  const table: OptionTable = { ...command.options, ...shared };
  const problems: Problem[] = [];
  const options: Record<string, string | number | boolean | undefined> = Object.fromEntries(
    Object.entries(table).map(([name, { kind }]) => [name, kind === "flag" ? false : undefined]),
  );
  for (const [name, values] of raw.options) {
    const written = `${name.length === 1 ? "-" : "--"}${name}`;
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    if (option === undefined) {
      const known = Object.keys(table).map((key) => `--${key}`);
      problems.push(wording.unknownOption(command.name, written, known));
    } else if (values.length > 1) {
      problems.push(wording.optionTwice(written, values.map(String)));
    } else {
      const judged = judge(written, option, values[0]);
      if ("problem" in judged) problems.push(judged.problem);
      else options[name] = judged.value;
    }
  }
  const { positional } = command;
  const more = positional?.more;
  const wantedCount = positional === undefined ? 0 : 1 + (more?.most ?? 0);
  const whole = positional === undefined ? "" : `${positional.what}${more === undefined ? "" : ` and ${more.what}`}`;
  const needed = more?.fewest === 0 ? (positional?.what ?? "") : whole;
  if (raw.positionals.length > wantedCount) {
    const one = more === undefined ? "one argument: " : "";
    const what = positional === undefined ? "no arguments besides options" : `${one}${whole}`;
    problems.push(wording.extraArguments(command.name, raw.positionals.slice(wantedCount), what));
  } else if (positional !== undefined && positional.optional !== true && (raw.positionals[0] ?? "") === "") {
    problems.push(wording.missingArgument(command.name, needed));
  } else if (more !== undefined && (raw.positionals.length <= more.fewest || raw.positionals.includes(""))) {
    problems.push(wording.missingArgument(command.name, whole));
  }
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return { argument: raw.positionals[0] ?? "", more: raw.positionals.slice(1), options };
}

function judge(
  written: string,
  option: Setting,
  text: string | true,
): { readonly value: string | number | boolean } | { readonly problem: Problem } {
  if (option.kind === "flag") {
    return text === true ? { value: true } : { problem: wording.flagWithValue(written) };
  }
  if (text === true) return { problem: wording.optionWithoutValue(written, wanted(option)) };
  const value = parseSetting(option, text);
  if (value !== undefined) return { value };
  const suggestion = option.kind === "choice" ? didYouMean(text, option.choices) : "";
  return { problem: wording.wrongOptionValue(written, text, wanted(option), suggestion + settingHint(option)) };
}
