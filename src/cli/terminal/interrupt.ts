// Ctrl-C: the first one asks for an orderly end, the second one ends the process.

import { exitCodes } from "../../problems/problem.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Interrupts {
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back its usual meaning. */
  release(): void;
}

/** Listens for SIGINT, SIGTERM and SIGHUP (the terminal was closed); `onFirst` runs when the first arrives. */
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
  for (const name of signals) process.on(name, interrupted);
  return {
    signal: controller.signal,
    release() {
      for (const name of signals) process.removeListener(name, interrupted);
    },
  };
}
