// How far a study over data sets has come: sets done of all, how many did not converge, the time left.

import { type Document, documentOf } from "../../documents/index.ts";
import type { StudyProgress } from "../../services/study/index.ts";
import type { View } from "./display.ts";
import { duration } from "../../words/index.ts";

/** How far a study has come, as a line of --progress json. */
export function setsProgressDocument(
  state: StudyProgress,
): Document<"carryover/study-progress/1", { readonly event: "progress" } & StudyProgress> {
  return documentOf("carryover/study-progress/1", { event: "progress", ...state });
}

export const setsView: View<StudyProgress> = {
  block: (state, width, _height, style) => {
    const line = setsLine(state).slice(0, width);
    return [state.without > 0 ? style.yellow(line) : line];
  },
  line: setsLine,
  event: setsProgressDocument,
  isDone: ({ done, total }) => done === total,
};

/** `23 of 100 data sets in 14 s, about 47 s to go; 1 not converged` */
export function setsLine({ seconds, done, total, kept, without }: StudyProgress): string {
  const now = done - kept;
  const left = done === total || now === 0 ? "" : `, about ${duration((seconds / now) * (total - done))} to go`;
  const odd = without === 0 ? "" : `; ${without} not converged`;
  return `${done} of ${total} data sets in ${duration(seconds)}${left}${odd}`;
}
