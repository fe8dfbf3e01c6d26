// What children do in tests of the queue.

import { appendFileSync } from "node:fs";
import type { ChildCall } from "../../../src/queue/index.ts";

export interface Work {
  /** File to which each finished run adds the job's name. */
  readonly log: string;
  readonly name: string;
  readonly milliseconds: number;
  readonly end?: "exit" | "throw" | "memory";
}

export async function work(
  { log, name, milliseconds, end }: Work,
  { signal, onProgress }: ChildCall,
): Promise<unknown> {
  onProgress({ name });
  if (end === "exit") process.exit(3);
  if (end === "throw") throw Object.assign(new Error("no room"), { code: "ENOSPC" });
  const held: Buffer[] = [];
  const until = Date.now() + milliseconds;
  while (Date.now() < until && !signal.aborted) {
    if (end === "memory") held.push(Buffer.alloc(16 * 2 ** 20, held.length));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (signal.aborted) return { name, complete: false };
  appendFileSync(log, `${name}\n`);
  return { name, complete: true };
}
