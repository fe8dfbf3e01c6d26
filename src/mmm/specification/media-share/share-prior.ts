// The default prior of the coefficients: what media bring of the target, all together, whatever the number of channels.
//
// All media together bring a share of the target with mean M and standard deviation S. Channel c has the part w_c of the mean, in
// proportion to a power of its spend, and all channels the same variation v: independent, with sum (w_c M v)^2 = S^2. The fewer
// spend there is beside a channel, the narrower its share; many channels have shares that differ much, which keeps the total's
// spread. With log-normal shares the total is nearly log-normal too: median 0.21 to 0.23, 95% between 0.05 and 0.85, for one
// channel as for fifty. Of several half-normal ones it is not: twenty-four channels of them bring the same total within a seventh.
//
// share_c = coefficient_c h_c scale / level, h_c the mean of the channel's curve over the weeks, which its own priors leave open.

import type { Prior } from "../prior.ts";
import type { ExpectedCurve } from "./expected-curves.ts";

/** Of the share of all media: Meridian's default for outcomes that are not revenue has 0.4 and 0.2. Ours is as wide, and lower. */
export const totalShare = { mean: 0.28, deviation: 0.23 } as const;

/** Ten times the spend is expected to bring four times as much: what is spent most on has been extended furthest. Our choice. */
export const spendPower = 0.6;

/** The least that a coefficient varies where priors of the curve leave its height open further than its share may be. */
const leastVariation = 0.5;

type CurveMoments = Pick<ExpectedCurve, "mean" | "variation">;

export interface ShareOfChannel {
  /** Mean of the prior share of the target. */
  readonly mean: number;
  /** Standard deviation of the share over its mean. */
  readonly variation: number;
}

/** The prior shares of channels with this spend. A channel without spend brings nothing: the others share the whole. */
export function priorShares(spend: readonly number[]): readonly ShareOfChannel[] {
  const weights = spend.map((total) => (total > 0 ? total ** spendPower : 0));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight) => (all > 0 ? weight / all : 0));
  const squares = parts.reduce((sum, part) => sum + part ** 2, 0);
  const variation = squares > 0 ? totalShare.deviation / totalShare.mean / Math.sqrt(squares) : 1;
  return parts.map((part) => ({ mean: part * totalShare.mean, variation }));
}

/**
 * What stands for a channel without spend, of which the table says nothing: an average channel that spends what gives it half of its ceiling.
 */
export function withoutSpend(channels: number): { readonly share: ShareOfChannel; readonly curve: CurveMoments } {
  const share = {
    mean: totalShare.mean / channels,
    variation: (totalShare.deviation / totalShare.mean) * Math.sqrt(channels),
  };
  return { share, curve: { mean: 0.5, variation: 0 } };
}

/**
 * The prior of a coefficient that gives its channel this share of the target.
 * @param level of the target, in its scaled units
 */
export function coefficientPrior(share: ShareOfChannel, curve: CurveMoments, level: number): Prior {
  const mean = (share.mean * level) / curve.mean;
  // Shares are products of coefficient and curve: (1 + v^2) of the one times (1 + v^2) of the other.
  const own = (1 + share.variation ** 2) / (1 + curve.variation ** 2) - 1;
  const variance = Math.log1p(Math.max(own, leastVariation ** 2));
  return {
    distribution: "lognormal",
    parameters: [rounded(Math.log(mean) - variance / 2, 3), rounded(Math.sqrt(variance), 5)],
  };
}

/**
 * Few decimals: what is printed is the prior, and a thousandth on the log scale changes nothing. Scales have more of them, because a
 * scale that channels happen to share would be a constant of the model's program, which other tables then could not use.
 */
function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
