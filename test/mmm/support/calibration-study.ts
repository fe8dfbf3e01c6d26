// The tables whose models are calibrated, small and full size: sixty weeks of two channels, one of them in flights, and promotions; and a small
// panel whose channels have priors on returns.

import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import type { SamplingFlags } from "../../../src/mmm/specification/resolve.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { priorSets } from "../../../src/studies/recovery/model-sets.ts";
import type { SetSource } from "../../../src/studies/recovery/recovery-set.ts";
import { randomStream } from "../../../src/numerics/random.ts";

const weeks = 60;

/**
 * Data sets drawn from the default model of the table; its revenue serves for scale alone.
 * @param file text of a model file without its `data`, where the model is not the default one
 */
export async function calibrationSets(fits: number, sampling: SamplingFlags = {}, file?: string): Promise<SetSource> {
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
  const document = file === undefined ? undefined : await parseModelFile(`data: t.csv\n${file}\n`, "m.yaml");
  return priorSets(data, resolve(document, data, sampling), 20240816, fits);
}

const returnsFile = `data: t.csv
seasonality: none
trend: none
controls: none
saturation: michaelis_menten
week_effects: none
pooling: { intercept: complete }
priors:
  sigma: half_normal(1)
  intercept: normal(0, 2)
  coefficient_spread: half_normal(0.4)
  roi: { TV: { distribution: lognormal, mean: 1.2, sd: 0.6, window: { from: 6, to: 18 } } }
  mroi: { Search: { distribution: gamma, quantiles: { 0.05: 0.3, 0.95: 3 } } }
`;

/** Data sets of four geos, drawn from a model with a prior on the ROI of a window and one on a marginal ROI. */
export async function returnCalibrationSets(fits: number, sampling: SamplingFlags = {}): Promise<SetSource> {
  const random = randomStream([20260302]);
  const geos = { North: 4000, South: 1000, East: 2500, West: 1500 };
  const rows = Object.entries(geos).flatMap(([region, people]) =>
    Array.from({ length: 26 }, (_, t) => ({
      region,
      week: t + 1,
      population: people,
      spend_TV: random.uniform() < 0.4 ? 0 : people * random.uniform(),
      spend_Search: people * 0.3 * Math.exp(0.6 * random.normal()),
      revenue: Math.round(people * (4 + 0.5 * random.normal())),
    })),
  );
  const columns = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
  const table = Object.fromEntries(columns.map((name) => [name, rows.map((row) => row[name])]));
  const data = await mediaDataFromColumns(table as never);
  return priorSets(data, resolve(await parseModelFile(returnsFile, "m.yaml"), data, sampling), 20261128, fits);
}
