// What the model holds possible before it has seen the target: draws of parameters and tables from the prior.

import { compileModel, type DrawsBlock, elementOfBlock } from "../../model/index.ts";
import { explicitDesign, explicitForm, mediaMixModel, modelData } from "../../mmm/fit/index.ts";
import { levelOfTarget } from "../../mmm/specification/index.ts";
import { randomPurposes, randomStream, sum } from "../../numerics/index.ts";
import { type FittedModel, type Interval, intervalOf } from "../draws/index.ts";
import { knownSeries, rowLabels, targetOf, unknownSeries } from "./cells.ts";
import { type PredictedBands, predictedBands, sortedWeeks } from "./predictive-bands.ts";

/** Draws from the prior, in columns of `count` numbers. */
export interface PriorSample {
  readonly count: number;
  /** Parameters in scaled units and derived quantities, as the model reports them. `priorColumn` finds one element. */
  readonly blocks: readonly DrawsBlock[];
  /** [row][draw] Drawn tables at the rows whose target is known, in the table's own units. */
  readonly predicted: Float64Array;
}

/** Implausible things the prior holds possible, as shares of its draws. */
export interface PriorPredictive {
  readonly draws: number;
  /** Media's share of the observed target, of all channels; of a target whose mean is near or below zero, of its standard deviation. */
  readonly mediaShare: Interval;
  /** Draws in which media bring more than all of the observed target. */
  readonly mediaAboveAll: number;
  /** Draws in which a single channel does. */
  readonly channelAboveAll: number;
  /** Drawn values below zero; only where the observed target never is. */
  readonly negative?: number;
  /** Drawn values further above or below the observed mean (of the geo) than ten times the largest observed deviation. */
  readonly farOut: number;
  readonly bands: PredictedBands;
}

/** Number of draws taken by default: a share is then known to 0.016 or better (one standard error). */
export const priorDraws = 1000;

/** Numbers [row][draw] of a panel at most: 64 MB. */
const mostNumbers = 8_000_000;

/**
 * Draws from the prior of the fit's model on its table; draw i uses the sub-stream i of `[seed, 2]`.
 * @param wanted fewer are taken of panels of very many rows
 */
export function priorSample(
  { spec, design, data }: Pick<FittedModel, "spec" | "design" | "data">,
  wanted: number = priorDraws,
): PriorSample {
  const cells = design.weeks * design.geos.length;
  const count = data.geos === undefined ? wanted : Math.max(1, Math.min(wanted, Math.floor(mostNumbers / cells)));
  const posterior = compileModel(mediaMixModel(explicitForm(spec), design.weeks), modelData(explicitDesign(design)));
  const random = randomStream([spec.sampling.seed, randomPurposes.priorPredictive]);
  const { blocks, observed } = posterior.priorDraws(random, count);
  const target = observed.observations.find(({ name }) => name === "target");
  if (target === undefined) throw new RangeError("The model observes no target.");
  // Counts are drawn as they are.
  const counted = design.counts !== undefined;
  const { location, scale } = counted ? { location: 0, scale: 1 } : design.targetScale;
  const series = knownSeries(data);
  const predicted = new Float64Array((series.at(-1)?.to ?? 0) * count);
  for (const { index, from, rows } of series) {
    const people = counted ? 1 : (design.panel?.population[index] ?? 1);
    rows.forEach((t, k) => {
      const cell = index * design.weeks + t;
      for (let i = 0; i < count; i++) {
        predicted[(from + k) * count + i] = people * (location + scale * target.values[i * cells + cell]);
      }
    });
  }
  return { count, blocks, predicted };
}

/** [draw] One element of a sample of the prior, by the labels of the array's axes; undefined where it is fixed or not in the model. */
export function priorColumn(
  { blocks }: Pick<PriorSample, "blocks">,
  name: string,
  labels: readonly string[],
): Float64Array | undefined {
  const block = blocks.find((each) => each.name === name);
  return block === undefined ? undefined : elementOfBlock(block, labels);
}

/** What a sample of the prior says about tables like the observed one. */
export function priorPredictive(model: FittedModel, { count, blocks, predicted }: PriorSample): PriorPredictive {
  const { data, spec } = model;
  const series = knownSeries(data);
  const observed = targetOf(data, series);
  const weeks = observed.length;
  // Contributions are counted in rows without a known target too.
  const rows = weeks + (unknownSeries(data).at(-1)?.to ?? 0);
  const total = levelOfTarget(spec, observed).value * rows;
  const shares = new Float64Array(count);
  const brought = spec.channels.map(({ name }) => priorColumn({ blocks }, "contribution", [name]));
  let channelAboveAll = 0;
  for (let i = 0; i < count; i++) {
    let largest = 0;
    for (const column of brought) {
      const share = (column?.[i] ?? 0) / total;
      shares[i] += share;
      largest = Math.max(largest, share);
    }
    if (largest > 1) channelAboveAll++;
  }
  let negative = 0;
  let farOut = 0;
  for (const { from, to } of series) {
    const own = observed.subarray(from, to);
    const mean = sum(own) / own.length;
    const furthest = own.reduce((largest, value) => Math.max(largest, Math.abs(value - mean)), 0);
    for (let k = from * count; k < to * count; k++) {
      if (predicted[k] < 0) negative++;
      if (Math.abs(predicted[k] - mean) > 10 * furthest) farOut++;
    }
  }
  return {
    draws: count,
    mediaShare: intervalOf(shares),
    mediaAboveAll: shares.filter((share) => share > 1).length / count,
    channelAboveAll: channelAboveAll / count,
    ...(observed.some((value) => value < 0) ? {} : { negative: negative / predicted.length }),
    farOut: farOut / predicted.length,
    bands: predictedBands(observed, rowLabels(data, series), sortedWeeks(predicted, weeks, count)),
  };
}
