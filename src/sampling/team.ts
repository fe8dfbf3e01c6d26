// Several threads for one chain: the thread that samples leads, and helpers run their part of every gradient over the memory of its density. The numbers are the same
// whatever the number of threads (compile/divide.ts).

import { type TeamPlace, teamSlots } from "../compile/index.ts";
import type { WorkerReply, WorkerRequest } from "./messages.ts";

/**
 * Threads that a gradient is divided among, the one that samples included.
 * @param threads all that there may be
 * @param chains that are sampled at a time
 * @param most that can have a part of the gradient
 */
export function threadsPerChain(threads: number, chains: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(threads / chains)));
}

function slots({ memory, address }: TeamPlace): Int32Array {
  return new Int32Array(memory.buffer, address, teamSlots.dissolved / 4 + 1);
}

/** Says how many threads run the density from its next evaluation on. Helpers that have not come yet are waited for. */
export function formTeam(place: TeamPlace, threads: number): void {
  const words = slots(place);
  Atomics.store(words, teamSlots.dissolved / 4, 0);
  Atomics.store(words, teamSlots.threads / 4, threads);
}

/** Sends helpers home. An evaluation that is under way ends with numbers that mean nothing. */
export function dissolveTeam(place: TeamPlace): void {
  const words = slots(place);
  Atomics.store(words, teamSlots.dissolved / 4, 1);
  Atomics.notify(words, teamSlots.phase / 4);
}

/** Exported by a program that can be divided: has a part of every evaluation until the team is dissolved, as the thread of this number, from 1 on. */
interface HelperExports {
  help(number: number): void;
}

let joined: HelperExports | undefined;

/** In the thread of a helper. */
export function answerHelper(request: WorkerRequest & { readonly kind: "join" | "help" }): WorkerReply {
  if (request.kind === "join") {
    const { module, memory } = request.place;
    joined = new WebAssembly.Instance(module, { host: { memory } }).exports as unknown as HelperExports;
  } else {
    if (joined === undefined) throw new Error("Help was asked for before its place was told.");
    joined.help(request.number);
    joined = undefined;
  }
  return { kind: request.kind };
}
