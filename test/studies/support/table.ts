// A small table to study, and how to fit it in no time.

import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { parseModelFile, writtenColumns } from "../../../src/mmm/specification/document.ts";
import { resolve, type Resolution } from "../../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../../src/numerics/random.ts";

export const rows = 60;

/** Short chains: enough to judge numbers by, not for a verdict of convergence. */
export const short = { chains: 2, warmup: 300, draws: 400 } as const;

/** Sixty weeks of two channels, one of them in flights, and promotions. @param more lines of a model file */
export async function smallTable(more = ""): Promise<{ readonly data: MediaData; readonly resolution: Resolution }> {
  const random = randomStream([20240815]);
  const week = Array.from({ length: rows }, (_, t) => t + 1);
  const round = (value: number): number => Math.round(100 * value) / 100;
  const document = await parseModelFile(`data: weekly.csv\n${more}`, "model.yaml");
  const data = await mediaDataFromColumns(
    {
      week,
      spend_Search: week.map(() => round(1000 * Math.exp(0.5 * random.normal()))),
      spend_TV: week.map((t) => round(t % 9 < 4 ? 3000 * Math.exp(0.3 * random.normal()) : 0)),
      promotions: week.map((t) => (t % 7 === 3 ? 1 : 0)),
      revenue: week.map(() => Math.round(20000 + 3000 * random.normal())),
    },
    { source: "weekly.csv", ...writtenColumns(document) },
  );
  return { data, resolution: resolve(document, data, short) };
}
