// Asynchronous work on a stream of items, a limited number at a time, results in the order in which they come.

/** Pulls an item only when there is room for it, and none once `signal` is aborted. What `work` or `items` throws ends it. */
export async function* concurrently<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  capacity: number,
  work: (item: T) => Promise<R>,
  signal?: AbortSignal,
): AsyncGenerator<R> {
  type Event =
    | { readonly kind: "item"; readonly next: IteratorResult<T> }
    | { readonly kind: "result"; readonly of: number; readonly result: R };
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const running = new Map<number, Promise<Event>>();
  let pulling: Promise<Event> | undefined;
  let started = 0;
  let exhausted = false;
  try {
    for (;;) {
      if (!exhausted && !signal?.aborted && pulling === undefined && running.size < capacity) {
        pulling = Promise.resolve(iterator.next()).then((next): Event => ({ kind: "item", next }));
      }
      const pending = pulling === undefined ? [...running.values()] : [pulling, ...running.values()];
      if (pending.length === 0) return;
      const event = await Promise.race(pending);
      if (event.kind === "item") {
        pulling = undefined;
        if (event.next.done || signal?.aborted) exhausted = true;
        else {
          const of = started++;
          running.set(
            of,
            work(event.next.value).then((result): Event => ({ kind: "result", of, result })),
          );
        }
      } else {
        running.delete(event.of);
        yield event.result;
      }
    }
  } finally {
    // What is left over when the consumer stops early or something threw is nobody's to await.
    for (const left of running.values()) left.catch(() => undefined);
    pulling?.catch(() => undefined);
    await iterator.return?.();
  }
}
