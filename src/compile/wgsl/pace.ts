// How much a dispatch does: as much as takes a time well below what any adapter's watchdog allows, found out by measuring.

/** Time that a dispatch should take. Watchdogs end programs from about two seconds on; a dispatch may take eight times as long as planned. */
export const dispatchMilliseconds = 100;

/** Work of the first dispatch, in leapfrog steps of one lane each. */
const firstWork = 256;

/** Work grows and shrinks by this factor at most from one dispatch to the next. */
const steepest = 8;

export interface Dispatch {
  readonly lanes: number;
  readonly steps: number;
}

export interface Pace {
  /** What to do at once of `steps` steps of `lanes` lanes: all lanes some steps, or one step of some lanes. */
  next(lanes: number, steps: number): Dispatch;
  /** Learns from a dispatch. */
  took(dispatch: Dispatch, milliseconds: number): void;
}

export function makePace(): Pace {
  let work = firstWork;
  return {
    next(lanes, steps) {
      if (work >= lanes) return { lanes, steps: Math.max(1, Math.min(steps, Math.floor(work / lanes))) };
      return { lanes: Math.max(1, Math.floor(work)), steps: 1 };
    },
    took(dispatch, milliseconds) {
      const possible = (dispatch.lanes * dispatch.steps * dispatchMilliseconds) / Math.max(milliseconds, 0.01);
      // A dispatch that did less than it might have, and was quick, is no reason to do less.
      const wanted = milliseconds > dispatchMilliseconds ? possible : Math.max(work, possible);
      work = Math.min(Math.max(wanted, work / steepest, 1), work * steepest);
    },
  };
}
