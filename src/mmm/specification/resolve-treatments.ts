// What counts against a stated baseline and is no media, and what one conversion is worth.

import { worthNotRead } from "../../problems/driver-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { elementName } from "../axes/index.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog, Sourced } from "./provenance.ts";
import type { ModelStructure, Treatment } from "./resolved-spec.ts";

/** The keys `treatments` and `revenue_per_conversion` of a specification; those that nothing has are absent. */
export function resolveTreatments(
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): Pick<ModelStructure, "treatments" | "revenue_per_conversion"> {
  return { ...treatmentsOf(document, log), ...worthOf(document, table, log, problems) };
}

function treatmentsOf(document: ModelDocument | undefined, log: ProvenanceLog): Pick<ModelStructure, "treatments"> {
  const written = document?.content.treatments;
  if (document === undefined || written === undefined || Object.keys(written).length === 0) return {};
  const treatments = Object.entries(written).map(([column, entry]): [string, Treatment] => {
    const baseline: Sourced<Treatment["baseline"]> =
      entry?.baseline === undefined
        ? { value: "min", origin: "default", reason: "the smallest value of the table, as of a promotion that is off" }
        : {
            value: entry.baseline,
            origin: "model file",
            reason: document.where(["treatments", column, "baseline"]),
          };
    return [column, { baseline: log.note(elementName("treatments.baseline", [column]), baseline) }];
  });
  return { treatments: Object.fromEntries(treatments) };
}

function worthOf(
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): Pick<ModelStructure, "revenue_per_conversion"> {
  const written = document?.content.revenue_per_conversion;
  const found = table?.target.worth?.column;
  if (document !== undefined && written !== undefined) {
    const where = document.where(["revenue_per_conversion"]);
    if (table !== undefined && (written === "none" ? undefined : written) !== found) {
      problems.push(worthNotRead(where, written, found));
    }
    return {
      revenue_per_conversion: log.note("revenue_per_conversion", {
        value: written,
        origin: "model file",
        reason: where,
      }),
    };
  }
  if (found === undefined) return {};
  const reason = `found in ${table?.source}: its name says what one of the target is worth`;
  return { revenue_per_conversion: log.note("revenue_per_conversion", { value: found, origin: "detected", reason }) };
}
