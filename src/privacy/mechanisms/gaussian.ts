// Normal noise on whole numbers.

import { noSuchChoice } from "../../problems/ledger-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { discreteGaussian, exactlyOf, type Rational } from "../exact/index.ts";
import { gaussianDelta, gaussianSigma } from "./gaussian-calibration.ts";
import type { MechanismRecord } from "./mechanism.ts";
import { gaussianRho, zcdpRho } from "./zcdp.ts";

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

export const gaussian: MechanismRecord<GaussianMechanism, "gaussian" | "discrete_gaussian"> = {
  name: "gaussian",
  title: "Gaussian",
  describe: "less noise when a user touches many cells, at the price of a delta",
  needsDelta: true,
  noises: { gaussian: "normal noise", discrete_gaussian: "discrete normal noise" },
  drawn: "discrete_gaussian",
  scaleKind: "sigma",
  scaleWords: 'Normal noise is described by "sigma".',
  norm: "L2",
  growth: "nearly in proportion to 1 / epsilon",
  modeledAs: "gaussian",
  underZcdp: (request) => ({ ...request, calibration: request.calibration ?? "zcdp" }),
  calibrate: ({ epsilon, delta, calibration = "analytic" }, { l2 }) =>
    gaussianOnLattice(epsilon, delta, l2, calibration),
  draw: (scale) => discreteGaussian(scale),
  scaleFor: ({ epsilon, delta, sensitivity }) =>
    delta !== undefined && delta > 0 ? gaussianSigma(epsilon, delta, sensitivity) : undefined,
  // Normal noise is often calibrated with something to spare; too little for what is claimed is the contradiction.
  contradiction: (scale, follows, { epsilon, delta = 0, sensitivity }, tolerance) => {
    const least = gaussianDelta(scale, epsilon, sensitivity);
    const tooLittle = least > delta * (1 + tolerance) && scale < follows * (1 - tolerance);
    return tooLittle ? "sigma of at least" : undefined;
  },
  simulated: (random) => random.normal(),
};

const calibrations: readonly string[] = ["analytic", "zcdp"];

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
  if (!calibrations.includes(calibration)) {
    throw new CarryoverError([noSuchChoice("calibration", String(calibration), calibrations)], exitCodes.usage);
  }
  if (calibration === "zcdp") {
    const rho = zcdpRho(epsilon, delta);
    return { scale: exactlyOf((l2 / Math.sqrt(2 * rho)) * (1 + 2 ** -50)), rho };
  }
  const continuous = gaussianSigma(epsilon, delta, l2);
  const sigma = Math.sqrt(continuous * continuous + carryOverVariance) * (1 + 2 ** -51);
  return { scale: exactlyOf(sigma), rho: gaussianRho(sigma, l2) };
}
