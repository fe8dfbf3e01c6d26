// The privacy file as a zod schema: what may be written, its TypeScript type and its JSON Schema.
// Import it lazily (`await import`): zod costs about 60 ms. The `error` of each part is a key of `aggregateRules`.

import { z } from "zod";
import type { AggregateRule } from "../../problems/aggregate-problems.ts";
import { type WeekDay, weekDays } from "./week-days.ts";

/** Bounds of one measure as written, in the unit of the data. */
export interface MeasureEntry {
  column?: string | undefined;
  cap: number;
  total: number;
}

/** A privacy file after validation, before defaults. */
export interface PrivacyFile {
  columns?: { user?: string | undefined; time?: string | undefined; channel?: string | undefined } | undefined;
  weeks: { from: string; to: string; start?: WeekDay | undefined } | string[];
  channels?: string[] | Record<string, string[]> | undefined;
  measures: {
    revenue?: MeasureEntry | undefined;
    conversions?: MeasureEntry | undefined;
    impressions?: MeasureEntry | undefined;
    cost?: MeasureEntry | undefined;
  };
  spend?:
    | string
    | { file: string; week?: string | undefined; channel?: string | undefined; amount?: string | undefined }
    | undefined;
}

const text = (error: AggregateRule): z.ZodString => z.string({ error }).min(1, { error });
const map = <T extends z.core.$ZodLooseShape>(error: AggregateRule, shape: T): z.ZodObject<T, z.core.$strict> =>
  z.strictObject(shape, { error });
const column = (name: string): z.ZodOptional<z.ZodString> => text("column").meta({ default: name }).optional();

const date = text("date").regex(/^\d{4}-\d{2}-\d{2}$/, { error: "date" });
const bound = z.number({ error: "bound" }).positive({ error: "bound" }).max(1e12, { error: "bound" });
const measure = (
  source: string,
  description: string,
): z.ZodOptional<z.ZodObject<{ column: z.ZodOptional<z.ZodString>; cap: z.ZodNumber; total: z.ZodNumber }>> =>
  map("measure", {
    column: column(source),
    cap: bound.meta({ description: "Most that one user adds to one cell." }),
    total: bound.meta({ description: "Most that one user adds to all cells of the measure together." }),
  })
    .meta({ description })
    .optional();

const schema = map("file", {
  columns: map("columns", { user: column("user"), time: column("time"), channel: column("channel") })
    .meta({ description: "Columns of the events. The user is the unit that is protected." })
    .optional(),
  weeks: z
    .union(
      [
        map("weeks", {
          from: date,
          to: date,
          start: z.enum(weekDays, { error: "start" }).meta({ default: "monday" }).optional(),
        }),
        z.array(date, { error: "weeks" }).min(1, { error: "weeks" }),
      ],
      { error: "weeks" },
    )
    .meta({
      description: "The weeks of the table, all of which are published: from the first to the last, or a list.",
    }),
  channels: z
    .union(
      [
        z.array(text("channel"), { error: "channels" }).min(1, { error: "channels" }),
        z
          .record(
            z.string().min(1, { error: "channel" }),
            z.array(text("channel"), { error: "channels" }).min(1, { error: "channels" }),
            { error: "channels" },
          )
          .refine((entries) => Object.keys(entries).length > 0, { error: "channels" }),
      ],
      { error: "channels" },
    )
    .meta({ description: "The channels of the table; a map gives each the names it has in the events." })
    .optional(),
  measures: map("measures", {
    revenue: measure("value", "Money a week, over all channels and none."),
    conversions: measure("conversion", "Conversions a week, over all channels and none."),
    impressions: measure("impressions", "Impressions by week and channel."),
    cost: measure("cost", "Spend attributed to single events, by week and channel: user data, other than invoices."),
  }).refine((entries) => Object.keys(entries).length > 0, { error: "measures" }),
  spend: z
    .union(
      [
        text("spend"),
        map("spend", {
          file: text("spend"),
          week: column("week"),
          channel: column("channel"),
          amount: column("amount"),
        }),
      ],
      { error: "spend" },
    )
    .meta({ description: "Table of invoices, relative to this file: spend that is not user data and needs no noise." })
    .optional(),
});

/** Validates the content of a privacy file. */
export const privacyFileSchema: z.ZodType<PrivacyFile> = schema;

/** The keys that are known inside the map at a path; for hints. */
export function knownKeys(path: readonly (string | number)[]): readonly string[] {
  const [first, second] = path;
  const measures = schema.shape.measures.shape;
  const known: Readonly<Record<string, readonly string[]>> = {
    columns: ["user", "time", "channel"],
    weeks: ["from", "to", "start"],
    measures: Object.keys(measures),
    spend: ["file", "week", "channel", "amount"],
  };
  if (first === undefined) return Object.keys(schema.shape);
  return first === "measures" && second !== undefined
    ? ["column", "cap", "total"]
    : Object.hasOwn(known, first)
      ? known[first]
      : [];
}

/** JSON Schema (draft 2020-12) of the privacy file, for editors. */
export function privacyFileJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: "input" }) as Record<string, unknown>;
}
