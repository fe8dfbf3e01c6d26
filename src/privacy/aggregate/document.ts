// A privacy file read and checked: its content and the place of everything in it.

import type { Document, Node, Pair } from "yaml";
import type { z } from "zod";
import {
  type AggregateRule,
  aggregateRules,
  privacyFileSyntax,
  privacyFileTooLarge,
  privacyFileUnreadable,
  privacyKeyMissing,
  privacyKeyUnknown,
  privacyValueWrong,
} from "../../problems/aggregate-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { didYouMean } from "../../problems/suggest.ts";
import type { PrivacyFile } from "./schema.ts";

/** Keys and indices from the root of a document. */
type DocumentPath = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** Privacy files are short; something larger is taken for the events. */
const largestFile = 1_000_000;

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
  const { readFile, stat } = await import("node:fs/promises");
  try {
    const { size } = await stat(file);
    if (size > largestFile) throw new CarryoverError([privacyFileTooLarge(file, largestFile)]);
    return await parsePrivacyFile(await readFile(file, "utf8"), file);
  } catch (error) {
    if (error instanceof CarryoverError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const reason = { ENOENT: "there is no such file", EISDIR: "it is a folder", EACCES: "permission is denied" }[code];
    throw new CarryoverError([privacyFileUnreadable(file, reason ?? code)]);
  }
}

/** Reads the text of a privacy file; `file` is only used to say where problems are. Errors as `readPrivacyFile`. */
export async function parsePrivacyFile(text: string, file: string): Promise<PrivacyDocument> {
  const [yaml, { privacyFileSchema, knownKeys }] = await Promise.all([import("yaml"), import("./schema.ts")]);
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  if (document.errors.length > 0) {
    throw new CarryoverError(document.errors.map(({ pos, message }) => privacyFileSyntax(at(pos[0]), `${message}.`)));
  }
  const place: Place = {
    value: (path) => at(offsetOf(document, path, yaml)),
    key: (path) => at(keyOf(document, path, yaml)?.range?.[0] ?? offsetOf(document, path, yaml)),
    received: (path) => written(document, path, text, yaml),
  };
  // Deep aliases could grow without end; three times is more than a short file needs.
  const content: unknown = document.toJS({ maxAliasCount: 3 });
  const result = privacyFileSchema.safeParse(content);
  if (!result.success) {
    const problems = result.error.issues.flatMap((issue) => problemsOf(issue, [], content, place, knownKeys));
    throw new CarryoverError(problems.toSorted((a, b) => lineOf(a) - lineOf(b)));
  }
  return { file, content: result.data, where: place.value };
}

interface Place {
  value(path: DocumentPath): string;
  key(path: DocumentPath): string;
  received(path: DocumentPath): string;
}

function lineOf({ where = "" }: Problem): number {
  return Number(/:(\d+):\d+$/.exec(where)?.[1] ?? 0);
}

function problemsOf(
  issue: Issue,
  base: DocumentPath,
  content: unknown,
  place: Place,
  knownKeys: (path: DocumentPath) => readonly string[],
): Problem[] {
  const path: DocumentPath = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => privacyKeyUnknown(place.key([...path, key]), key, named(path), knownKeys(path)));
  }
  if (issue.code === "invalid_union") {
    // The branch that fits the value's kind knows best what is wrong inside it.
    const branch = issue.errors.find((errors) =>
      errors.every(
        (error) => error.path.length > 0 || error.code === "unrecognized_keys" || error.code === "too_small",
      ),
    );
    if (branch !== undefined) {
      return branch.flatMap((error) => problemsOf(error, path, content, place, knownKeys));
    }
  }
  if (!Object.hasOwn(aggregateRules, issue.message)) {
    throw new Error(`The schema has no wording for: ${issue.message} (${named(path)})`);
  }
  const rule = issue.message as AggregateRule;
  const found = path.reduce<unknown>((part, key) => (part as Record<string | number, unknown> | null)?.[key], content);
  if (found === undefined && path.length > 0)
    return [privacyKeyMissing(place.value(path.slice(0, -1)), named(path), rule)];
  const choices = issue.code === "invalid_value" ? issue.values.map(String) : [];
  const suggestion = typeof found === "string" ? didYouMean(found, choices) : "";
  return [privacyValueWrong(place.value(path), named(path), rule, place.received(path), suggestion)];
}

/** `measures.revenue.cap`, `channels[2]` (counted from 1, as people do). */
function named(path: DocumentPath): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key + 1}]` : text === "" ? key : `${text}.${key}`),
    "",
  );
}

type Yaml = typeof import("yaml");

function pairOf(document: Document, path: DocumentPath, yaml: Yaml): Pair | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  return yaml.isMap(parent)
    ? parent.items.find(({ key }) => yaml.isScalar(key) && String(key.value) === String(path.at(-1)))
    : undefined;
}

function keyOf(document: Document, path: DocumentPath, yaml: Yaml): Node | undefined {
  const key = path.length === 0 ? undefined : pairOf(document, path, yaml)?.key;
  return yaml.isNode(key) ? key : undefined;
}

/** Offset of the value, of its key when it has none, or of the closest part around it. */
function offsetOf(document: Document, path: DocumentPath, yaml: Yaml): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const start = yaml.isNode(node) ? node.range?.[0] : undefined;
  if (start !== undefined) return start;
  const key = keyOf(document, path, yaml)?.range?.[0];
  return key ?? (path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1), yaml));
}

function written(document: Document, path: DocumentPath, text: string, yaml: Yaml): string {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (yaml.isMap(node)) return node.items.length === 0 ? "an empty map" : "a map";
  if (yaml.isSeq(node)) return node.items.length === 0 ? "an empty list" : "a list";
  if (!yaml.isScalar(node) || !node.range) return "nothing";
  const shown = text.slice(node.range[0], node.range[1]).replaceAll(/\s+/g, " ");
  return shown === "" ? "nothing" : shown.length <= 60 ? shown : `${shown.slice(0, 57)}...`;
}
