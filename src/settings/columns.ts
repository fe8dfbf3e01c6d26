// Settings that say which column of a table is what, for those who write no model file. They win over the model file.

import type { ValueOf } from "./setting.ts";

export const columnSettings = {
  date: {
    kind: "text",
    what: "the name of a column",
    describe: "Column of the week or date",
    fallback: "found",
    commands: ["fit", "spec", "prior", "init"],
  },
  geo: {
    kind: "text",
    what: "the name of a column",
    describe: "Column of the geo in tables with one row for each geo and date",
    fallback: "found where dates repeat",
    commands: ["fit", "spec", "prior", "init"],
  },
  population: {
    kind: "text",
    what: "the name of a column",
    describe: "Column with the people of each geo",
    fallback: "found in tables with geos",
    commands: ["fit", "spec", "prior", "init"],
  },
  national: {
    kind: "text",
    what: "names of channels with commas between, or none",
    describe: "Channels whose spend in the row of a geo is that of all geos together, to be split by population",
    fallback: "those with the same amount in every geo at every date",
    commands: ["fit", "spec", "prior", "init"],
  },
  target: {
    kind: "text",
    what: "the name of a column",
    describe: "Column to model",
    fallback: "found",
    commands: ["fit", "spec", "prior", "init"],
  },
  target_kind: {
    kind: "choice",
    choices: ["revenue", "conversions"],
    describe: "Whether the target is money or a count",
    fallback: "found from the name and the values of the target",
    hint: "Revenue has a return on spend, conversions have a cost each.",
    commands: ["fit", "spec", "prior", "init"],
  },
  channels: {
    kind: "text",
    what: "names of columns with commas between",
    describe: "Spend columns",
    fallback: "found",
    commands: ["fit", "spec", "prior", "init"],
  },
  controls: {
    kind: "text",
    what: "names of columns with commas between, or none",
    describe: "Control columns",
    fallback: "found",
    commands: ["fit", "spec", "prior", "init"],
  },
} as const;

/** Whether a target is money or a count. */
export type TargetKind = ValueOf<typeof columnSettings.target_kind>;

/** Columns as they were typed. Lists have commas between; names with commas are found by the longest name of the table. */
export interface ColumnFlags {
  readonly date?: string | undefined;
  readonly geo?: string | undefined;
  readonly population?: string | undefined;
  readonly national?: string | readonly string[] | undefined;
  readonly target?: string | undefined;
  readonly target_kind?: TargetKind | undefined;
  readonly channels?: string | readonly string[] | undefined;
  readonly controls?: string | readonly string[] | undefined;
}
