// How far a study over data sets has come: sets done of all, how many did not converge, the time left.

import type { View } from "./display.ts";
import { duration } from "../../words/index.ts";

export interface SetsProgress {
  /** Since the study began, in this call. */
  readonly seconds: number;
  readonly done: number;
  readonly total: number;
  /** Done by an earlier call. */
  readonly kept: number;
  /** Of those done now, how many did not converge or failed. */
  readonly without: number;
}

export const setsView: View<SetsProgress> = {
  block: (state, width, _height, style) => {
    const line = setsLine(state).slice(0, width);
    return [state.without > 0 ? style.yellow(line) : line];
  },
  line: setsLine,
  isDone: ({ done, total }) => done === total,
};

/** `23 of 100 data sets in 14 s, about 47 s to go; 1 not converged` */
export function setsLine({ seconds, done, total, kept, without }: SetsProgress): string {
  const now = done - kept;
  const left = done === total || now === 0 ? "" : `, about ${duration((seconds / now) * (total - done))} to go`;
  const odd = without === 0 ? "" : `; ${without} not converged`;
  return `${done} of ${total} data sets in ${duration(seconds)}${left}${odd}`;
}
