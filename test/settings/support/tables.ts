// Every table of settings that the package has, and the commands with their options.

import { commands } from "../../../src/cli/commands/index.ts";
import * as settings from "../../../src/settings/index.ts";
import type { Setting, SettingTable } from "../../../src/settings/index.ts";

const isSetting = (value: unknown): value is Setting =>
  typeof value === "object" && value !== null && "kind" in value && "describe" in value;

/** Tables by the name of their export. */
export const tables: readonly (readonly [name: string, table: SettingTable])[] = Object.entries(settings).flatMap(
  ([name, value]): (readonly [string, SettingTable])[] =>
    typeof value === "object" && Object.values(value).length > 0 && Object.values(value).every(isSetting)
      ? [[name, value as SettingTable]]
      : [],
);

/** Every setting of every table once. */
export const rows: readonly (readonly [table: string, name: string, setting: Setting])[] = tables.flatMap(
  ([table, each]) => Object.entries(each).map(([name, setting]) => [table, name, setting] as const),
);

export const loaded: readonly Awaited<ReturnType<(typeof commands)[number]["load"]>>["command"][] = await Promise.all(
  commands.map(async ({ load }) => (await load()).command),
);

/** A text that the setting does not take; undefined for texts, which take every one. */
export function wrongText(setting: Setting): string | undefined {
  switch (setting.kind) {
    case "integer":
      return String(setting.range[0] - 1);
    case "number":
      if ([setting.above, setting.least, setting.below].every((end) => end === undefined)) return "many";
      return String(setting.above ?? (setting.least ?? 0) - 1);
    case "choice":
      return "nonesuch";
    case "flag":
      return "perhaps";
    case "text":
      return undefined;
  }
}
