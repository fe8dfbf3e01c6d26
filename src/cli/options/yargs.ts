// Everything yargs does for the command line: reads arguments of any form and lays out the help.

import yargs, { type Argv } from "yargs";
import type { RawArguments } from "./arguments.ts";
import type { CommandShape } from "./command-shape.ts";
import { fallbackOf, wanted } from "../../settings/index.ts";
import type { OptionTable } from "./option.ts";
import { exitMeanings } from "./shared.ts";

/** Widest help for people to read, whatever the terminal. */
export const widestHelp = 100;

function parser(tokens: readonly string[], options: OptionTable): Argv {
  let argv = yargs([...tokens])
    .scriptName("carryover")
    .locale("en")
    .detectLocale(false)
    .exitProcess(false)
    .fail(false)
    .help(false)
    .version(false)
    .parserConfiguration({
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "short-option-groups": false,
    })
    .updateStrings({ string: "value", boolean: "flag" });
  for (const [name, option] of Object.entries(options)) {
    const { describe } = option;
    const fallback = option.kind === "flag" ? undefined : fallbackOf(option);
    const shared = { describe, ...(fallback === undefined ? {} : { defaultDescription: fallback }) };
    if (option.kind === "flag") argv = argv.option(name, { ...shared, type: "boolean" });
    else if (option.kind === "text") argv = argv.option(name, { ...shared, type: "string" });
    else argv = argv.option(name, { ...shared, type: "string", describe: `${describe} (${wanted(option)})` });
  }
  return argv;
}

/** Reads arguments of any form: `--name=value`, repeated and unknown options, `--` before names that begin with a dash. */
export async function readArguments(tokens: readonly string[], options: OptionTable): Promise<RawArguments> {
  const parsed = await parser(tokens, options).parseAsync();
  const read = new Map<string, readonly (string | true)[]>();
  for (const [name, value] of Object.entries(parsed)) {
    if (name === "_" || name === "$0") continue;
    const values = Array.isArray(value) ? value : [value];
    // A known flag that is false was written --name=false; an option without a value reads as empty text.
    read.set(
      name,
      values.map((item: unknown) => (item === true || item === undefined || item === "" ? true : String(item))),
    );
  }
  return { positionals: parsed._.map(String), options: read };
}

/** Help of one command. */
export async function commandHelp(command: CommandShape, shared: OptionTable, width: number): Promise<string> {
  const { positional } = command;
  const more = positional?.more;
  const first = positional?.optional === true ? `[${positional.name}]` : `<${positional?.name}>`;
  const argument = positional === undefined ? "" : ` ${first}${more === undefined ? "" : ` ${more.name}`}`;
  let argv = parser([], { ...command.options, ...shared })
    .usage(`carryover ${command.name}${argument} [options]\n\n${command.describe}`)
    .group(Object.keys(command.options), "Options:")
    .group(Object.keys(shared), "Always:")
    .wrap(width)
    .epilogue(
      [
        "Exit codes:",
        ...[...command.exits, [2, "wrong usage"] as const, [7, exitMeanings[7]] as const]
          .sort(([a], [b]) => a - b)
          .map(exitLine),
      ].join("\n"),
    );
  for (const [line, meaning] of command.examples) argv = argv.example(`carryover ${line}`, meaning);
  return argv.getHelp();
}

/** Help of the command line as a whole. */
export async function overviewHelp(
  commands: readonly { readonly name: string; readonly summary: string }[],
  shared: OptionTable,
  exits: readonly (readonly [number, string])[],
  width: number,
): Promise<string> {
  let argv = parser([], shared)
    .usage("carryover <command> [options]\n\nBayesian media mix models: fit with uncertainty, diagnosed.")
    .wrap(width)
    .example("carryover demo", "see it at work; needs no data")
    .example("carryover fit weekly.csv", "fit a table of weekly spend and revenue")
    .epilogue(["carryover <command> --help says more.", "", "Exit codes:", ...exits.map(exitLine)].join("\n"));
  for (const { name, summary } of commands) argv = argv.command(name, summary);
  return argv.getHelp();
}

function exitLine([code, meaning]: readonly [number, string]): string {
  return `  ${String(code).padStart(3)}  ${meaning}`;
}
