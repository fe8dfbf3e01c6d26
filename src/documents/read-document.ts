// Documents read back: what they are, in which version, and their data as the code has them.

import { camelCase, snakeCase } from "./json-form.ts";
import type { SchemaId } from "./document.ts";

/** What a text is, by its `schema`. */
export interface Identified {
  /** `roi` of `carryover/roi/1`; undefined where there is no schema of ours. */
  readonly name: string | undefined;
  readonly version: number | undefined;
}

/** What parsed JSON says of itself. */
export function identify(parsed: unknown): Identified {
  const schema = typeof parsed === "object" && parsed !== null ? (parsed as { schema?: unknown }).schema : undefined;
  const [, name, version] = (typeof schema === "string" && /^carryover\/([^/]+)\/(\d+)$/.exec(schema)) || [];
  return { name, version: version === undefined ? undefined : Number(version) };
}

/** Whether parsed JSON is a document of this schema. */
export function isDocument(parsed: unknown, schema: SchemaId): boolean {
  return typeof parsed === "object" && parsed !== null && (parsed as { schema?: unknown }).schema === schema;
}

/** Data of a document with keys in camelCase again. Null stays: what it stands for is for the reader to say. */
export function camelForm(data: unknown): unknown {
  if (data === null || typeof data !== "object") return data;
  if (Array.isArray(data)) return data.map(camelForm);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [camelCase(key), camelForm(value)]));
}

/** Keys of the first release whose spelling has changed. */
const respelled: Readonly<Record<string, string>> = { neighbours: "neighbors" };

/**
 * Parsed JSON with keys as they are now, for formats of the first release, which had them in camelCase. A key that is there in both forms keeps its own,
 * so that whoever checks the keys finds one too many.
 */
export function snakeForm(data: unknown): unknown {
  if (data === null || typeof data !== "object") return data;
  if (Array.isArray(data)) return data.map(snakeForm);
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      const snake = respelled[key] ?? snakeCase(key);
      return [snake !== key && Object.hasOwn(data, snake) ? key : snake, snakeForm(value)];
    }),
  );
}
