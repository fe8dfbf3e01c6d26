// The review of a fit: every check with a verdict, its figure, its limit and one sentence of advice; sampling first.

import type { PointwiseLogLikelihood } from "../../diagnostics/index.ts";
import { reviewChecks } from "./checks/index.ts";
import { type Collinearity, collinearity } from "./collinearity.ts";
import { type FittedModel, meanResponse } from "../draws/index.ts";
import { type LiftTests, liftTests } from "../lift-tests/index.ts";
import {
  type Holdout,
  type PredictiveBands,
  type PredictiveStatistic,
  predictiveBands,
  predictiveStatistics,
  rowLabels,
  sortedWeeks,
  targetOf,
  type PriorPredictive,
  priorPredictive,
  priorSample,
  type Predictions,
  predictionsOf,
  type PriorPosterior,
  priorPosteriors,
  type ChannelIdentification,
  channelIdentification,
  type ResidualAnalysis,
  residualAnalysis,
  type LooScore,
  looScore,
  type PredictiveScores,
  predictiveScores,
} from "../predictions/index.ts";
import { type GeoChecks, geoChecks } from "./geos.ts";
import { peopleOfRows } from "./rows-of-geos.ts";
import { type Misfit, misfit } from "./misfit.ts";
import { type BaselineSign, baselineSign } from "./review-baseline.ts";
import { type ChannelFacts, channelFacts } from "./review-channels.ts";
import {
  judged,
  type ReviewCheck,
  type ReviewedDiagnostics,
  type ReviewFacts,
  type ReviewStatus,
  worstOf,
} from "./review-check.ts";

export interface Review {
  /** The worst of the checks. */
  readonly verdict: ReviewStatus;
  readonly checks: readonly ReviewCheck[];
}

/** All that is checked of a model against its data; plain values, for the report and for JSON. */
export interface ModelChecks {
  readonly review: Review;
  readonly bands: PredictiveBands;
  readonly statistics: readonly PredictiveStatistic[];
  /** Of the rows that were fitted. */
  readonly scores: PredictiveScores;
  /** Absent when the run holds no pointwise log likelihood. */
  readonly loo?: LooScore;
  readonly residuals: ResidualAnalysis;
  readonly priorPredictive: PriorPredictive;
  readonly priorPosterior: readonly PriorPosterior[];
  /** Channels about whose return the data say nothing. */
  readonly uninformedChannels: readonly string[];
  /** How far the data inform the return of each channel that has one to inform. */
  readonly identification: readonly ChannelIdentification[];
  readonly baseline: BaselineSign;
  readonly collinearity: Collinearity;
  readonly channels: readonly ChannelFacts[];
  /** What seems to be missing from the model. */
  readonly misfit: Misfit;
  /** Lift tests beside the model, where the model file has any. */
  readonly liftTests?: LiftTests;
  /** Of a panel. */
  readonly geos?: GeoChecks;
  readonly holdout?: Holdout;
}

export interface CheckOptions {
  readonly diagnostics: ReviewedDiagnostics;
  /** Log likelihood of every row, [chain][draw][row]. */
  readonly pointwise?: PointwiseLogLikelihood | undefined;
  readonly holdout?: Holdout | undefined;
  /** The same model fitted without its lift tests; otherwise what it expects without each of them is found by weights. */
  readonly untested?: FittedModel | undefined;
  /** Computed when left out. */
  readonly predictions?: Predictions;
}

/** Every check of `model`, and the review they add up to. */
export function modelChecks(
  model: FittedModel,
  { diagnostics, pointwise, holdout, untested, predictions = predictionsOf(model) }: CheckOptions,
): ModelChecks {
  const { data } = model;
  const { series } = predictions;
  const values = targetOf(data, series);
  const prior = priorSample(model);
  const sorted = sortedWeeks(predictions.predicted, predictions.weeks, predictions.count);
  const scores = predictiveScores(predictions, values, sorted);
  const statistics = predictiveStatistics(predictions, values, peopleOfRows(model, series));
  const residuals = residualAnalysis(predictions, values);
  const loo = looScore(model, pointwise);
  const priorFigures = priorPredictive(model, prior);
  const comparisons = priorPosteriors(model, predictions, prior);
  const identification = channelIdentification(comparisons);
  const baseline = baselineSign(predictions);
  const response = meanResponse(model);
  const relations = collinearity(model, predictions, response.adstock);
  const channels = channelFacts(model, predictions, response.adstock);
  const missing = misfit(model, predictions, scores.pit.values, response);
  const bands = predictiveBands(predictions, values, rowLabels(data, series), sorted);
  const geos = geoChecks(model, predictions, bands);
  const tests = liftTests(model, { untested });
  const review = reviewOf({
    model,
    predictions,
    diagnostics,
    scores,
    statistics,
    residuals,
    loo,
    holdout,
    priorPredictive: priorFigures,
    priorPosterior: comparisons,
    baseline,
    misfit: missing,
    collinearity: relations,
    channels,
    geos,
    liftTests: tests,
  });
  return {
    review,
    bands,
    statistics,
    scores,
    ...(loo === undefined ? {} : { loo }),
    residuals,
    priorPredictive: priorFigures,
    priorPosterior: comparisons,
    uninformedChannels: identification.filter(({ source }) => source === "prior").map(({ channel }) => channel),
    identification,
    baseline,
    collinearity: relations,
    channels,
    misfit: missing,
    ...(tests === undefined ? {} : { liftTests: tests }),
    ...(geos === undefined ? {} : { geos }),
    ...(holdout === undefined ? {} : { holdout }),
  };
}

/** Every check that has something to judge, and the worst of them. */
function reviewOf(facts: ReviewFacts): Review {
  const checks = reviewChecks.flatMap((kind) => {
    const measured = kind.measure(facts);
    return measured === undefined ? [] : [judged(kind, measured)];
  });
  return { verdict: worstOf(checks.map(({ status }) => status)), checks };
}
