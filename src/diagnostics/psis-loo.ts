// Leave-one-out cross-validation by Pareto smoothed importance sampling. Source: Vehtari, Gelman and Gabry (2017), Statistics and
// Computing 27(5); Vehtari et al. (2024), "Pareto smoothed importance sampling", JMLR 25(72).

import type { Draws } from "./draws.ts";
import { essMean } from "./ess.ts";
import { CONSTANT_RANGE } from "./moments.ts";
import type { PointwiseLogLikelihood } from "../model/index.ts";
import { checkOptionNames } from "../settings/index.ts";
import { sumWithError } from "../numerics/index.ts";
import { drawsNeededForK, paretoKThreshold, paretoTailLength, smoothRightTail } from "./pareto-smooth.ts";

/** What one observation contributes. */
export interface PointwiseLoo {
  /** Log predictive density of the observation given all the others, natural logarithm. */
  readonly elpd: number;
  /** How much the observation's own presence raises its log density: its share of the effective number of parameters. */
  readonly pLoo: number;
  /**
   * Shape of the tail of the importance weights. Above the threshold the elpd is not to be relied on. Infinity where no tail could be
   * fitted (too few draws, or weights so uneven that a few draws hold all of them); NaN where the likelihood is the same in every draw, so
   * that there is nothing to weight.
   */
  readonly paretoK: number;
}

export interface Loo {
  /** Expected log predictive density: the sum over observations. */
  readonly elpd: number;
  readonly pLoo: number;
  /** -2 elpd, the deviance scale. */
  readonly looic: number;
  /** Standard errors of the three sums over observations. */
  readonly se: { readonly elpd: number; readonly pLoo: number; readonly looic: number };
  readonly pointwise: readonly PointwiseLoo[];
  /** Draws in all chains. */
  readonly totalDraws: number;
}

export interface LooOptions {
  /** ESS / S of the likelihood of each observation; computed from the chains by default. */
  readonly relativeEfficiency?: ArrayLike<number>;
}

/**
 * Estimates how well the model predicts each observation from all the others, without refitting.
 * Throws RangeError when the sizes do not fit or a log likelihood is not finite.
 */
export function psisLoo(logLikelihood: PointwiseLogLikelihood, options: LooOptions = {}): Loo {
  checkOptionNames("psisLoo", options, { relativeEfficiency: true });
  const { observations, chains, draws, values } = logLikelihood;
  for (const [name, count] of Object.entries({ observations, chains, draws })) {
    if (!(Number.isInteger(count) && count > 0)) {
      throw new RangeError(`A pointwise log likelihood says its observations, chains and draws; ${name} is ${count}.`);
    }
  }
  const total = chains * draws;
  if (values.length !== observations * total) {
    throw new RangeError(`${observations} observations x ${total} draws, but ${values.length} log likelihoods.`);
  }
  const pointwise: PointwiseLoo[] = [];
  for (let observation = 0; observation < observations; observation++) {
    const own = { chains, draws, values: new Float64Array(total) };
    for (let i = 0; i < total; i++) own.values[i] = values[i * observations + observation];
    if (!own.values.every(Number.isFinite)) {
      throw new RangeError(`The log likelihood of observation ${observation} (from 0) is not finite at some draw.`);
    }
    const efficiency = options.relativeEfficiency?.[observation] ?? likelihoodEfficiency(own);
    pointwise.push(leaveOneOut(own.values, efficiency));
  }
  const elpd = sumWithError(pointwise.map((point) => point.elpd));
  const pLoo = sumWithError(pointwise.map((point) => point.pLoo));
  return {
    elpd: elpd.sum,
    pLoo: pLoo.sum,
    looic: -2 * elpd.sum,
    se: { elpd: elpd.error, pLoo: pLoo.error, looic: 2 * elpd.error },
    pointwise,
    totalDraws: total,
  };
}

/** ESS / S of the likelihood, relative to its largest value so that it neither under- nor overflows; 1 for a constant likelihood. */
function likelihoodEfficiency(logLikelihood: Draws): number {
  const largest = maximum(logLikelihood.values);
  const likelihood = logLikelihood.values.map((value) => Math.exp(value - largest));
  const ess = essMean({ chains: logLikelihood.chains, draws: logLikelihood.draws, values: likelihood });
  return Number.isNaN(ess) ? 1 : ess / likelihood.length;
}

function leaveOneOut(logLikelihood: Float64Array, efficiency: number): PointwiseLoo {
  const size = logLikelihood.length;
  const logRatios = logLikelihood.map((value) => -value);
  const { values: logWeights, k } = smoothRightTail(logRatios, paretoTailLength(size, efficiency), true);
  const weighted = logWeights.map((weight, i) => weight + logLikelihood[i]);
  const elpd = logSumExp(weighted) - logSumExp(logWeights);
  const nothingToWeight = maximum(logRatios) + maximum(logLikelihood) < CONSTANT_RANGE;
  const paretoK = Number.isNaN(k) && !nothingToWeight ? Number.POSITIVE_INFINITY : k;
  return { elpd, pLoo: logSumExp(logLikelihood) - Math.log(size) - elpd, paretoK };
}

/** Draws without something that their posterior has seen. */
export interface LeftOut {
  /** [draw] Weights that add up to 1. */
  readonly weights: Float64Array;
  /** Shape of the tail of the weights, as that of `PointwiseLoo`. */
  readonly paretoK: number;
}

/** Weights that make draws of a posterior draws of the one without some observation, from its log likelihood at each draw. */
export function leftOut(logLikelihood: Draws): LeftOut {
  const { values } = logLikelihood;
  const logRatios = values.map((value) => -value);
  const tail = paretoTailLength(values.length, likelihoodEfficiency(logLikelihood));
  const { values: logWeights, k } = smoothRightTail(logRatios, tail, true);
  const total = logSumExp(logWeights);
  const nothingToWeight = maximum(logRatios) + maximum(values) < CONSTANT_RANGE;
  return {
    weights: logWeights.map((weight) => Math.exp(weight - total)),
    paretoK: Number.isNaN(k) && !nothingToWeight ? Number.POSITIVE_INFINITY : k,
  };
}

function maximum(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i] > largest) largest = values[i];
  return largest;
}

function logSumExp(values: Float64Array): number {
  const largest = maximum(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.exp(values[i] - largest);
  return largest + Math.log(total);
}

/** How far a leave-one-out estimate can be relied on. */
export interface LooProblem {
  /** Largest reliable Pareto k for this number of draws. */
  readonly threshold: number;
  /** Observations whose Pareto k is above it, worst first, counted from 0; those whose tail could not be fitted are among them. */
  readonly observations: readonly number[];
  readonly count: number;
  readonly largestK: number;
  /** Draws that would make the worst observation reliable; Infinity when no number would. */
  readonly drawsNeeded: number;
}

/** Counts the observations that importance sampling cannot leave out reliably. */
export function looProblem({ pointwise, totalDraws }: Loo): LooProblem {
  const threshold = paretoKThreshold(totalDraws);
  const k = pointwise.map((point) => point.paretoK);
  const observations = [...k.keys()].filter((i) => k[i] > threshold).sort((i, j) => k[j] - k[i]);
  const largestK = k.reduce((largest, value) => (value > largest ? value : largest), Number.NEGATIVE_INFINITY);
  return { threshold, observations, count: observations.length, largestK, drawsNeeded: drawsNeededForK(largestK) };
}
