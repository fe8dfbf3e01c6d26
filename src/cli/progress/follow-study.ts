// A study called from the terminal: how many data sets are done, and Ctrl-C.

import type { StudyProgress } from "../../services/study/index.ts";
import { listenForInterrupts, type Output } from "../terminal/index.ts";
import { createDisplay, type ProgressMode } from "./display.ts";
import type { Followed } from "./follow.ts";
import { setsView } from "./sets.ts";

/**
 * Has `work` make a study: shows how far it is, cancels it at the first Ctrl-C.
 * @param canceled what is said of a result that is of no whole study
 */
export async function followStudy<R>(
  err: Output,
  mode: ProgressMode,
  work: (call: Followed<StudyProgress>) => Promise<R>,
  canceled: (result: R) => string | undefined,
): Promise<R> {
  const display = createDisplay(mode, err, setsView);
  const interrupts = listenForInterrupts(() => display.message("Canceling; Ctrl-C again ends at once."));
  try {
    const result = await work({ signal: interrupts.signal, onProgress: (state) => display.update(() => state) });
    const text = canceled(result);
    if (text !== undefined) display.message(text);
    return result;
  } finally {
    display.stop();
    interrupts.release();
  }
}
