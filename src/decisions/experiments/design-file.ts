// A file of designs read and checked: its content, and the place of everything in it.

import type { z } from "zod";
import { type DocumentPath, inOrder, parseAnyKey, readSource, readWritten, schemaProblems } from "../../files/index.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { designRules, type DesignRuleName } from "../../problems/test-design-problems.ts";
import { settingHint, testDesignSettings, wanted } from "../../settings/index.ts";
import type { DesignFile } from "./design-schema.ts";

export interface DesignDocument {
  readonly content: DesignFile;
  readonly where: (path: DocumentPath) => string;
}

/**
 * Reads a file of designs in YAML or JSON.
 * @throws CarryoverError with every problem found, with line and column
 */
export async function readDesignFile(file: string): Promise<DesignDocument> {
  return parseDesignFile(await readWritten(file, "design"), file);
}

/** Reads the text of a file of designs; `file` only says where problems are. Errors as `readDesignFile`. */
export async function parseDesignFile(text: string, file: string): Promise<DesignDocument> {
  const read = await readSource("design", file, text);
  if ("problems" in read) throw new CarryoverError(read.problems);
  const { source } = read;
  const { designFileKeys, designFileSchema, designKeys } = await import("./design-schema.ts");
  const result = parseAnyKey<DesignFile, z.core.$ZodIssue>(designFileSchema, source.value);
  if ("content" in result) return { content: result.content, where: (path) => source.where(path) };
  const problems = schemaProblems(result.issues, source, {
    kind: "design",
    rule: (name) => {
      if (Object.hasOwn(designRules, name)) return designRules[name as DesignRuleName];
      if (!Object.hasOwn(testDesignSettings, name)) return undefined;
      const setting = testDesignSettings[name as keyof typeof testDesignSettings];
      return { must: wanted(setting), hint: settingHint(setting) };
    },
    keysAt: (path) => (path.length === 0 ? designFileKeys : designKeys),
  });
  throw new CarryoverError(inOrder(problems));
}
