// Weekly tables that model A is run on: the one of the reference posterior, and simulated ones of other sizes for timing.

import { readFileSync, writeFileSync } from "node:fs";
import { cached, places } from "../harness/places.ts";
import { library } from "../harness/shipped.ts";

/** A table and a model file that says model A of it. */
export interface ModelFiles {
  readonly table: string;
  readonly model: string;
}

export interface Size {
  readonly weeks: number;
  readonly channels: number;
}

/** The size of weekly.csv. */
export const ownSize: Size = { weeks: 104, channels: 3 };

/** weekly.csv for its own size, else a table simulated with a fixed seed. */
export function tableOf(size: Size): ModelFiles {
  if (size.weeks === ownSize.weeks && size.channels === ownSize.channels) {
    return { table: places.weekly, model: places.modelA };
  }
  const name = `synthetic_${size.weeks}x${size.channels}`;
  const files = { table: cached(`${name}.csv`), model: cached(`${name}.yaml`) };
  const columns = Array.from({ length: size.channels }, (_, c) => `spend_${c + 1}`);
  writeFileSync(files.table, simulated(size, columns));
  const model = readFileSync(places.modelA, "utf8")
    .replace(/^data:.*$/m, `data: ${name}.csv`)
    .replace(/^channels:.*$/m, `channels: [${columns.join(", ")}]`);
  writeFileSync(files.model, model);
  return files;
}

/** Spend, promotions in one week of ten, and revenue that carried-over, saturating spend explains in part. */
function simulated({ weeks, channels }: Size, columns: readonly string[]): string {
  const random = library.randomStream([20251122, weeks, channels]);
  const carried = new Float64Array(channels);
  const rows = [["week", ...columns, "promotions", "revenue"].join(",")];
  for (let week = 1; week <= weeks; week++) {
    const spend = Array.from({ length: channels }, () => 8000 * Math.exp(0.5 * random.normal()));
    const promotion = random.uniform() < 0.1 ? 1 : 0;
    let revenue = 20000 + 4000 * promotion + 2000 * Math.sin((2 * Math.PI * week) / 52) + 1500 * random.normal();
    for (let c = 0; c < channels; c++) {
      carried[c] = spend[c] + (0.2 + (0.6 * c) / channels) * carried[c];
      revenue += (15000 / Math.sqrt(channels)) * (carried[c] / (carried[c] + 12000));
    }
    rows.push([week, ...spend.map((value) => value.toFixed(2)), promotion, revenue.toFixed(2)].join(","));
  }
  return `${rows.join("\n")}\n`;
}
