// Prior beside posterior: what the data have said about each parameter and each channel.
// Source of the contraction: Betancourt (2018), "Toward a principled Bayesian workflow"; Schad, Betancourt and Vasishth (2021).

import { quantileOfSorted } from "../../diagnostics/index.ts";
import { sortNumbers } from "../../numerics/index.ts";
import { type FittedModel, type Interval, intervalOfSorted, periodOf, perSpend, spendDraws } from "../draws/index.ts";
import { elementName, labelsOfElements } from "../../mmm/axes/index.ts";
import { columnAt } from "../../mmm/response/index.ts";
import { type Predictions, takenOf } from "./predictive.ts";
import { priorColumn, type PriorSample } from "./predictive-prior.ts";

/** Relative frequencies on a common grid of equal bins, for a chart. */
export interface DensityGrid {
  /** Ends of the bins, ascending; one more than there are bins. Draws of the tails beyond lie outside of all. */
  readonly edges: readonly number[];
  /** Density of the prior and of the posterior in each bin: share of the draws per unit. */
  readonly prior: readonly number[];
  readonly posterior: readonly number[];
}

export interface PriorPosterior {
  /** As reports have it: `decay[TV]`, `roi[TV]`. */
  readonly name: string;
  /** The parameter or quantity it is an element of: `decay`, `roi`. */
  readonly of: string;
  readonly kind: "parameter" | "quantity";
  /** Channel and geo it belongs to, if it does. */
  readonly channel?: string;
  readonly geo?: string;
  /** Half the width of the central 68.3% interval: a standard deviation if normal, and finite for a Cauchy. */
  readonly priorSpread: number;
  readonly posteriorSpread: number;
  /** 1 - posterior spread / prior spread: 0 where the data have not narrowed it, 1 where they have pinned it down. */
  readonly contraction: number;
  /** (posterior median - prior median) / prior spread. */
  readonly shift: number;
  /** Area that the two distributions have in common, 0 to 1 (of 30 bins and the two tails). */
  readonly overlap: number;
  /** The quantity before and after the data, with 90% intervals. */
  readonly prior: Interval;
  readonly posterior: Interval;
  readonly grid: DensityGrid;
}

/** Contraction below which data are said to have told nothing: the interval is at least four fifths as wide as the prior's. */
export const leastContraction = 0.2;

/** Overlap below which a posterior has moved, so that the data spoke although it is no narrower. */
export const leastOverlap = 0.5;

/** Whether the data say nothing about it: neither narrower than the prior nor elsewhere. */
export function saysNothing({ contraction, overlap }: Pick<PriorPosterior, "contraction" | "overlap">): boolean {
  return contraction < leastContraction && overlap >= leastOverlap;
}

const bins = 30;

/** Every free parameter, then contribution and return of every channel whose parameters are not all fixed. */
export function priorPosteriors(
  model: FittedModel,
  predictions: Predictions,
  prior: PriorSample,
): readonly PriorPosterior[] {
  const { spec, posterior, design } = model;
  const { count, taken } = predictions;
  // Effects of single weeks are what they are drawn to be: nothing is believed of any one of them.
  const blocks = posterior.blocks.filter(({ axes }) => !axes.some(({ name }) => name === "time"));
  const found = blocks.flatMap(({ name: of, axes, start }) =>
    labelsOfElements(axes).flatMap((labels, k): PriorPosterior[] => {
      const name = elementName(of, labels);
      const before = priorColumn(prior, of, labels);
      // Fixed: it has no prior draws.
      if (before === undefined) return [];
      const along = (wanted: string): string | undefined => labels[axes.findIndex((axis) => axis.name === wanted)];
      const [channel, geo] = [along("channel"), along("geo") || undefined];
      const after = columnAt(posterior, start + k);
      return [comparedOf({ name, of, kind: "parameter", channel, geo }, before, after)];
    }),
  );
  const quantities = spec.channels.flatMap(({ name: channel, organic }, c): PriorPosterior[] => {
    const contribution = predictions.contributions.subarray(c * count, (c + 1) * count);
    const of = (name: string): Pick<PriorPosterior, "name" | "of"> => ({
      name: elementName(name, [channel]),
      of: name,
    });
    const before = priorColumn(prior, "contribution", [channel]) ?? new Float64Array(0);
    // All parameters of the channel are fixed: there was nothing to learn.
    if (before.every((value) => value === before[0])) return [];
    // The model's own, which divides by the spend of the prior draw where that is unknown.
    const priorReturn = priorColumn(prior, "roi", [channel]) ?? new Float64Array(0);
    const all = spendDraws(model, c, periodOf(model.data));
    const spend = takenOf(all, taken);
    const value = predictions.values.subarray(c * count, (c + 1) * count);
    const after = perSpend(value, design.totalSpend[c], spend);
    const ofContribution = comparedOf(
      { ...of("contribution"), kind: "quantity", channel, geo: undefined },
      before,
      contribution,
    );
    // Media without spend have no return.
    if (organic === true) return [ofContribution];
    return [
      ofContribution,
      comparedOf({ ...of("roi"), kind: "quantity", channel, geo: undefined }, priorReturn, after),
    ];
  });
  return [...found, ...quantities];
}

