// One more fit of a stored run, without the last rows of its table: for holdouts.

import { type HoldoutRows, type Holdout, scoreHoldout, trainingData } from "../decisions/predictions/index.ts";
import type { OpenRun } from "../store/run/index.ts";
import type { WorkerPool } from "../sampling/index.ts";
import type { CommandContext } from "./commands/index.ts";
import { fitWithProgress } from "./fit-flow.ts";
import type { ProgressMode } from "./progress/index.ts";

export interface RefitSettings {
  /** Rows to hold out. */
  readonly rows: number;
  /** Threads that are being started. */
  readonly workers: Promise<WorkerPool>;
  readonly progress: ProgressMode;
}

/**
 * Fits the run's specification without the last rows, with progress, and scores the predictions of these.
 * @returns undefined when it was canceled
 * @throws CarryoverError when too few rows would be left, or a column does not change in them
 */
export async function refitWithoutLast(
  { engine, terminal }: CommandContext,
  { run, model }: OpenRun,
  { rows, workers, progress }: RefitSettings,
): Promise<{ readonly holdout: Holdout; readonly heldOut: HoldoutRows } | undefined> {
  const resolution = { spec: model.spec, provenance: run.record.provenance };
  const settings = { workers, progress, backend: run.record.backend };
  const fitted = await fitWithProgress(engine, terminal, settings, async () => ({
    data: trainingData(model.data, resolution, rows),
    resolution,
  }));
  return fitted === undefined || !fitted.fit.complete ? undefined : scoreHoldout(fitted.fit, model.data);
}
