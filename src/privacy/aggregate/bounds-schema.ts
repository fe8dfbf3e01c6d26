// bounds.json as a zod schema. Import it lazily (`await import`): zod costs about 60 ms.

import { z } from "zod";
import type { JsonForm } from "../../documents/index.ts";
import { boundsVersion, type TableBounds, unsealedVersion } from "./bounds-document.ts";

const positive = z.number().positive();
const name = z.string().min(1);

/** Validates the form of bounds.json; that its figures agree with each other is for `readBounds`. */
export const boundsSchema: z.ZodType<
  JsonForm<TableBounds> & { readonly schema: typeof boundsVersion | typeof unsealedVersion }
> = z.strictObject({
  schema: z.enum([boundsVersion, unsealedVersion]),
  warning: z.string(),
  unit: z.literal("user"),
  neighbors: z.string(),
  grid: z.strictObject({ column: z.literal("week"), weeks: z.array(name).min(1), channels: z.array(name) }),
  groups: z
    .array(
      z.strictObject({
        measure: name,
        columns: z.array(name).min(1),
        cap: positive,
        total: positive,
        granularity: positive,
        rounding: z.literal("exact"),
        cells: z.int().positive(),
        sensitivity: z.strictObject({ l1: positive, l2: positive }),
      }),
    )
    .min(1),
  not_protected: z.array(z.strictObject({ column: name, reason: name })),
  limits: z.array(z.string()),
  table: z.strictObject({ id: name, sha256: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
});

/** JSON Schema (draft 2020-12) of bounds.json. */
export function boundsJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(boundsSchema, { io: "input" }) as Record<string, unknown>;
}
