// The JSON Schemas that are shipped. Documents themselves are held to them in test/cli/documents.slow.test.ts.

import { describe, expect, it } from "vitest";
import { type JsonSchema, schemas } from "./support/schemas.ts";

/** Model files and privacy files, in which names are keys. */
const asTheyStand = new Set(["specification", "model", "privacy-file"]);

describe("The shipped schemas", () => {
  it.each([...schemas])("%s has snake_case keys and allows no others", (name, schema) => {
    const odd: string[] = [];
    const walk = (part: unknown, path: string): void => {
      if (Array.isArray(part)) part.forEach((item, k) => walk(item, `${path}[${k}]`));
      if (typeof part !== "object" || part === null || Array.isArray(part)) return;
      const { properties, type, additionalProperties } = part as JsonSchema;
      if (type === "object" && additionalProperties !== false) odd.push(`${path} is open`);
      for (const [key, value] of Object.entries((properties ?? {}) as JsonSchema)) {
        if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(key)) odd.push(`${path}.${key}`);
        if (!asTheyStand.has(key)) walk(value, `${path}.${key}`);
      }
      for (const [key, value] of Object.entries(part)) if (key !== "properties") walk(value, path);
    };
    if (!asTheyStand.has(name)) walk(schema, name);
    expect(odd).toEqual([]);
  });

  it.each([...schemas])("%s names itself", (name, schema) => {
    // Privacy files are written by people alone, and have none.
    if (name === "privacy-file") return;
    for (const { properties = {} } of (schema.anyOf ?? [schema]) as readonly JsonSchema[]) {
      const { schema: own } = properties as { readonly schema?: JsonSchema };
      // Bounds are read in two versions.
      const versions = (own?.enum as readonly string[] | undefined) ?? [own?.const];
      for (const version of versions) expect(version).toMatch(new RegExp(`^carryover/${name}/\\d+$`));
    }
  });
});
