// What a command of the command line is.

import type { Engine } from "./engine.ts";
import type { OptionTable, OptionValues } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** The argument that is not an option. */
export interface Positional {
  /** As help writes it: "DATA.csv|MODEL.yaml". */
  readonly name: string;
  /** For messages: "a table or a model file". */
  readonly what: string;
  /** Whether it may be left out; it is "" then. */
  readonly optional?: boolean;
  /** Arguments that follow it, for commands that take more than one. */
  readonly more?: MoreArguments;
}

export interface MoreArguments {
  /** As help writes them: "[RUN...]". */
  readonly name: string;
  /** For messages, after "and": "any number of further run folders". */
  readonly what: string;
  readonly fewest: number;
  readonly most: number;
}

/** What a command works with besides its arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly engine: Engine;
  /** Arguments after the first, where the command takes any. */
  readonly more: readonly string[];
  /** The command line as it was typed, for the run record and for hints. */
  readonly commandLine: string;
}

export interface CommandDefinition<T extends OptionTable> {
  readonly name: string;
  readonly positional?: Positional;
  /** What it does, in full sentences, for its own help. */
  readonly describe: string;
  readonly options: T;
  /** Command line without "carryover", and what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** Exit codes it may end with, besides usage (2). */
  readonly exits: readonly (readonly [code: number, meaning: string])[];
  /** Resolves with the exit code; throws CarryoverError for what the user can mend. `argument` is "" when there is no positional. */
  readonly run: (argument: string, options: OptionValues<T>, context: CommandContext) => Promise<number>;
}

export type Command = CommandDefinition<OptionTable>;

/** Checks a definition against the types of its own options and forgets them. */
export function defineCommand<const T extends OptionTable>(definition: CommandDefinition<T>): Command {
  return definition as unknown as Command;
}
