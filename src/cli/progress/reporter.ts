// Shows how far the chains of a fit have come.

import { type Document, documentOf } from "../../documents/index.ts";
import type { SamplingNow } from "../../services/fit/index.ts";
import type { Output } from "../terminal/index.ts";
import { createDisplay, type ProgressMode, type View } from "./display.ts";
import { progressBlock, progressLine } from "./render.ts";
import { type ProgressState, stateOf } from "./state.ts";

export interface Reporter {
  /** Takes the latest counters of every chain, and what else is known by now. */
  update(now: Omit<SamplingNow, "stage">): void;
  /** Writes a message without tearing the block. */
  message(text: string): void;
  /** Takes the block away and gives the terminal back as it was. May be called more than once. */
  stop(): void;
}

/** How far the chains of a fit have come, as a line of --progress json. */
export function fitProgressDocument(
  state: ProgressState,
): Document<"carryover/fit-progress/1", { readonly event: "progress" } & ProgressState> {
  return documentOf("carryover/fit-progress/1", { event: "progress", ...state });
}

const view: View<ProgressState> = {
  block: progressBlock,
  line: progressLine,
  event: fitProgressDocument,
  isDone: ({ chains }) => chains.every(({ phase }) => phase === "done"),
};

/** A reporter for chains of `warmup` and `draws` transitions. `clock` gives seconds. */
export function createReporter(
  mode: ProgressMode,
  output: Output,
  { warmup, draws }: { readonly warmup: number; readonly draws: number },
  clock: () => number = () => performance.now() / 1000,
): Reporter {
  const since = clock();
  const display = createDisplay(mode, output, view);
  // The block marks a chain with a divergence and JSON counts them; lines say so once for each chain.
  const inLines = mode === "plain" || (mode === "auto" && !output.isTerminal);
  const diverged = new Set<number>();
  return {
    update(now) {
      if (inLines) {
        now.chains.forEach(({ divergences }, chain) => {
          if (divergences === 0 || diverged.has(chain)) return;
          diverged.add(chain);
          display.message(`chain ${chain + 1} has a divergence`);
        });
      }
      display.update(() => stateOf({ warmup, draws }, clock() - since, now));
    },
    message: display.message,
    stop: display.stop,
  };
}
