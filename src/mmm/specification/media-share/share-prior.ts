// The default prior of the coefficients: what media bring of the target, all together, whatever the number of channels.
//
// All media together bring a share of the target with mean M and standard deviation S. Channel c has the part w_c of the mean, in
// proportion to a power of its spend. Shares are log-normal, all with the same variance v of the logarithm, and the part r of that is
// common to all channels: where one brings much more than expected, the others are expected to as well. So
//   1 + (S / M)^2 = exp(r v) (1 + sum of w_c^2 (exp((1 - r) v) - 1)),
// which gives v. What the data tell of the channels that vary also tells of those that hardly do, of which they say nothing, and the
// share of all media stays open however many channels there are. Independent shares leave a channel without a visible effect at its
// prior, which is wrong by as much as media of this brand bring more, or less, than usual.
//
// share_c = coefficient_c h_c scale / level, h_c the mean of the channel's curve over the weeks, which its own priors leave open.

import type { Prior } from "../prior.ts";
import type { ExpectedCurve } from "./expected-curves.ts";

/** Of the share of all media: Meridian's default for outcomes that are not revenue has 0.4 and 0.2. Ours is wider, and lower. */
export const totalShare = { mean: 0.29, deviation: 0.24 } as const;

/** Ten times the spend is expected to bring four times as much: what is spent most on has been extended furthest. Our choice. */
export const spendPower = 0.6;

/** The part of the variance of a channel's log share that is common to all channels. Our choice, by the study of default priors. */
export const commonPart = 0.3;

/** The least that a coefficient varies by itself, over its mean, and the least variance that channels have in common. */
const leastVariation = 0.4;
const leastCommon = 0.01;

type CurveMoments = Pick<ExpectedCurve, "mean" | "variation">;

export interface ShareOfChannel {
  /** Mean of the prior share of the target. */
  readonly mean: number;
  /** Variance of the logarithm of the share that is the channel's own, and that all channels have in common. */
  readonly own: number;
  readonly common: number;
}

/**
 * The prior shares of channels with this spend and these curves. A channel without spend brings nothing: the others share the whole.
 * Priors of a curve that leave its height open further than its share may be make that share more uncertain, and the common part less.
 */
export function priorShares(spend: readonly number[], curves: readonly CurveMoments[]): readonly ShareOfChannel[] {
  const weights = spend.map((total) => (total > 0 ? total ** spendPower : 0));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight) => (all > 0 ? weight / all : 0));
  const least = curves.map(({ variation }) => Math.log1p(variation ** 2) + Math.log1p(leastVariation ** 2));
  const usual = ownVariance(parts.reduce((sum, part) => sum + part ** 2, 0));
  const own = least.map((variance) => Math.max(usual, variance));
  const apart = parts.reduce((sum, part, c) => sum + part ** 2 * Math.expm1(own[c]), 0);
  const common = Math.max(wanted - Math.log1p(apart), leastCommon);
  return parts.map((part, c) => ({ mean: part * totalShare.mean, own: own[c], common }));
}

/** Variance of the logarithm of a log-normal total. */
const wanted = Math.log1p((totalShare.deviation / totalShare.mean) ** 2);

/** The own part of the variance v of the log shares of channels whose parts have this sum of squares. */
function ownVariance(squares: number): number {
  let [lower, upper] = [0, wanted / commonPart];
  while (upper - lower > 1e-9) {
    const middle = (lower + upper) / 2;
    const own = (1 - commonPart) * middle;
    if (middle - own + Math.log1p(squares * Math.expm1(own)) < wanted) lower = middle;
    else upper = middle;
  }
  return (1 - commonPart) * upper;
}

/**
 * What stands for a channel without spend, of which the table says nothing: an average channel that spends what gives it half of its ceiling.
 */
export function withoutSpend(channels: number): { readonly share: ShareOfChannel; readonly curve: CurveMoments } {
  const own = ownVariance(1 / channels);
  const share = { mean: totalShare.mean / channels, own, common: (own * commonPart) / (1 - commonPart) };
  return { share, curve: { mean: 0.5, variation: 0 } };
}

/**
 * The prior of a coefficient that gives its channel this share of the target.
 * @param level of the target, in its scaled units
 */
export function coefficientPrior(share: ShareOfChannel, curve: CurveMoments, level: number): Prior {
  const mean = (share.mean * level) / curve.mean;
  // Shares are products of coefficient and curve, whose variances of the logarithm add up.
  const own = share.own - Math.log1p(curve.variation ** 2);
  return {
    distribution: "joint_lognormal",
    parameters: [Math.log(mean) - (own + share.common) / 2, Math.sqrt(own), Math.sqrt(share.common)].map(rounded),
  };
}

/** What is printed is the prior, and a thousandth on the log scale changes nothing. */
function rounded(value: number): number {
  return Number(value.toFixed(3));
}
