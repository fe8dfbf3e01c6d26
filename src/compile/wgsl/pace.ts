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

/**
 * Time beyond which a dispatch counts for itself. Below it the quickest of the latest counts: a dispatch may have waited for other threads'
 * work on the same device, which is no reason to do less at once.
 */
const tooLong = 3 * dispatchMilliseconds;
const latest = 8;

export function makePace(): Pace {
  let work = firstWork;
  /** Steps of a lane in a millisecond, of the latest dispatches. */
  let rates: number[] = [];
  return {
    next(lanes, steps) {
      if (work >= lanes) return { lanes, steps: Math.max(1, Math.min(steps, Math.floor(work / lanes))) };
      return { lanes: Math.max(1, Math.floor(work)), steps: 1 };
    },
    took(dispatch, milliseconds) {
      const rate = (dispatch.lanes * dispatch.steps) / Math.max(milliseconds, 0.01);
      rates = milliseconds > tooLong ? [rate] : [...rates.slice(1 - latest), rate];
      const possible = Math.max(...rates) * dispatchMilliseconds;
      // A dispatch that did less than it might have, and was quick, is no reason to do less.
      const wanted = milliseconds > dispatchMilliseconds ? possible : Math.max(work, possible);
      work = Math.min(Math.max(wanted, work / steepest, 1), work * steepest);
    },
  };
}
