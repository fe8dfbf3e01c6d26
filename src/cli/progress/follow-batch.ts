// A batch called from the terminal: what it would do, which fits begin and end, and Ctrl-C.

import type { BatchStage } from "../../services/batch/index.ts";
import { layoutLines, planLines } from "../print/index.ts";
import { listenForInterrupts, type Output } from "../terminal/index.ts";
import { batchDisplay } from "./batch-display.ts";
import type { ProgressMode } from "./display.ts";
import type { Followed } from "./follow.ts";

/**
 * Has `work` make a batch: shows how far it is, cancels it at the first Ctrl-C.
 * @param tellsPlan whether what it will do is told before it does it
 */
export async function followBatch<R>(
  err: Output,
  mode: ProgressMode,
  work: (call: Followed<BatchStage>) => Promise<R>,
  tellsPlan: boolean = mode !== "none",
): Promise<R> {
  const display = batchDisplay(mode, err);
  const interrupts = listenForInterrupts(() =>
    display.message("Canceling: fits that run are given up; Ctrl-C again ends at once."),
  );
  const show = (told: BatchStage): void => {
    switch (told.stage) {
      case "reading":
      case "fitting":
        return display.begin(told.stage, told.total);
      case "read":
        return display.read(told.tables);
      case "planned":
        if (tellsPlan) {
          const { layouts } = told.planned.plan;
          for (const line of layoutLines(layouts, err.columns(), err.style)) display.message(line);
          for (const line of planLines(told.planned)) display.message(line);
        }
        return undefined;
      case "started":
        return display.start(told.name);
      case "finished":
        return display.finish(told.row);
      case "fitted":
        return display.stop();
    }
  };
  try {
    return await work({ signal: interrupts.signal, onProgress: show });
  } finally {
    display.stop();
    interrupts.release();
  }
}
