// What was typed, before anything is judged; and the short way to it for command lines without peculiarities.

import type { OptionTable } from "./option.ts";

/** Options by name without dashes, each with the values it was given in order; true for an option that stands alone. */
export interface RawArguments {
  readonly positionals: readonly string[];
  readonly options: ReadonlyMap<string, readonly (string | true)[]>;
}

/**
 * Reads a plain command line: known options each at most once, `--name value` or a lone flag. Anything else gives undefined and
 * is for yargs to read, whose loading would take a third of the time that may pass before sampling begins.
 */
export function readPlainArguments(tokens: readonly string[], table: OptionTable): RawArguments | undefined {
  const positionals: string[] = [];
  const options = new Map<string, readonly (string | true)[]>();
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token.startsWith("-")) {
      positionals.push(token);
      continue;
    }
    const name = token.slice(2);
    if (!token.startsWith("--") || !Object.hasOwn(table, name) || options.has(name)) return undefined;
    if (table[name].kind === "flag") {
      options.set(name, [true]);
      continue;
    }
    const value = tokens[++i];
    if (value === undefined || value === "" || value.startsWith("-")) return undefined;
    options.set(name, [value]);
  }
  return { positionals, options };
}
