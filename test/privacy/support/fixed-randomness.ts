// Randomness from a seed, for tests alone: the package's public functions take none.

import type { RandomSource } from "../../../src/privacy/exact/random-source.ts";
import { randomStream } from "../../../src/sampling/index.ts";

/** Words of the engine's counter-based generator. */
export function seededSource(seed: number): RandomSource {
  const random = randomStream([seed]);
  return { word: () => random.bits() };
}
