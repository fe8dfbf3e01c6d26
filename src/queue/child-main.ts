// The entry of a child process: runs one task, tells how far it is, and ends.

import { setPriority } from "node:os";
import type { ChildCall, FromChild, ToChild } from "./child.ts";
import { failureOf } from "./failure.ts";

/** Milliseconds between two messages about progress. */
const pace = 500;

const stopping = new AbortController();
let latest: unknown;

process.on("message", (message: ToChild) => {
  if (message.kind === "stop") stopping.abort();
  else void run(message);
});
// Nobody listens any more: what was sampled is kept, for the run that follows.
process.on("disconnect", () => {
  stopping.abort();
  setTimeout(() => process.exit(1), 10_000).unref();
});
process.on("SIGTERM", () => stopping.abort());
process.on("SIGINT", () => stopping.abort());

async function run({ url, function: name, payload }: Extract<ToChild, { kind: "run" }>): Promise<void> {
  lowerPriority();
  const ticking = setInterval(tick, pace);
  const call: ChildCall = { signal: stopping.signal, onProgress: (progress) => void (latest = progress) };
  let told: FromChild;
  try {
    const module = (await import(url)) as Record<string, (payload: unknown, call: ChildCall) => Promise<unknown>>;
    told = { kind: "done", result: await module[name](payload, call) };
  } catch (error) {
    told = { kind: "failed", failure: failureOf(error) };
  }
  clearInterval(ticking);
  if (!process.connected) process.exit(0);
  process.send?.(told, () => process.exit(0));
}

function tick(): void {
  if (!process.connected) return;
  process.send?.({ kind: "progress", progress: latest, resident: process.memoryUsage.rss() } satisfies FromChild);
  latest = undefined;
}

/** Fits give way to what people wait for. */
function lowerPriority(): void {
  try {
    setPriority(10);
  } catch {
    // Not allowed here: then they do not.
  }
}
