// The shipped JSON Schemas, and what a document has against its own.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { identify } from "../../../src/documents/index.ts";
import { requireBuild } from "../../cli/support/built-command.ts";

requireBuild();
const folder = fileURLToPath(new URL("../../../dist/schemas/", import.meta.url));

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Schemas by name. */
export const schemas: ReadonlyMap<string, JsonSchema> = new Map(
  readdirSync(folder).map((file) => [
    file.replace(/\.json$/, ""),
    JSON.parse(readFileSync(`${folder}${file}`, "utf8")) as JsonSchema,
  ]),
);

// `strictTypes` would refuse lists of types, which figures have: a number, or null where it is not finite.
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictTuples: false });
const validators = new Map<string, ValidateFunction>();

/** Names of documents that have been validated. */
export const validated: Set<string> = new Set();

/** What is wrong with a document by its own schema; empty when nothing is. */
export function violations(document: unknown): readonly string[] {
  const { name } = identify(document);
  const schema = name === undefined ? undefined : schemas.get(name);
  if (name === undefined || schema === undefined) return [`no schema of ${JSON.stringify(document).slice(0, 80)}`];
  const validate = validators.get(name) ?? ajv.compile(schema);
  validators.set(name, validate);
  validated.add(name);
  if (Object.keys(document as object)[0] !== "schema") return ["its schema is not first"];
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${name}${instancePath} ${message} ${JSON.stringify(params)}`;
  });
}
