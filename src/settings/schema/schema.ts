// Parts of zod schemas from settings. Import it lazily (`await import`): zod costs about 60 ms.

import { z } from "zod";
import type { Setting, SettingTable, ValueOf } from "../setting.ts";

/** Values of a table as a file writes them, any of them left out. */
export type Written<T extends SettingTable> = { -readonly [K in keyof T]?: ValueOf<T[K]> | undefined };

/** The schema of one setting with its description and default. Its problems have `error` as their message. */
export function settingSchema<S extends Setting>(setting: S, error: string): z.ZodType<ValueOf<S>> {
  const { describe: description, default: fallback } = setting;
  const meta = { description, ...(fallback === undefined ? {} : { default: fallback }) };
  return plain(setting, error).meta(meta) as unknown as z.ZodType<ValueOf<S>>;
}

/** Optional schemas of all settings of a table; the problems of each have the message `prefix.name`. */
export function settingShape<T extends SettingTable>(
  table: T,
  prefix: string,
): { [K in keyof T]: z.ZodOptional<z.ZodType<ValueOf<T[K]>>> } {
  return Object.fromEntries(
    Object.entries(table).map(([name, setting]) => [
      name,
      settingSchema(setting, prefix === "" ? name : `${prefix}.${name}`).optional(),
    ]),
  ) as { [K in keyof T]: z.ZodOptional<z.ZodType<ValueOf<T[K]>>> };
}

function plain(setting: Setting, error: string): z.ZodType {
  switch (setting.kind) {
    case "integer": {
      const [least, most] = setting.range;
      return z.int({ error }).min(least, { error }).max(most, { error });
    }
    case "number": {
      const { above, least, below } = setting;
      let schema = z.number({ error });
      if (above !== undefined) schema = schema.gt(above, { error });
      if (least !== undefined) schema = schema.min(least, { error });
      if (below !== undefined) schema = schema.lt(below, { error });
      return schema;
    }
    case "choice":
      return z.enum(setting.choices as [string, ...string[]], { error });
    case "text":
      return z.string({ error }).min(1, { error });
    case "flag":
      return z.boolean({ error });
  }
}
