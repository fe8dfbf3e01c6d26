// Where the answer of a fit is wrong, held against the truth of the world that made its table: contributions, their intervals, and
// where the next unit of spend should go.

import type { ChannelReturns, PanelTruth } from "../../data/worlds/index.ts";
import { channelDraws, type FittedModel, intervalOf, periodOf } from "../../decisions/draws/index.ts";

/** When an answer counts as wrong; our choice, made before any world was looked at. */
export const wrongLimits = {
  /**
   * Probability of the interval outside of which the truth must lie. Of four figures (three channels and their sum) that are right, at
   * least one lies outside in at most 4% of the fits.
   */
  level: 0.99,
  /** and relative error of the median that must be exceeded: what is sure of itself but hardly off leads nobody astray. */
  relativeError: 0.2,
  /** Probability, by the posterior, from which moving money from one channel to another counts as recommended. */
  move: 0.9,
  /** and what a unit moved must lose in truth for the recommendation to be wrong. */
  loss: 0.1,
} as const;

/** One number of which the fit has draws and the world the truth. */
export interface JudgedFigure {
  /** A channel, or "media" for all of them. */
  readonly of: string;
  readonly truth: number;
  readonly median: number;
  /** Ends of the 90% interval. */
  readonly lower: number;
  readonly upper: number;
  /** Whether the 90% interval holds the truth. */
  readonly inside: boolean;
  /** (median - truth) / |truth|. */
  readonly relativeError: number;
  /** By `wrongLimits`. */
  readonly wrong: boolean;
}

/** The move of money that the posterior means of the marginal returns suggest: from the channel with the lowest to that with the highest. */
export interface JudgedMove {
  readonly from: string;
  readonly to: string;
  /** Posterior probability that it pays. */
  readonly probability: number;
  /** What a unit moved gains in truth, and what the best such move would. */
  readonly gain: number;
  readonly bestGain: number;
  /** Recommended, and a loss in truth, by `wrongLimits`. */
  readonly wrong: boolean;
}

export interface Judgment {
  /** Contribution over the table: of each channel, then of media. The relative errors of returns are the same. */
  readonly contributions: readonly JudgedFigure[];
  readonly marginalReturns: readonly JudgedFigure[];
  /** Of a panel: contribution of each channel in each geo. They do not make an answer wrong. */
  readonly geos?: readonly JudgedFigure[];
  /** Absent with a single channel. */
  readonly move?: JudgedMove;
  /** Pairs of channels whose returns the fit ranks the wrong way round with at least the probability of `wrongLimits.move`. */
  readonly wrongRankings: number;
  /** A contribution is wrong, or the move is. */
  readonly wrong: boolean;
}

/** What is known of channels, by the model's names. */
export type KnownReturns = Readonly<Record<string, ChannelReturns>>;

/** The same in one geo of a panel. */
export interface KnownGeo {
  readonly name: string;
  readonly channels: KnownReturns;
}

/** Judges a fit of a table of a simulated world, national or a panel. */
export function judgeOfWorld(
  model: FittedModel,
  truth: Pick<PanelTruth, "channels" | "geos"> | { readonly channels: KnownReturns },
): Judgment {
  if (!("geos" in truth)) return judge(model, truth.channels);
  const geos = truth.geos.map(({ name, channels }): KnownGeo => ({ name, channels: byName(channels) }));
  return judge(model, byName(truth.channels), geos);
}

function byName(channels: readonly (ChannelReturns & { readonly name: string })[]): KnownReturns {
  return Object.fromEntries(channels.map((channel) => [channel.name, channel]));
}

