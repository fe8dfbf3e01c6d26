// Where noise takes its randomness from: the operating system's generator through node:crypto, in a pool whose words are wiped as
// they are used. A release takes no seed: who knows the seed of noise can subtract it.

import { randomFillSync } from "node:crypto";

/** Independent fair 32-bit words. Only tests make another than `systemRandomness`. */
export interface RandomSource {
  /** A whole number from 0 to 2^32 - 1, each as likely as any other. */
  word(): number;
}

const poolWords = 4096;

/**
 * The cryptographic generator of the operating system, drawn 16 KiB at a time. A word is zeroed in the pool before it is
 * returned.
 * @throws what node:crypto throws when there is no entropy; there is no other source to fall back to
 */
export function systemRandomness(): RandomSource {
  const pool = new Uint32Array(poolWords);
  let next = poolWords;
  return {
    word: () => {
      if (next === poolWords) {
        randomFillSync(pool);
        next = 0;
      }
      const word = pool[next];
      pool[next++] = 0;
      return word;
    },
  };
}
