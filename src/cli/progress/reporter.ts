// Shows progress while chains run: a block redrawn in place, lines now and then, JSON lines, or nothing.

import type { ChainProgress } from "../../sampling/result.ts";
import type { Output } from "../terminal.ts";
import { progressBlock, progressLine } from "./render.ts";
import type { ProgressState } from "./state.ts";

export type ProgressMode = "auto" | "plain" | "json" | "none";

export interface Reporter {
  /** Takes the latest counters of every chain. Cheap: drawing happens at most ten times a second. */
  update(chains: readonly ChainProgress[]): void;
  /** Writes a message without tearing the block. */
  message(text: string): void;
  /** Takes the block away and gives the terminal back as it was. May be called more than once. */
  stop(): void;
}

/** Milliseconds between two drawings of the block. */
const redrawEvery = 100;
/** Seconds between two plain lines, and so the shortest run that has any. */
const lineEvery = 5;

const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";
const eraseBelow = "\u001b[0J";

/** A reporter for chains of `warmup` and `draws` transitions. `clock` gives seconds. */
export function createReporter(
  mode: ProgressMode,
  output: Output,
  size: { readonly warmup: number; readonly draws: number },
  clock: () => number = () => performance.now() / 1000,
): Reporter {
  const since = clock();
  const stateOf = (chains: readonly ChainProgress[]): ProgressState => ({ ...size, chains, seconds: clock() - since });
  if (mode === "none") return silent(output);
  if (mode === "json") return jsonLines(output, stateOf);
  return mode === "auto" && output.isTerminal ? block(output, stateOf) : plainLines(output, stateOf);
}

type StateOf = (chains: readonly ChainProgress[]) => ProgressState;

function silent(output: Output): Reporter {
  return { update: () => undefined, message: (text) => output.write(`${text}\n`), stop: () => undefined };
}

function jsonLines(output: Output, stateOf: StateOf): Reporter {
  const write = (event: object): void => output.write(`${JSON.stringify(event)}\n`);
  let last = Number.NEGATIVE_INFINITY;
  return {
    update(chains) {
      const state = stateOf(chains);
      const done = chains.every(({ phase }) => phase === "done");
      if (!done && state.seconds - last < redrawEvery / 1000) return;
      last = state.seconds;
      write({ event: "progress", ...state });
    },
    message: (text) => write({ event: "message", text }),
    stop: () => undefined,
  };
}

function plainLines(output: Output, stateOf: StateOf): Reporter {
  let last = 0;
  const diverged = new Set<number>();
  return {
    update(chains) {
      const state = stateOf(chains);
      chains.forEach(({ divergences }, chain) => {
        if (divergences === 0 || diverged.has(chain)) return;
        diverged.add(chain);
        output.write(`chain ${chain + 1} has a divergence\n`);
      });
      if (state.seconds - last < lineEvery) return;
      last = state.seconds;
      output.write(`${progressLine(state)}\n`);
    },
    message: (text) => output.write(`${text}\n`),
    stop: () => undefined,
  };
}

function block(output: Output, stateOf: StateOf): Reporter {
  let chains: readonly ChainProgress[] | undefined;
  let drawn = 0;
  let stopped = false;
  const erase = (): string => (drawn === 0 ? "" : `\u001b[${drawn}A\r${eraseBelow}`);
  const draw = (): void => {
    if (chains === undefined || stopped) return;
    const lines = progressBlock(stateOf(chains), output.columns() - 1, output.rows(), output.style);
    output.write(`${erase()}${lines.map((line) => `${line}\n`).join("")}`);
    drawn = lines.length;
  };
  output.write(hideCursor);
  const timer = setInterval(draw, redrawEvery);
  timer.unref();
  const reporter: Reporter = {
    update(latest) {
      const first = chains === undefined;
      chains = latest;
      if (first) draw();
    },
    message(text) {
      output.write(`${erase()}${text}\n`);
      drawn = 0;
      draw();
    },
    stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      process.removeListener("exit", reporter.stop);
      output.write(`${erase()}${showCursor}`);
    },
  };
  // Also when the process ends by an error or by a second Ctrl-C.
  process.once("exit", reporter.stop);
  return reporter;
}
