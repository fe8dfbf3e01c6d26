// The table whose model is calibrated, small and full size: sixty weeks of two channels, one of them in flights, and promotions.

import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { SamplingFlags } from "../../../src/mmm/specification/resolve.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { priorSets } from "../../../src/studies/recovery/model-sets.ts";
import type { SetSource } from "../../../src/studies/recovery/recovery-set.ts";
import { randomStream } from "../../../src/numerics/random.ts";

const weeks = 60;

/** Data sets drawn from the default model of the table; its revenue serves for scale alone. */
export async function calibrationSets(fits: number, sampling: SamplingFlags = {}): Promise<SetSource> {
  const random = randomStream([20240815]);
  const week = Array.from({ length: weeks }, (_, t) => t + 1);
  const round = (value: number): number => Math.round(100 * value) / 100;
  const data = await mediaDataFromColumns({
    week,
    spend_Search: week.map(() => round(1000 * Math.exp(0.5 * random.normal()))),
    spend_TV: week.map((t) => round(t % 9 < 4 ? 3000 * Math.exp(0.3 * random.normal()) : 0)),
    promotions: week.map((t) => (t % 7 === 3 ? 1 : 0)),
    revenue: week.map(() => round(20000 + 3000 * random.normal())),
  });
  return priorSets(data, resolve(undefined, data, sampling), 20240816, fits);
}
