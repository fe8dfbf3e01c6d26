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
export const commonPart = 0.4;

/** The least that a coefficient varies by itself where priors of the curve leave its height open further than its share may be. */
const leastVariation = 0.4;

type CurveMoments = Pick<ExpectedCurve, "mean" | "variation">;

export interface ShareOfChannel {
  /** Mean of the prior share of the target. */
  readonly mean: number;
  /** Variance of the logarithm of the share that is the channel's own, and that all channels have in common. */
  readonly own: number;
  readonly common: number;
}

/** The prior shares of channels with this spend. A channel without spend brings nothing: the others share the whole. */
export function priorShares(spend: readonly number[]): readonly ShareOfChannel[] {
  const weights = spend.map((total) => (total > 0 ? total ** spendPower : 0));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight) => (all > 0 ? weight / all : 0));
  const variances = logVariances(parts.reduce((sum, part) => sum + part ** 2, 0));
  return parts.map((part) => ({ mean: part * totalShare.mean, ...variances }));
}

/** Those that give the sum of shares whose parts have this sum of squares the variation of `totalShare`. */
function logVariances(squares: number): Pick<ShareOfChannel, "own" | "common"> {
  const wanted = Math.log1p((totalShare.deviation / totalShare.mean) ** 2);
  const split = (variance: number) => ({ own: (1 - commonPart) * variance, common: commonPart * variance });
  let [lower, upper] = [0, wanted / commonPart];
  while (upper - lower > 1e-9) {
    const middle = (lower + upper) / 2;
    const { own, common } = split(middle);
    if (common + Math.log1p(squares * Math.expm1(own)) < wanted) lower = middle;
    else upper = middle;
  }
  return split(upper);
}

/**
 * What stands for a channel without spend, of which the table says nothing: an average channel that spends what gives it half of its ceiling.
 */
export function withoutSpend(channels: number): { readonly share: ShareOfChannel; readonly curve: CurveMoments } {
  const share = { mean: totalShare.mean / channels, ...logVariances(1 / channels) };
  return { share, curve: { mean: 0.5, variation: 0 } };
}

/**
 * The prior of a coefficient that gives its channel this share of the target.
 * @param level of the target, in its scaled units
 */
export function coefficientPrior(share: ShareOfChannel, curve: CurveMoments, level: number): Prior {
  const mean = (share.mean * level) / curve.mean;
  // Shares are products of coefficient and curve, whose variances of the logarithm add up.
  const own = Math.max(share.own - Math.log1p(curve.variation ** 2), Math.log1p(leastVariation ** 2));
  return {
    distribution: "joint_lognormal",
    parameters: [Math.log(mean) - (own + share.common) / 2, Math.sqrt(own), Math.sqrt(share.common)].map(rounded),
  };
}

/** What is printed is the prior, and a thousandth on the log scale changes nothing. */
function rounded(value: number): number {
  return Number(value.toFixed(3));
}
