// What a schema finds wrong with a file, as problems with their places.

import type { z } from "zod";
import type { Problem } from "../problems/problem.ts";
import { problemLimit } from "../problems/limit.ts";
import {
  missingKey,
  moreUnknownKeys,
  type Rule,
  unknownKey,
  type WrittenFile,
  wrongValue,
} from "../problems/written-file-problems.ts";
import { nameList } from "../words/index.ts";
import type { DocumentPath, SourceMap } from "./source-map.ts";

type Issue = z.core.$ZodIssue;

export interface SchemaWording {
  readonly kind: WrittenFile;
  /** What a value must be, by the name that the schema gives as its error. */
  readonly rule: (name: string) => Rule | undefined;
  /** The keys that the schema knows at a path. */
  readonly keysAt: (path: DocumentPath) => readonly string[];
  /** Says more of a key that is not known than that, where there is more to say. */
  readonly known?: (where: string, full: string) => Problem | undefined;
}

/** @throws Error when the schema has an error without wording */
export function schemaProblems(issues: readonly Issue[], source: SourceMap, wording: SchemaWording): Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, [], source, wording));
}

function problemsOf(issue: Issue, base: DocumentPath, source: SourceMap, wording: SchemaWording): Problem[] {
  const path: DocumentPath = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === "unrecognized_keys") {
    const known = wording.keysAt(path);
    const rest = issue.keys.length - problemLimit;
    const found = issue.keys.slice(0, problemLimit).map((key) => {
      const where = source.where([...path, key], "key");
      const full = writtenPath([...path, key]);
      return wording.known?.(where, full) ?? unknownKey(where, full, key, known);
    });
    // One for the first of the others, which is counted with those that are not shown.
    return rest > 0 ? [...found, moreUnknownKeys(source.where(path, "key"), rest)] : found;
  }
  if (issue.code === "invalid_union") {
    // The branch that fits the value's kind knows best what is wrong inside it.
    const branch = issue.errors.find((errors) => errors.every((error) => error.path.length > 0 || !isKindError(error)));
    if (branch !== undefined) return branch.flatMap((error) => problemsOf(error, path, source, wording));
  }
  const name = writtenPath(path);
  const rule = wording.rule(issue.message);
  if (rule === undefined) throw new Error(`The schema has no wording for: ${issue.message} (${name})`);
  const found = valueAt(source.value, path);
  if (found === undefined) return [missingKey(source.where(path, "key"), name, rule)];
  const word = typeof found === "string" ? found : undefined;
  return [wrongValue(wording.kind, source.where(path), name, rule, source.received(path), word, choicesOf(issue))];
}

/** `channels.spend_TV.adstock`, `controls[2]` (counted from 1, as people do). */
export function writtenPath(path: DocumentPath): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key + 1}]` : text === "" ? key : `${text}.${key}`),
    "",
  );
}

/** Whether the value is not even of the kind this branch is about, rather than out of its limits. */
function isKindError(issue: Issue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union";
}

function choicesOf(issue: Issue): readonly string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" ? issue.errors.flat().flatMap(choicesOf) : [];
}

function valueAt(value: unknown, path: DocumentPath): unknown {
  return path.reduce((part, key) => (part as Record<string | number, unknown> | null | undefined)?.[key], value);
}

/** What an issue says, of a file whose problems have no wording of their own; of many keys that are not known the first. */
export function issueText(issue: Issue): string {
  return issue.code === "unrecognized_keys" ? `there is no key ${nameList(issue.keys, 5)}` : issue.message;
}
