// What a command of the command line is.

import type { Engine } from "../../services/engine/index.ts";
import type { CommandShape, OptionTable, OptionValues } from "../options/index.ts";
import type { Terminal } from "../terminal/index.ts";

/** What a command works with besides its arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly engine: Engine;
  /** Arguments after the first, where the command takes any. */
  readonly more: readonly string[];
  /** The command line as it was typed, for the run record and for hints. */
  readonly commandLine: string;
}

export interface CommandDefinition<T extends OptionTable> extends CommandShape<T> {
  /** Resolves with the exit code; throws CarryoverError for what the user can mend. `argument` is "" when there is no positional. */
  readonly run: (argument: string, options: OptionValues<T>, context: CommandContext) => Promise<number>;
}

export type Command = CommandDefinition<OptionTable>;

/** Checks a definition against the types of its own options and forgets them. */
export function defineCommand<const T extends OptionTable>(definition: CommandDefinition<T>): Command {
  return definition as unknown as Command;
}
