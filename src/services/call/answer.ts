// What every result that is made of a stored run says of that run.

import type { PrivacyRecord } from "../../privacy/release/index.ts";
import type { OpenRun, StoredRun } from "../../store/run/index.ts";

export interface RunFacts {
  /** The run folder, as it was asked for. */
  readonly run: string;
  /** False when nothing that follows from the run is to be relied on. */
  readonly converged: boolean;
  /** How the table was protected when it was published; absent where no column has noise. */
  readonly privacy?: PrivacyRecord | undefined;
}

/** A run has been opened, before anything is made of it. */
export interface RunOpened {
  readonly stage: "opened";
  readonly run: string;
  readonly converged: boolean;
}

/** How a document of a run begins. */
export interface RunHead extends Omit<RunFacts, "privacy"> {
  /** How the table was protected when it was published, in sentences; absent where no column has noise. */
  readonly privacy?: readonly string[];
}

/** The facts of a run as a document has them. */
export function headOf({ run, converged, privacy }: RunFacts): RunHead {
  return { run, converged, ...(privacy === undefined ? {} : { privacy: privacy.statement }) };
}

/** Facts of a run. */
export function factsOf(folder: string, { record, diagnostics }: StoredRun): RunFacts {
  const { privacy } = record;
  return { run: folder, converged: diagnostics.converged, ...(privacy === undefined ? {} : { privacy }) };
}

/** A run that is open for decisions, and what answers say of it. */
export interface AnswerRun extends OpenRun {
  readonly facts: RunFacts;
}

/**
 * Opens a run folder for decisions and tells the caller whether it can be relied on.
 * @throws CarryoverError as `openRun`
 */
export async function openForAnswer(
  folder: string,
  onProgress: ((progress: RunOpened) => void) | undefined,
): Promise<AnswerRun> {
  const { openRun } = await import("../../store/run/open-run.ts");
  const opened = await openRun(folder);
  const facts = factsOf(folder, opened.run);
  onProgress?.({ stage: "opened", run: folder, converged: facts.converged });
  return { ...opened, facts };
}

/** As `openForAnswer`, for what needs the run as it is stored, also one that was canceled before it had draws. */
export async function loadForAnswer(
  folder: string,
  onProgress: ((progress: RunOpened) => void) | undefined,
): Promise<{ readonly run: StoredRun; readonly facts: RunFacts }> {
  const { loadRun } = await import("../../store/run/load-run.ts");
  const run = await loadRun(folder);
  const facts = factsOf(folder, run);
  onProgress?.({ stage: "opened", run: folder, converged: facts.converged });
  return { run, facts };
}
