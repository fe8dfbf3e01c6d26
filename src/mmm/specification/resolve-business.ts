// What a fit is for (margin, currency, title), from the command line or the model file. Nothing of it is needed to fit.

import { type Business, businessSettings, kebab, marginProblem } from "../../settings/index.ts";
import type { Problem } from "../../problems/problem.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog } from "./provenance.ts";
import type { ResolvedSpec } from "./resolved-spec.ts";

const keys = Object.keys(businessSettings) as (keyof typeof businessSettings)[];

/** What was given; keys that nobody gave are absent. */
export function resolveBusiness(
  flags: Business,
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): Pick<ResolvedSpec, "margin" | "currency" | "title"> {
  return Object.fromEntries(
    keys.flatMap((key): [string, unknown][] => {
      const flag = flags[key];
      const written = document?.content[key];
      const found = key === "currency" ? table?.currency : undefined;
      const value = flag ?? written ?? found;
      if (value === undefined) return [];
      const where = flag !== undefined ? `--${kebab(key)}` : (document?.where([key]) ?? key);
      const problem =
        key === "margin"
          ? marginProblem(value, table?.target.worth === undefined ? table?.target.kind : "revenue", where)
          : undefined;
      if (problem !== undefined) problems.push(problem);
      const origin = flag !== undefined ? "flag" : written !== undefined ? "model file" : "detected";
      log.note<unknown>(key, { value, origin, reason: origin === "detected" ? "stated by the table" : where });
      return [[key, value]];
    }),
  );
}
