// The description of the noise in a table (noise.json, or `noise:` in a model file) as a zod schema: what may be written.
// Import it lazily (`await import`): zod costs about 60 ms.

import { z } from "zod";
import type { JsonForm } from "../../documents/index.ts";
import { noiseSettings, protectionSettings } from "../../settings/index.ts";
import { knownNoises, type ScaleKind } from "../mechanisms/index.ts";
import { noiseVersion, type NoiseMechanism, type PrivacyUnit, type ReleaseStatement } from "./noise-terms.ts";

/** The noise of one column as it may be written; what is left out is completed by `readNoiseDescription`. */
export interface WrittenColumn {
  readonly column: string;
  readonly mechanism: NoiseMechanism;
  readonly scale?: number | undefined;
  readonly scaleKind?: ScaleKind | undefined;
  readonly granularity?: number | null | undefined;
  readonly unit?: PrivacyUnit | "unknown" | undefined;
  readonly clip?: { readonly lower?: number | undefined; readonly upper?: number | undefined } | null | undefined;
  readonly suppressedBelow?: number | null | undefined;
  readonly cellsSummed?: number | undefined;
  readonly epsilon?: number | undefined;
  readonly delta?: number | undefined;
  readonly sensitivity?: { readonly norm: "L1" | "L2"; readonly value: number } | undefined;
  readonly bounds?: { readonly cap: number; readonly total: number } | undefined;
  readonly rescale?: number | undefined;
  readonly release?: string | undefined;
  readonly source?: string | undefined;
}

/** A description as it may be written; its keys are in snake_case in JSON. */
export interface WrittenNoise {
  readonly statement?: ReleaseStatement | undefined;
  readonly columns: readonly WrittenColumn[];
}

const positive = z.number().positive();

const columnSchema = z.strictObject({
  column: z.string().min(1).describe("Name of the column, as in the table's header"),
  mechanism: z
    .enum([...knownNoises, "none", "unknown"])
    .describe("Distribution of the noise; unknown: there is noise, and nobody says how much"),
  scale: positive.optional().describe("Scale of the noise in one summed cell, in the unit of the column"),
  scale_kind: z
    .enum(noiseSettings.scale_kind.choices)
    .optional()
    .describe("b: scale of a Laplace; sigma: standard deviation of a normal distribution"),
  granularity: positive.nullish().describe("Values are whole multiples of this"),
  unit: z
    .enum([...protectionSettings.unit.choices, "unknown"])
    .optional()
    .describe("What one change of the data is: the privacy unit"),
  clip: z
    .strictObject({ lower: z.number().optional(), upper: z.number().optional() })
    .nullish()
    .describe("Noised values beyond these were set to them"),
  suppressed_below: z.number().nullish().describe("Cells with a noised value below this are missing"),
  cells_summed: z.int().positive().optional().describe("Independently noised cells in one value of the table; 1"),
  epsilon: positive.optional(),
  delta: z.number().min(0).lt(1).optional(),
  sensitivity: z.strictObject({ norm: z.enum(["L1", "L2"]), value: positive }).optional(),
  bounds: z
    .strictObject({ cap: positive, total: positive })
    .optional()
    .describe("Most that one unit adds to a cell, and to all"),
  rescale: positive.optional().describe("The column is the released value times this; 1"),
  release: z.string().optional().describe("Columns with the same release share one charge of epsilon"),
  source: z
    .string()
    .optional()
    .describe("Where the noise comes from: carryover, opendp, tumult, ara-summary-v1, w3c-attribution, manual"),
});

const statementSchema = z.strictObject({
  unit: z.string(),
  neighbors: z.string(),
  epsilon: z.number().min(0),
  delta: z.number().min(0).lt(1),
  whole_user_epsilon: positive.optional(),
  composition: z.string(),
  budget: z.strictObject({ epsilon: positive, delta: z.number().min(0).lt(1), accounting: z.string() }).optional(),
  ledger: z
    .strictObject({
      id: z.string().min(1).describe("Identity of the ledger"),
      version: z.int().positive().describe("Version of the table"),
      restores: z.int().min(0).describe("How often the ledger was restored or copied"),
      separate: z
        .array(z.string())
        .describe("Other ledgers of the same table or events, which the budget does not hold"),
    })
    .optional(),
  randomness: z.string().optional(),
  not_protected: z.array(z.strictObject({ column: z.string(), reason: z.string() })),
  grid: z.string().optional().describe("Weeks and channels that are published whatever happened in them"),
  limits: z.array(z.string()).optional().describe("What the guarantee does not promise"),
});

/** What noise.json holds; the schema may be left out where it is written by hand. */
export const noiseSchema: z.ZodType<JsonForm<WrittenNoise> & { readonly schema?: typeof noiseVersion | undefined }> =
  z.strictObject({
    schema: z.literal(noiseVersion).optional(),
    statement: statementSchema.optional(),
    columns: z.array(columnSchema).min(1),
  });

/** JSON Schema (draft 2020-12) of noise.json, for editors. */
export function noiseJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(noiseSchema, { io: "input" }) as Record<string, unknown>;
}
