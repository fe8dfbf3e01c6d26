// A turn for the event loop in the middle of long work.

/** Resolves when what waits has had its turn: timers, messages, input. In Node without the millisecond that a timer takes at least. */
export function eventLoopTurn(): Promise<void> {
  return new Promise((resume) => {
    if (typeof setImmediate === "function") setImmediate(resume);
    else setTimeout(resume, 0);
  });
}
