// A privacy file read and checked: its content and the place of everything in it.

import { type DocumentPath, inOrder, readSource, readWritten, schemaProblems, parseAnyKey } from "../../files/index.ts";
import { type AggregateRule, aggregateRules } from "../../problems/aggregate-problems.ts";
import { CarryoverError } from "../../problems/problem.ts";
import type { PrivacyFile } from "./schema.ts";

export interface PrivacyDocument {
  /** Path of the file as it was given. */
  readonly file: string;
  readonly content: PrivacyFile;
  /** `file:line:column` of the value at a path, or of the closest part around it. */
  where(path: DocumentPath): string;
}

/**
 * Reads a privacy file in YAML or JSON.
 * @throws CarryoverError with every problem of syntax, keys and values that is found, in the order of the file
 */
export async function readPrivacyFile(file: string): Promise<PrivacyDocument> {
  return parsePrivacyFile(await readWritten(file, "privacy"), file);
}

/** Reads the text of a privacy file; `file` is only used to say where problems are. Errors as `readPrivacyFile`. */
export async function parsePrivacyFile(text: string, file: string): Promise<PrivacyDocument> {
  const read = await readSource("privacy", file, text);
  if ("problems" in read) throw new CarryoverError(read.problems);
  const { source } = read;
  const { privacyFileSchema, knownKeys } = await import("./schema.ts");
  const result = parseAnyKey(privacyFileSchema, source.value);
  if ("content" in result) return { file, content: result.content, where: (path) => source.where(path) };
  const problems = schemaProblems(result.issues, source, {
    kind: "privacy",
    rule: (name) => (Object.hasOwn(aggregateRules, name) ? aggregateRules[name as AggregateRule] : undefined),
    keysAt: knownKeys,
  });
  throw new CarryoverError(inOrder(problems));
}