function comparedOf(
  {
    channel,
    geo,
    ...rest
  }: Pick<PriorPosterior, "name" | "of" | "kind"> & Readonly<Record<"channel" | "geo", string | undefined>>,
  priorValues: Float64Array,
  posteriorValues: Float64Array,
): PriorPosterior {
  return {
    ...rest,
    ...(channel === undefined ? {} : { channel }),
    ...(geo === undefined ? {} : { geo }),
    ...compareDraws(priorValues, posteriorValues),
  };
}

/** Draws of one number before and after the data. */
export function compareDraws(
  priorValues: Float64Array,
  posteriorValues: Float64Array,
): Omit<PriorPosterior, "name" | "of" | "kind" | "channel" | "geo"> {
  const before = sortNumbers(priorValues.slice());
  const after = sortNumbers(posteriorValues.slice());
  const priorSpread = spreadOf(before);
  const posteriorSpread = spreadOf(after);
  const [prior, posterior] = [intervalOfSorted(before, priorValues), intervalOfSorted(after, posteriorValues)];
  const lower = Math.min(quantileOfSorted(before, 0.01), quantileOfSorted(after, 0.01));
  const upper = Math.max(quantileOfSorted(before, 0.99), quantileOfSorted(after, 0.99));
  const width = (upper - lower) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, k) => lower + k * width);
  const priorShares = sharesBetween(before, edges);
  const posteriorShares = sharesBetween(after, edges);
  const density = (shares: readonly number[]): number[] => shares.slice(1, -1).map((share) => share / width);
  return {
    priorSpread,
    posteriorSpread,
    contraction: 1 - posteriorSpread / priorSpread,
    shift: (posterior.median - prior.median) / priorSpread,
    overlap: priorShares.reduce((total, share, k) => total + Math.min(share, posteriorShares[k]), 0),
    prior,
    posterior,
    grid: { edges, prior: density(priorShares), posterior: density(posteriorShares) },
  };
}

/** Probability of a normal within one standard deviation of its mean. */
const withinOneSd = 0.682689492137086;

/** Half the width of the central 68.3% interval of draws in ascending order. */
export function spreadOf(sorted: Float64Array): number {
  const tail = (1 - withinOneSd) / 2;
  return (quantileOfSorted(sorted, 1 - tail) - quantileOfSorted(sorted, tail)) / 2;
}

/** Shares of the draws below the first edge, in each bin, and from the last edge on. */
function sharesBetween(sorted: Float64Array, edges: readonly number[]): number[] {
  const shares: number[] = [];
  let from = 0;
  for (const edge of edges) {
    let to = from;
    while (to < sorted.length && sorted[to] < edge) to++;
    shares.push((to - from) / sorted.length);
    from = to;
  }
  return [...shares, (sorted.length - from) / sorted.length];
}
