// Problems of files that people write in YAML or JSON: model files, plan files, privacy files.

import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { count } from "../words/index.ts";

export type WrittenFile = "model" | "plan" | "privacy" | "design";

/** What a value must be; completes "... must be". */
export interface Rule {
  readonly must: string;
  readonly hint: string;
  /** Words that another version will understand. */
  readonly later?: readonly string[];
}

const tooLargeHints: Readonly<Record<WrittenFile, string>> = {
  model: "Is this the table? Then give it a name that ends in .csv or .parquet.",
  plan: "Give a file with plans, not a table of data.",
  design: "Give a file with designs of tests, not a table of data.",
  privacy: "If these are the events, write carryover aggregate EVENTS --spec privacy.yaml.",
};

export const writtenFileSyntax = (file: WrittenFile, where: string, reason: string): Problem => ({
  code: `${file}-file-syntax`,
  message: `This is not valid YAML: ${reason}`,
  where,
  hint: "Check indentation, brackets and quotes near this place.",
});

export const writtenFileUnsupported = (file: WrittenFile, where: string, what: string, hint: string): Problem => ({
  code: `${file}-file-syntax`,
  message: `A ${file} file holds no ${what}.`,
  where,
  hint,
});

export const writtenFileTooLarge = (file: WrittenFile, where: string, limit: number): Problem => ({
  code: `${file}-file-too-large`,
  message: `A ${file} file has at most ${limit} bytes; this has more.`,
  where,
  hint: tooLargeHints[file],
});

export const writtenFileNoText = (file: WrittenFile, where: string): Problem => ({
  code: `${file}-file-syntax`,
  message: `The ${file} file is no text in UTF-8.`,
  where,
  hint: "Write it as plain text, in YAML or JSON.",
});

/** Unknown keys of one map beyond those that are told. */
export const moreUnknownKeys = (where: string, more: number): Problem => ({
  code: "unknown-key",
  message: `There are ${count(more, "more key")} here that are not known.`,
  where,
  hint: "carryover spec schema prints the keys of a model file.",
});

export const writtenFileUnreadable = (file: WrittenFile, where: string, reason: string): Problem => ({
  code: "unreadable-file",
  message: `The ${file} file cannot be read: ${reason}.`,
  where,
  hint: "Check the path and the permissions.",
});

/** Both spellings of one key in the same map. */
export const keySpelledTwice = (where: string, written: string, documented: string): Problem => ({
  code: "key-spelled-twice",
  message: `\`${written}\` and \`${documented}\` are two spellings of one key, and both are given.`,
  where,
  hint: `Keep \`${documented}\`.`,
});

/** @param full the key with those that it stands under */
export const unknownKey = (where: string, full: string, key: string, known: readonly string[]): Problem => ({
  code: "unknown-key",
  message: `There is no key \`${full}\`.`,
  where,
  hint: `${didYouMean(key, known)}Known here: ${known.join(", ")}.`,
});

export const missingKey = (where: string, key: string, { hint }: Rule): Problem => ({
  code: "missing-key",
  message: `The key \`${key}\` is missing.`,
  where,
  hint,
});

export const notBuilt = (where: string, what: string, hint: string): Problem => ({
  code: "not-in-this-version",
  message: `${what} is not in this version of Carryover.`,
  where,
  hint,
});

/**
 * @param key empty for the file itself
 * @param word the value where it is a word
 * @param choices words that it could be
 */
export const wrongValue = (
  file: WrittenFile,
  where: string,
  key: string,
  { must, hint, later }: Rule,
  received: string,
  word?: string,
  choices: readonly string[] = [],
): Problem => {
  if (word !== undefined && later?.includes(word)) {
    return notBuilt(where, `\`${key}: ${word}\``, `It must be ${must}.`);
  }
  const suggestion = word === undefined ? "" : didYouMean(word, choices);
  const subject = key === "" ? `The ${file} file` : `\`${key}\``;
  return { code: "wrong-value", message: `${subject} must be ${must}.`, where, received, hint: suggestion + hint };
};
