// A JSON document: data under a `schema` that says what it is and in which version.
//
// Every function that makes one is exported and says `Document<"carryover/NAME/VERSION", ...>` as its result: build-schemas.ts finds it by
// that and writes the JSON Schema of its type to dist/schemas/NAME.json. Nothing else has to be told of a new document.

import { type JsonForm, jsonForm } from "./json-form.ts";

/** `carryover/roi/1`: what the document is, and its version, which is raised when a reader of the one before could misread it. */
export type SchemaId = `carryover/${string}/${number}`;

/** A document as it is written: its schema first, then data in the form of JSON. */
export type Document<Schema extends SchemaId, T> = { readonly schema: Schema } & JsonForm<T>;

/** The data as a document of this schema. */
export function documentOf<const Schema extends SchemaId, T extends object>(
  schema: Schema,
  content: T,
): Document<Schema, T> {
  return { schema, ...(jsonForm(content) as object) } as Document<Schema, T>;
}

/** The text of a document, with a line feed at its end; `indent` 0 for one line. */
export function documentText(content: Document<SchemaId, object>, indent = 2): string {
  return `${JSON.stringify(content, undefined, indent)}\n`;
}