/** @param geos of a panel, by the names of its table */
export function judge(model: FittedModel, truth: KnownReturns, geos: readonly KnownGeo[] = []): Judgment {
  const period = periodOf(model.data);
  const draws = channelDraws(model, { period, weekly: false, byGeo: geos.length > 0 });
  const own = [...draws].map(({ name, inTable, marginal, geos: byGeo }) => {
    const known = truth[name];
    if (known === undefined) throw new RangeError(`The world knows nothing of the channel ${name}.`);
    const ofGeos = byGeo.map(({ geo, inTable: brought }) => {
      const inGeo = geos.find((each) => each.name === geo)?.channels[name];
      if (inGeo === undefined) throw new RangeError(`The world knows nothing of ${name} in ${geo}.`);
      return judgeFigure(`${name} in ${geo}`, inGeo.total_contribution, brought);
    });
    return { name, known, inTable: inTable.slice(), marginal: marginal.slice(), ofGeos };
  });
  const media = new Float64Array(model.posterior.count);
  for (const { inTable } of own) for (let i = 0; i < media.length; i++) media[i] += inTable[i];
  const mediaTruth = own.reduce((total, { known }) => total + known.total_contribution, 0);
  const contributions = [
    ...own.map(({ name, known, inTable }) => judgeFigure(name, known.total_contribution, inTable)),
    judgeFigure("media", mediaTruth, media),
  ];
  const move =
    own.length < 2
      ? undefined
      : judgeMove(own.map(({ name, known, marginal }) => ({ name, truth: known.marginal_roi, draws: marginal })));
  let wrongRankings = 0;
  own.forEach((first, i) => {
    for (const second of own.slice(i + 1)) {
      const above = shareOf(
        first.inTable,
        (value, k) => value / first.known.total_spend > second.inTable[k] / second.known.total_spend,
      );
      const claimed = above >= wrongLimits.move ? 1 : above <= 1 - wrongLimits.move ? -1 : 0;
      if (claimed !== 0 && claimed !== Math.sign(first.known.roi - second.known.roi)) wrongRankings++;
    }
  });
  return {
    contributions,
    marginalReturns: own.map(({ name, known, marginal }) => judgeFigure(name, known.marginal_roi, marginal)),
    ...(geos.length === 0 ? {} : { geos: own.flatMap(({ ofGeos }) => ofGeos) }),
    ...(move === undefined ? {} : { move }),
    wrongRankings,
    wrong: contributions.some(({ wrong }) => wrong) || move?.wrong === true,
  };
}

/** One figure of which `draws` are at hand. */
export function judgeFigure(of: string, truth: number, draws: Float64Array): JudgedFigure {
  const { median, lower, upper } = intervalOf(draws, 0.9);
  const wide = intervalOf(draws, wrongLimits.level);
  const relativeError = (median - truth) / Math.abs(truth);
  const outside = truth < wide.lower || truth > wide.upper;
  return {
    of,
    truth,
    median,
    lower,
    upper,
    inside: truth >= lower && truth <= upper,
    relativeError,
    wrong: outside && Math.abs(relativeError) > wrongLimits.relativeError,
  };
}

interface MarginalReturn {
  readonly name: string;
  readonly truth: number;
  readonly draws: Float64Array;
}

/** Judges the move from the lowest to the highest estimate of at least two channels. */
export function judgeMove(channels: readonly MarginalReturn[]): JudgedMove {
  const ranked = channels
    .map((channel) => ({
      ...channel,
      estimate: intervalOf(channel.draws).estimate,
    }))
    .sort((a, b) => a.estimate - b.estimate);
  const [from, to] = [ranked[0], ranked[ranked.length - 1]];
  const probability = shareOf(to.draws, (value, i) => value > from.draws[i]);
  const gain = to.truth - from.truth;
  const truths = channels.map(({ truth }) => truth);
  return {
    from: from.name,
    to: to.name,
    probability,
    gain,
    bestGain: Math.max(...truths) - Math.min(...truths),
    wrong: probability >= wrongLimits.move && gain < -wrongLimits.loss,
  };
}

function shareOf(draws: Float64Array, holds: (value: number, index: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < draws.length; i++) if (holds(draws[i], i)) count++;
  return count / draws.length;
}
