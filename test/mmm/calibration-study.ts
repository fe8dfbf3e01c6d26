// Simulation-based calibration of the default media mix model: parameters from the prior, revenue from the parameters, a fit, and
// the rank of every true value among the draws.

import { mediaDataFromColumns } from "../../src/data/from-columns.ts";
import { rankOfTruth, thin } from "../../src/diagnostics/index.ts";
import { makeDesign } from "../../src/mmm/design.ts";
import { mediaMixModel, modelData } from "../../src/mmm/model.ts";
import { resolve } from "../../src/mmm/spec/resolve.ts";
import { bindModel, compileProgram, type Posterior } from "../../src/model/index.ts";
import { randomStream, type SampleResult, type Settings } from "../../src/sampling/index.ts";

/** Draws that a true value is ranked among; ranks are 0 to this. */
export const rankedDraws = 99;

const weeks = 60;

/** Sixty weeks of two channels, one of them in flights, and promotions. */
async function table(): Promise<Awaited<ReturnType<typeof mediaDataFromColumns>>> {
  const random = randomStream([20240815]);
  const week = Array.from({ length: weeks }, (_, t) => t + 1);
  const round = (value: number): number => Math.round(100 * value) / 100;
  return mediaDataFromColumns({
    week,
    spend_Search: week.map(() => round(1000 * Math.exp(0.5 * random.normal()))),
    spend_TV: week.map((t) => round(t % 9 < 4 ? 3000 * Math.exp(0.3 * random.normal()) : 0)),
    promotions: week.map((t) => (t % 7 === 3 ? 1 : 0)),
    revenue: week.map(() => round(20000 + 3000 * random.normal())),
  });
}

export interface CalibrationResult {
  /** By parameter and quantity, one rank for each fit. */
  readonly ranks: ReadonlyMap<string, Float64Array>;
  readonly divergences: number;
  readonly fitsWithDivergences: number;
}

/** Fits `fits` data sets of the prior; `run` samples a posterior. The truth of fit i does not depend on `fits`. */
export async function calibrate(
  fits: number,
  settings: Partial<Settings> & { readonly chains: number; readonly draws: number },
  run: (posterior: Posterior, settings: Partial<Settings>) => Promise<SampleResult>,
): Promise<CalibrationResult> {
  const data = await table();
  const { spec } = resolve(undefined, data);
  const design = makeDesign(data, spec);
  const program = compileProgram(mediaMixModel(spec, design.weeks));
  const arrays = modelData(design);
  const prior = bindModel(program, arrays).priorDraws(randomStream([20240816]), fits);
  const simulated = prior.observed.observations[0].values;

  const ranks = new Map([...prior.columns.keys()].map((name) => [name, new Float64Array(fits)]));
  const { chains: count, draws } = settings;
  let divergences = 0;
  let fitsWithDivergences = 0;
  for (let i = 0; i < fits; i++) {
    const posterior = bindModel(program, { ...arrays, "target row": simulated.slice(i * weeks, (i + 1) * weeks) });
    const { chains } = await run(posterior, { ...settings, fit: i });
    const positions = new Float64Array(count * draws * posterior.dimension);
    chains.forEach((chain, c) => positions.set(chain.positions, c * draws * posterior.dimension));
    const { columns } = posterior.constrainDraws(positions, count * draws);
    for (const [name, values] of columns) {
      ranks.get(name)![i] = rankOfTruth(prior.columns.get(name)![i], thin(values, rankedDraws));
    }
    const own = chains.reduce((sum, chain) => sum + chain.divergences, 0);
    divergences += own;
    if (own > 0) fitsWithDivergences++;
  }
  return { ranks, divergences, fitsWithDivergences };
}
