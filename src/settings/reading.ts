// How the cells of a table are written, where they do not tell. Each row is an option of the commands it names, a key of model files and
// a column of manifests.

import type { ValueOf } from "./setting.ts";

export const readingSettings = {
  decimal: {
    kind: "choice",
    choices: ["auto", "point", "comma"],
    describe: "Decimal mark of numbers such as 1.234 or 1,234, where the cells of a column do not tell it",
    default: "auto",
    reason: "each column is read by its own cells; where these cannot tell, by those of the other columns",
    hint: "With a decimal comma 1.234 is 1234, with a decimal point it is 1.234.",
    commands: ["fit", "spec", "prior", "init", "batch", "forecast", "refresh"],
  },
  date_format: {
    kind: "choice",
    choices: ["auto", "day-first", "month-first", "year-first", "excel", "unix", "year-week", "year-month", "numbers"],
    describe:
      "How dates such as 01/02/2023 and numbers such as 45292 or 202401 are written, where the column does not tell it",
    default: "auto",
    reason: "the one way in which all cells of the column are dates that make a calendar",
    hint: "day-first reads 01/02/2023 as 1 February, month-first as January 2; year-week reads 202405 as ISO week 5.",
    commands: ["fit", "spec", "prior", "init", "batch", "forecast", "refresh"],
  },
  sheet: {
    kind: "text",
    what: "the name of a sheet",
    describe: "Sheet of an Excel workbook",
    fallback: "the first that holds a table",
    commands: ["fit", "spec", "prior", "init", "batch", "forecast", "refresh"],
  },
} as const;

/** How a table is to be read, as far as it is said. */
export type ReadingValues = {
  readonly [K in keyof typeof readingSettings]?: ValueOf<(typeof readingSettings)[K]> | undefined;
};
