// The two mechanisms as data: what is asked for, and the noise on whole numbers that gives it.
//
// Laplace: scale L1 / epsilon on whole numbers is epsilon-private as it stands (Canonne, Kamath & Steinke 2020), and the scale is
// an exact fraction. Gaussian: see `gaussianOnLattice`.

import {
  deltaMissing,
  deltaWithoutUse,
  noSuchDelta,
  noSuchEpsilon,
  unknownMechanism,
} from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import {
  type RandomSource,
  decimalOf,
  divide,
  exactlyOf,
  rational,
  type Rational,
  discreteGaussian,
  discreteLaplace,
} from "../exact/index.ts";
import { gaussianSigma } from "./gaussian-calibration.ts";
import type { Sensitivity } from "./sensitivity.ts";
import { gaussianRho, pureToZcdp, zcdpRho } from "./zcdp.ts";

/** Noise with a pure guarantee. There is no delta to ask for. */
export interface LaplaceMechanism {
  readonly mechanism: "laplace";
  readonly epsilon: number;
  readonly delta?: never;
}

export interface GaussianMechanism {
  readonly mechanism: "gaussian";
  readonly epsilon: number;
  readonly delta: number;
  /**
   * "analytic" (default): the least noise for (epsilon, delta) of this release alone. "zcdp": noise whose rho converts to
   * (epsilon, delta); some 8% more, and what is wanted where rho is what adds up.
   */
  readonly calibration?: "analytic" | "zcdp";
}

export type Mechanism = LaplaceMechanism | GaussianMechanism;

/** Noise on whole numbers, and what it costs. */
export interface CalibratedNoise {
  readonly mechanism: "discrete_laplace" | "discrete_gaussian";
  /** `b` or `sigma`, in steps of the lattice; exact. */
  readonly scale: Rational;
  readonly epsilon: number;
  /** 0 for Laplace. */
  readonly delta: number;
  /** The cost in zCDP, rounded upwards. */
  readonly rho: number;
}

/**
 * Noise that makes whole-number cells of this sensitivity private.
 * @throws CarryoverError (wrong usage) when a parameter is out of range or a delta is asked of Laplace
 */
export function calibrate(request: Mechanism, sensitivity: Sensitivity): CalibratedNoise {
  checkMechanism(request);
  const { epsilon } = request;
  if (request.mechanism === "laplace") {
    const scale = divide(rational(sensitivity.l1), decimalOf(epsilon));
    return { mechanism: "discrete_laplace", scale, epsilon, delta: 0, rho: pureToZcdp(epsilon) };
  }
  const { delta, calibration = "analytic" } = request;
  return {
    mechanism: "discrete_gaussian",
    epsilon,
    delta,
    ...gaussianOnLattice(epsilon, delta, sensitivity.l2, calibration),
  };
}

/** Variance, in squared steps, that carries the guarantee of continuous noise over to whole numbers. */
const carryOverVariance = 4;

/**
 * The discrete Gaussian's own guarantee is in zCDP, and is exactly the continuous one's. For (epsilon, delta) by the analytic
 * formula, variance 4 is added: continuous noise of variance s^2 rounded at random by a discrete Gaussian of variance 4 is
 * post-processing, and its law is that of the discrete Gaussian of variance s^2 + 4 within a factor 1 +- 3 * 2 exp(-8 pi^2) =
 * 1 +- 3e-34 for each cell (Poisson summation, as in Peikert's convolution lemma), far inside what `gaussianSigma` rounds outwards.
 */
function gaussianOnLattice(
  epsilon: number,
  delta: number,
  l2: number,
  calibration: "analytic" | "zcdp",
): { readonly scale: Rational; readonly rho: number } {
  if (calibration === "zcdp") {
    const rho = zcdpRho(epsilon, delta);
    return { scale: exactlyOf((l2 / Math.sqrt(2 * rho)) * (1 + 2 ** -50)), rho };
  }
  const continuous = gaussianSigma(epsilon, delta, l2);
  const sigma = Math.sqrt(continuous * continuous + carryOverVariance) * (1 + 2 ** -51);
  return { scale: exactlyOf(sigma), rho: gaussianRho(sigma, l2) };
}

/** A function that draws this noise, in steps of the lattice. Not public: a release draws from the system's randomness alone. */
export function sampler(noise: CalibratedNoise): (source: RandomSource) => bigint {
  if (noise.mechanism === "discrete_gaussian") return discreteGaussian(noise.scale);
  return (source) => discreteLaplace(source, noise.scale);
}

/** @throws CarryoverError (wrong usage) with everything that is wrong with a mechanism asked for */
export function checkMechanism(request: Mechanism): void {
  const problems: Problem[] = [];
  const { mechanism, epsilon, delta } = request as { mechanism: string; epsilon: unknown; delta?: unknown };
  if (!(typeof epsilon === "number" && epsilon > 0 && Number.isFinite(epsilon))) {
    problems.push(noSuchEpsilon(String(epsilon)));
  }
  if (mechanism === "laplace") {
    if (delta !== undefined) problems.push(deltaWithoutUse());
  } else if (mechanism === "gaussian") {
    if (delta === undefined) problems.push(deltaMissing());
    else if (!(typeof delta === "number" && delta > 0 && delta < 1)) problems.push(noSuchDelta(String(delta)));
  } else problems.push(unknownMechanism(String(mechanism)));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
}
