// Whether a target can be what the negative binomial likelihood takes it for: whole numbers that are not negative, but for noise.
import * as wording from "../../problems/count-problems.ts";
import type { Notice } from "../../problems/notice.ts";
import type { Problem } from "../../problems/problem.ts";
import type { ModelDocument } from "./document.ts";
import type { DetectedTable } from "./detected-table.ts";
import { noiseOf, type ResolvedSpec } from "./resolved-spec.ts";

/** Adds to `problems` and `notices`; without values there is nothing to check. */
export function checkCounts(
  spec: Pick<ResolvedSpec, "likelihood" | "target" | "noise">,
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  problems: Problem[],
  notices: Notice[],
): void {
  const values = table?.target.values;
  if (spec.likelihood !== "negative_binomial" || table === undefined || values === undefined) return;
  const where = document?.where(["likelihood"]) ?? "model";
  const { target } = spec;
  // Noise is added to counts after they were counted; what it leaves need be neither whole nor positive.
  if (noiseOf(spec, target) === undefined) {
    // A cell of a panel without a target is not a number.
    const broken = values.findIndex((value) => !Number.isNaN(value) && !Number.isInteger(value));
    const negative = values.findIndex((value) => value < 0);
    const found = broken >= 0 ? broken : negative;
    if (found >= 0) {
      const { row, geo } = rowOf(found, table);
      const tell = broken >= 0 ? wording.notCounts : wording.negativeCount;
      problems.push(tell(where, target, row, values[found], geo));
    }
    if (broken >= 0 || negative >= 0) return;
  }
  if (table.target.kind === "revenue") notices.push(wording.countsOfMoney(where, table.source, target));
}

/** Counted from one: of the table, or of a geo of a panel, whose values are [geo][time]. */
function rowOf(cell: number, { geos, rows }: DetectedTable): { readonly row: number; readonly geo?: string } {
  if (geos === undefined || rows === undefined) return { row: cell + 1 };
  const { name, first } = geos[Math.floor(cell / rows)];
  return { row: (cell % rows) - first + 1, geo: name };
}
