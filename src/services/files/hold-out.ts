// A folder of results held while the work for it goes on.

import { checkOutFolder, checkRoom, holdFolder } from "../../store/run/index.ts";

/** Room that any study needs for its files, in bytes; what is larger is found when it is written. */
const least = 4 * 2 ** 20;

/**
 * Does work whose results go to `out`, which no other process writes to meanwhile. That it can be written is known before the work begins.
 * @param out undefined where nothing is written
 * @param ours names of the files that may be in it
 * @throws CarryoverError when the folder holds anything else, is held by another process, or cannot be written
 */
export async function holdingOut<T>(
  out: string | undefined,
  ours: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  if (out === undefined) return work();
  await checkOutFolder(out, ours);
  await checkRoom(out, least);
  const held = await holdFolder(out);
  try {
    return await work();
  } finally {
    await held.release();
  }
}
