// Counts the fits of a batch as they begin and end, and shows them.

import type { FitRow } from "../../jobs/tasks/index.ts";
import type { Output } from "../terminal/index.ts";
import { type BatchProgress, batchView } from "./batch.ts";
import { createDisplay, type ProgressMode } from "./display.ts";

export interface BatchDisplay {
  /** Begins to count anew. */
  begin(phase: BatchProgress["phase"], total: number): void;
  /** So many tables have been read. */
  readonly read: (done: number) => void;
  start(name: string): void;
  finish(row: FitRow): void;
  message(text: string): void;
  stop(): void;
}

export function batchDisplay(
  mode: ProgressMode,
  output: Output,
  clock: () => number = () => performance.now() / 1000,
): BatchDisplay {
  const display = createDisplay(mode, output, batchView);
  let phase: BatchProgress["phase"] = "reading";
  let since = clock();
  let total = 0;
  let done = 0;
  let counts = { converged: 0, not_converged: 0, failed: 0 };
  const running = new Map<string, number>();
  const show = (): void =>
    display.update(() => ({
      phase,
      seconds: clock() - since,
      total,
      done,
      ...counts,
      running: [...running].map(([name, began]) => ({ name, seconds: clock() - began })),
    }));
  return {
    begin(next, fits) {
      phase = next;
      since = clock();
      total = fits;
      done = 0;
      counts = { converged: 0, not_converged: 0, failed: 0 };
      show();
    },
    read(tables) {
      done = tables;
      show();
    },
    start(name) {
      running.set(name, clock());
      show();
    },
    finish({ name, state }) {
      running.delete(name);
      done++;
      counts[state === "not converged" ? "not_converged" : state]++;
      show();
    },
    message: display.message,
    stop: display.stop,
  };
}
