// What every result that is made of a stored run says of that run.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { marginAndBreakEven } from "../../problems/setting-problems.ts";
import type { Business } from "../../settings/index.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import type { OpenRun, SealOptions, StoredRun } from "../../store/run/index.ts";

export interface RunFacts extends Business {
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
export interface RunHead extends Omit<RunFacts, "privacy" | keyof Business> {
  readonly title?: string;
  readonly margin?: number;
  readonly currency?: string;
  /** How the table was protected when it was published, in sentences; absent where no column has noise. */
  readonly privacy?: readonly string[];
}

/** The facts of a run as a document has them. */
export function headOf({ run, converged, privacy, ...business }: RunFacts): RunHead {
  return { run, converged, ...businessOf(business), ...(privacy === undefined ? {} : { privacy: privacy.statement }) };
}

/** What is known of what the fit is for. */
function businessOf({ margin, currency, title }: Business): Pick<RunHead, "title" | "margin" | "currency"> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(margin === undefined ? {} : { margin }),
    ...(currency === undefined ? {} : { currency }),
  };
}

/** Facts of a run. */
export function factsOf(folder: string, { record, diagnostics }: StoredRun): RunFacts {
  const { privacy, specification } = record;
  return {
    run: folder,
    converged: diagnostics.converged,
    ...businessOf(specification),
    ...(privacy === undefined ? {} : { privacy }),
  };
}

/** A run that is open for decisions, and what answers say of it. */
export interface AnswerRun extends OpenRun {
  readonly facts: RunFacts;
}

/** A request about a run that may say more of what the run is for than the run itself; what is said here wins. */
export interface BusinessRequest extends Business {
  /** A run folder. */
  readonly run: string;
}

/** @throws CarryoverError when a margin and a break-even are both asked for: one decides the other */
export function oneOf(
  { margin, breakEven }: Pick<Business, "margin"> & { readonly breakEven?: number | undefined },
  written: (key: string) => string = (key) => key,
): void {
  if (margin === undefined || breakEven === undefined) return;
  throw new CarryoverError([marginAndBreakEven(`${written("margin")} and ${written("breakEven")}`)], exitCodes.usage);
}

/**
 * Opens a run folder for decisions and tells the caller whether it can be relied on.
 * @param written how whoever made the request wrote a key of it
 * @throws CarryoverError as `openRun`, and for a margin that is none
 */
export async function openForAnswer(
  { run: folder, margin, currency, title }: BusinessRequest,
  onProgress: ((progress: RunOpened) => void) | undefined,
  written?: (key: string) => string,
  options: SealOptions = {},
): Promise<AnswerRun> {
  const [{ openRun }, { withBusiness }] = await Promise.all([
    import("../../store/run/open-run.ts"),
    import("../../decisions/draws/business.ts"),
  ]);
  const opened = await openRun(folder, options);
  const model = withBusiness(opened.model, { margin, currency, title }, written);
  const facts = { ...factsOf(folder, opened.run), ...businessOf(model.spec) };
  onProgress?.({ stage: "opened", run: folder, converged: facts.converged });
  return { ...opened, model, facts };
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
