// Weekly conversions drawn from the model of counts, and what is published of them.

import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { drawCountNoise, negativeBinomial } from "../../../src/distributions/index.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { noisedColumns } from "../../../src/mmm/specification/noise-source.ts";
import { resolve, type Resolution } from "../../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../../src/sampling/index.ts";

/** What makes conversions: so many without media, and so many for each unit of spend. */
export interface CountWorld {
  readonly base: number;
  readonly perSpend: readonly number[];
  readonly overdispersion: number;
}

export interface PreparedCounts {
  readonly table: MediaData;
  readonly resolution: Resolution;
  /** Conversions that each channel brought over the table, in expectation. */
  readonly brought: readonly number[];
}

/** Spend of about 10 a week on each channel, without carry-over or saturation. `file` is the model file without `data`. */
export async function prepareCounts(
  file: string,
  { base, perSpend, overdispersion }: CountWorld,
  weeks: number,
  seed: number,
): Promise<PreparedCounts> {
  const document = await parseModelFile(
    `data: t.csv\ncontrols: none\nseasonality: none\nlikelihood: negative_binomial\n${file}\n`,
    "m.yaml",
  );
  const random = randomStream([seed]);
  const spend = perSpend.map(() => Array.from({ length: weeks }, () => 10 * Math.exp(0.7 * random.normal())));
  const counts = negativeBinomial(1, 1);
  const entries = typeof document.content.noise === "object" ? document.content.noise : {};
  const noise = entries["conversions"];
  const conversions = Array.from({ length: weeks }, (_, t) => {
    const mean = perSpend.reduce((total, each, c) => total + each * spend[c][t], base);
    const count = counts.draw(random, [mean, 1 / overdispersion ** 2]);
    if (noise?.scale === undefined) return count;
    const mechanism = noise.mechanism.endsWith("laplace") ? "laplace" : "gaussian";
    let published = count;
    for (let k = 0; k < (noise.cells_summed ?? 1); k++) {
      published += drawCountNoise(random, mechanism, noise.scale, noise.mechanism.startsWith("discrete"));
    }
    return noise.clip === undefined || noise.clip === "none" ? published : Math.max(noise.clip.lower, published);
  });
  const table = await mediaDataFromColumns(
    {
      week: conversions.map((_, t) => t + 1),
      ...Object.fromEntries(spend.map((values, c) => [`spend_${"ABC"[c]}`, values])),
      conversions,
    },
    { noised: noisedColumns(document, undefined) },
  );
  return {
    table,
    resolution: resolve(document, table),
    brought: spend.map((values, c) => values.reduce((total, value) => total + value * perSpend[c], 0)),
  };
}
