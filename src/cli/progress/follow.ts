// A service called from the terminal: what it tells is shown, and the first Ctrl-C cancels it.

import type { RunOpened } from "../../services/call/index.ts";
import type { SamplingProgress } from "../../services/fit/index.ts";
import { warnUnlessConverged } from "../print/index.ts";
import { listenForInterrupts, mark, type Output } from "../terminal/index.ts";
import { documentText } from "../../documents/index.ts";
import { messageDocument, type ProgressMode } from "./display.ts";
import { count } from "../../words/index.ts";
import { createReporter, type Reporter } from "./reporter.ts";

/** What a service takes to be followed. */
export interface Followed<P> {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: P) => void;
}

/** Says something to people, outside of progress that is drawn in place; as JSON where progress is. */
export function tell(err: Output, mode: ProgressMode | undefined, text: string): void {
  err.write(mode === "json" ? documentText(messageDocument(text), 0) : `${text}\n`);
}

/** Says of every run that is opened when it has not converged. */
export function warnings(err: Output): { readonly onProgress: (progress: RunOpened) => void } {
  return { onProgress: (run) => warnUnlessConverged(err, run) };
}

/**
 * Has `work` make a fit: shows how far its chains are, cancels it at the first Ctrl-C. Once it has sampled, and stored the run where it does, Ctrl-C has
 * its usual meaning again.
 * @param mode how the chains are shown; undefined where nothing is sampled, and Ctrl-C keeps its usual meaning
 * @param others takes what the service tells besides
 */
export async function followFit<R, P extends { readonly stage: string } = never>(
  err: Output,
  mode: ProgressMode | undefined,
  work: (call: Followed<SamplingProgress | RunOpened | P>) => Promise<R>,
  others?: (progress: P) => void,
): Promise<R> {
  if (mode === undefined)
    return work({ signal: new AbortController().signal, onProgress: warnings(err).onProgress as never });
  let reporter: Reporter | undefined;
  let size = { warmup: 0, draws: 0 };
  let sampled = false;
  const interrupts = listenForInterrupts(() => {
    const text = sampled
      ? "The run is being written; Ctrl-C again ends at once."
      : "Canceling; Ctrl-C again ends at once and keeps nothing.";
    if (reporter === undefined) err.write(`${text}\n`);
    else reporter.message(text);
  });
  const end = (): void => {
    reporter?.stop();
    interrupts.release();
  };
  let begun = false;
  const onProgress = (told: SamplingProgress | RunOpened | P): void => {
    const progress = told as SamplingProgress | RunOpened;
    switch (progress.stage) {
      case "opened":
        return warnUnlessConverged(err, progress);
      case "ready":
        mark("data and specification ready");
        size = progress;
        reporter = createReporter(mode, err, progress);
        return undefined;
      case "again":
        reporter?.message(
          `${count(progress.divergences, "divergence")}: sampling again with target acceptance ${progress.targetAccept}`,
        );
        reporter?.stop();
        reporter = createReporter(mode, err, size);
        return undefined;
      case "sampling":
        if (!begun) mark("sampling begins");
        begun = true;
        return reporter?.update(progress);
      case "sampled":
        mark("fitted");
        sampled = true;
        // What is stored is written first.
        return others === undefined ? end() : reporter?.stop();
      default:
        if (told.stage === "stored") interrupts.release();
        return others?.(told as P);
    }
  };
  try {
    return await work({ signal: interrupts.signal, onProgress });
  } finally {
    end();
  }
}
