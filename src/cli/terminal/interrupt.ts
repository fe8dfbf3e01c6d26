// Ctrl-C: the first one asks for an orderly end, the second one ends the process.

import { exitCodes } from "../../problems/problem.ts";

export interface Interrupts {
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back its usual meaning. */
  release(): void;
}

/** Listens for SIGINT and SIGTERM; `onFirst` runs when the first arrives. */
export function listenForInterrupts(onFirst: () => void): Interrupts {
  const controller = new AbortController();
  const interrupted = (): void => {
    if (controller.signal.aborted) {
      // The exit listeners give the terminal back.
      process.exit(exitCodes.canceled);
    } else {
      controller.abort();
      onFirst();
    }
  };
  process.on("SIGINT", interrupted);
  process.on("SIGTERM", interrupted);
  return {
    signal: controller.signal,
    release() {
      process.removeListener("SIGINT", interrupted);
      process.removeListener("SIGTERM", interrupted);
    },
  };
}
