// The checks of a review, in the order in which they are read: sampling first.

import type { ReviewCheckKind } from "../review-check.ts";
import { carryOverShape } from "./carry-over-shape.ts";
import { changingEffect } from "./changing-effect.ts";
import { collinearSpend } from "./collinear-spend.ts";
import { contributionsTraded } from "./contributions-traded.ts";
import { convergenceDivergences } from "./convergence-divergences.ts";
import { convergenceEss } from "./convergence-ess.ts";
import { convergenceRHat } from "./convergence-r-hat.ts";
import { convergenceSampler } from "./convergence-sampler.ts";
import { curveShape } from "./curve-shape.ts";
import { dominantChannel } from "./dominant-channel.ts";
import { fitByGeo } from "./fit-by-geo.ts";
import { fitCoverage } from "./fit-coverage.ts";
import { fitPredictive } from "./fit-predictive.ts";
import { fitR2 } from "./fit-r2.ts";
import { holdoutConvergence } from "./holdout-convergence.ts";
import { holdoutCoverage } from "./holdout-coverage.ts";
import { holdoutSkill } from "./holdout-skill.ts";
import { implausibleReturn } from "./implausible-return.ts";
import { knownNoise } from "./known-noise.ts";
import { lastingErrors } from "./lasting-errors.ts";
import { levelShift } from "./level-shift.ts";
import { liftTestConflict } from "./lift-test-conflict.ts";
import { looReliability } from "./loo-reliability.ts";
import { nationalSpend } from "./national-spend.ts";
import { negativeBaseline } from "./negative-baseline.ts";
import { outlyingRows } from "./outliers.ts";
import { pooledGeos } from "./pooled-geos.ts";
import { priorDominated } from "./prior-dominated.ts";
import { priorPredictiveShare } from "./prior-predictive.ts";
import { residualAutocorrelation } from "./residual-autocorrelation.ts";
import { residualsAcrossGeos } from "./residuals-across-geos.ts";
import { rowsPerParameter } from "./rows-per-parameter.ts";
import { signalToNoise } from "./signal-to-noise.ts";
import { smallCountTarget } from "./small-counts.ts";
import { spendFollowsSales } from "./spend-follows-sales.ts";
import { spendVariation } from "./spend-variation.ts";
import { unevenSpend } from "./uneven-spend.ts";
import { unidentifiedSaturation } from "./unidentified-saturation.ts";
import { unseenSaturation } from "./unseen-saturation.ts";
import { weekdayPattern } from "./weekday-pattern.ts";

export { isUnlike } from "./fit-predictive.ts";

export const reviewChecks: readonly ReviewCheckKind[] = [
  convergenceRHat,
  convergenceEss,
  convergenceDivergences,
  convergenceSampler,
  fitR2,
  fitCoverage,
  fitByGeo,
  fitPredictive,
  smallCountTarget,
  residualAutocorrelation,
  residualsAcrossGeos,
  weekdayPattern,
  looReliability,
  liftTestConflict,
  holdoutConvergence,
  holdoutSkill,
  holdoutCoverage,
  negativeBaseline,
  priorPredictiveShare,
  spendFollowsSales,
  carryOverShape,
  curveShape,
  changingEffect,
  lastingErrors,
  levelShift,
  outlyingRows,
  pooledGeos,
  unevenSpend,
  nationalSpend,
  contributionsTraded,
  collinearSpend,
  priorDominated,
  spendVariation,
  knownNoise,
  signalToNoise,
  unidentifiedSaturation,
  unseenSaturation,
  dominantChannel,
  implausibleReturn,
  rowsPerParameter,
];
