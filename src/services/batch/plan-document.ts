// What a batch would do, as a document.

import { type Document, documentOf } from "../../documents/index.ts";
import type { BatchPlan } from "../../jobs/plan/index.ts";
import type { FitShape } from "../../jobs/tasks/index.ts";
import type { PlannedBatch } from "./batch.ts";

interface FitToMake extends FitShape {
  readonly name: string;
  /** Path of the table; the one that the model file names when left out. */
  readonly table: string | undefined;
  /** Path of a model file; defaults alone when left out. */
  readonly model: string | undefined;
  readonly seed: number;
  /** Run folder to write. */
  readonly folder: string;
}

interface PrintedPlan extends Omit<PlannedBatch, "plan">, Pick<BatchPlan, "kept" | "failed"> {
  readonly fits: readonly FitToMake[];
}

/** `carryover batch --dry-run --json`. */
export function batchPlanDocument({ plan, ...batch }: PlannedBatch): Document<"carryover/batch-plan/1", PrintedPlan> {
  const fits = plan.fits.map(({ job: { name, table, model, sampling, folder }, shape }) => {
    return { name, table, model, seed: sampling.seed, folder, ...shape };
  });
  return documentOf("carryover/batch-plan/1", { ...batch, fits, kept: plan.kept, failed: plan.failed });
}
