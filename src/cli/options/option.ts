// The options of a command as data: settings by the names of the command line, and the types of their values.

import type { FlagSetting, Setting, ValueOf } from "../../settings/index.ts";

export type OptionTable = Readonly<Record<string, Setting>>;

/** The values of a table of options after validation; undefined where an option was left out, false for flags. */
export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends FlagSetting ? boolean : ValueOf<T[K]> | undefined;
};
