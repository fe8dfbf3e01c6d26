// How far a batch has come: fits done of all, their states, the rate, the time left, what runs.

import { type Document, documentOf } from "../../documents/index.ts";
import type { View } from "./display.ts";
import { cut } from "../../words/index.ts";
import { bar } from "./line.ts";
import { duration, fixed } from "../../words/index.ts";

export interface BatchProgress {
  readonly phase: "reading" | "fitting";
  /** Since the phase began. */
  readonly seconds: number;
  /** Fits to read, or to make; what was kept or could not be read is not among those to make. */
  readonly total: number;
  readonly done: number;
  readonly converged: number;
  readonly not_converged: number;
  readonly failed: number;
  /** Fits that are being made, the one that began first in front. */
  readonly running: readonly { readonly name: string; readonly seconds: number }[];
}

/** Fits made in an hour at the rate so far; undefined before the first. */
export function fitsPerHour({ done, seconds }: Pick<BatchProgress, "done" | "seconds">): number | undefined {
  return done > 0 && seconds > 0 ? (3600 * done) / seconds : undefined;
}

/** How far a batch has come, as a line of --progress json. */
export function batchProgressDocument(
  state: BatchProgress,
): Document<"carryover/batch-progress/1", { readonly event: "progress" } & BatchProgress> {
  return documentOf("carryover/batch-progress/1", { event: "progress", ...state });
}

export const batchView: View<BatchProgress> = {
  block(state, width, height, style) {
    const lines = [`${barOf(state, width)}${countsOf(state)}`, ...(rateOf(state) === "" ? [] : [rateOf(state)])];
    const room = Math.max(0, height - 1 - lines.length);
    const running = state.running.slice(0, room).map(({ name, seconds }) => `  ${name} (${duration(seconds)})`);
    const plain = [...lines, ...running].map((line) => cut(line, width));
    return state.failed + state.not_converged > 0 ? [style.yellow(plain[0]), ...plain.slice(1)] : plain;
  },
  line: (state) => {
    const rate = rateOf(state);
    return `${duration(state.seconds)}: ${countsOf(state)}${rate === "" ? "" : `; ${rate}`}`;
  },
  event: batchProgressDocument,
  isDone: ({ phase, done, total }) => phase === "fitting" && done === total,
};

function countsOf({ phase, done, total, converged, not_converged, failed }: BatchProgress): string {
  if (phase === "reading") return `${done} of ${total} tables read`;
  const states = [
    [converged, "converged"],
    [not_converged, "not converged"],
    [failed, "failed"],
  ] as const;
  const told = states.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return [`${done} of ${total} fits`, ...told].join(", ");
}

function rateOf(state: BatchProgress): string {
  const rate = state.phase === "fitting" ? fitsPerHour(state) : undefined;
  if (rate === undefined) return "";
  const left = state.total - state.done;
  const time = left === 0 ? "" : `, about ${duration((3600 * left) / rate)} left`;
  return `${fixed(rate, 0)} fits per hour${time}`;
}

const barWidth = 20;

function barOf({ done, total }: BatchProgress, width: number): string {
  if (width < 3 * barWidth || total === 0) return "";
  return `${bar(done / total, barWidth)}  `;
}
