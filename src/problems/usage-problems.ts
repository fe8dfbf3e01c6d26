// Problems of what was typed on the command line.

import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { nameList, quote } from "../words/index.ts";

const help = (command: string): string => `See carryover ${command === "" ? "" : `${command} `}--help.`;

export const internalFailure = (message: string): Problem => ({
  code: "internal-error",
  message,
  hint: "Run the command again with --debug and report what it prints.",
});

export const unknownSchema = (received: string, known: readonly string[]): Problem => ({
  code: "unknown-schema",
  message: "There is no document of this name.",
  received: quote(received),
  hint: `${didYouMean(received, known)}The documents are ${known.join(", ")}.`,
});

export const onlyAfterSchema = (received: string): Problem => ({
  code: "only-after-schema",
  message: "A second name goes with the word schema alone: carryover spec schema NAME.",
  received: quote(received),
  hint: "Leave it out, or see carryover spec --help.",
});

export const schemasMissing = (path: string): Problem => ({
  code: "schemas-missing",
  message: "The JSON Schemas that come with the package are not there.",
  where: path,
  hint: "Install carryover again, or run npm run build in its sources.",
});

export const noCommand = (): Problem => ({
  code: "no-command",
  message: "A command is missing.",
  hint: "Try carryover demo, or see carryover --help.",
});

export const unknownCommand = (received: string, known: readonly string[]): Problem => ({
  code: "unknown-command",
  message: "There is no such command.",
  received: quote(received),
  hint: `${didYouMean(received, known)}The commands are ${known.join(", ")}.`,
});

export const unknownOption = (command: string, received: string, known: readonly string[]): Problem => ({
  code: "unknown-option",
  message: `carryover ${command} has no option ${received}.`,
  hint: `${didYouMean(received, known)}${help(command)}`,
});

export const optionTwice = (option: string, values: readonly string[]): Problem => ({
  code: "option-twice",
  message: `${option} is given more than once.`,
  received: values.map(quote).join(", "),
  hint: "Give it once.",
});

export const optionWithoutValue = (option: string, wanted: string): Problem => ({
  code: "option-without-value",
  message: `${option} needs a value: ${wanted}.`,
  hint: "Write it after the option, with a space between.",
});

export const flagWithValue = (option: string): Problem => ({
  code: "flag-with-value",
  message: `${option} takes no value.`,
  hint: `Write ${option} alone, or leave it out.`,
});

export const wrongOptionValue = (option: string, received: string, wanted: string, hint: string): Problem => ({
  code: "wrong-option-value",
  message: `${option} must be ${wanted}.`,
  received: quote(received),
  hint,
});

export const missingArgument = (command: string, what: string): Problem => ({
  code: "missing-argument",
  message: `carryover ${command} needs ${what}.`,
  hint: help(command),
});

export const extraArguments = (command: string, received: readonly string[], wanted: string): Problem => ({
  code: "extra-arguments",
  message: `carryover ${command} takes ${wanted}.`,
  received: nameList(received),
  hint: "Quote names that have spaces; run the command once for each file.",
});

export const resumeWithoutOut = (): Problem => ({
  code: "resume-without-out",
  message: "--resume needs --out: the folder of the run to continue.",
  hint: "Give the command that made the run, with --out and --resume.",
});

export const exclusiveOptions = (options: readonly string[]): Problem => ({
  code: "exclusive-options",
  message: `Only one of ${options.join(", ")} can be given.`,
  hint: "Choose one.",
});

export const initNeedsTable = (path: string): Problem => ({
  code: "init-needs-table",
  message: "A model file is made for a table in a file.",
  received: quote(path),
  hint: path === "-" ? "Save the table to a file first." : "Give a table (CSV or Parquet); this is a model file.",
});

export const fileExists = (path: string, option: string): Problem => ({
  code: "file-exists",
  message: "The file exists and is not overwritten.",
  where: path,
  hint: `Write elsewhere, or give ${option} to overwrite it.`,
});
