// How the table is read, as far as the command line or the model file says so. The values it gives are what is fitted.

import { kebab, type ReadingValues, readingSettings, settingProblems } from "../../settings/index.ts";
import type { Problem } from "../../problems/problem.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog } from "./provenance.ts";
import type { ResolvedSpec } from "./resolved-spec.ts";

const keys = Object.keys(readingSettings) as (keyof typeof readingSettings)[];

/** What the command line says, else the model file; keys that neither gives are absent. */
export function readingOf(flags: ReadingValues, document: ModelDocument | undefined): ReadingValues {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = flags[key] ?? document?.content[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** The same for a specification, where "auto" is as good as nothing. */
export function resolveReading(
  flags: ReadingValues,
  document: ModelDocument | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): Pick<ResolvedSpec, "decimal" | "date_format" | "sheet"> {
  problems.push(...settingProblems("reading", readingSettings, flags));
  return Object.fromEntries(
    Object.entries(readingOf(flags, document)).flatMap(([name, value]): [string, unknown][] => {
      const key = name as keyof typeof readingSettings;
      if (value === "auto") return [];
      const given = flags[key] !== undefined;
      const reason = given ? `--${kebab(key)}` : (document?.where([key]) ?? key);
      log.note<unknown>(key, { value, origin: given ? "flag" : "model file", reason });
      return [[key, value]];
    }),
  );
}
