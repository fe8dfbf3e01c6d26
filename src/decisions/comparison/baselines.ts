// Simpler models beside the full posterior, in one table: what the full model buys.

import { dot, mean } from "../../numerics/index.ts";
import { type Design, makeDesign } from "../../mmm/fit/index.ts";
import { baselineRegressors } from "../../mmm/response/index.ts";
import { levelRegressors } from "./baselines-levels.ts";
import { fixedTransforms } from "./baselines-transforms.ts";
import { type LinearFit, linearProblem, ridgeFit } from "./baselines-linear.ts";
import { type MapPoint, mapPoint } from "./baselines-map.ts";
import {
  type FittedModel,
  type Interval,
  intervalOf,
  periodOf,
  isLatent,
  perSpend,
  spendDraws,
} from "../draws/index.ts";
import {
  atCells,
  type CellSeries,
  type HoldoutRows,
  knownSeries,
  type Predictions,
  predictionsOf,
  type PointScores,
  pointScores,
  meanExpected,
  takenOf,
  targetOf,
} from "../predictions/index.ts";

export type BaselineMethod = "least squares" | "ridge" | "maximum a posteriori";

/**
 * One channel as every method sees it, over the whole table, in the table's own units. NaN for the maximum a posteriori point of
 * models that have none (`Baselines.details.map` is then absent).
 */
export interface BaselineChannel {
  readonly channel: string;
  /** As the table has it, noise of publication included: what all methods but the posterior go by. */
  readonly spend: number;
  readonly contribution: Readonly<Record<BaselineMethod, number>> & { readonly posterior: Interval };
  /** Contribution per unit of spend; of the posterior per unit of true spend, where that is unknown. */
  readonly roi: Readonly<Record<BaselineMethod, number>> & { readonly posterior: Interval };
}

export interface BaselineScores {
  readonly method: BaselineMethod | "posterior";
  /** Of the rows that were fitted; of the posterior, those of its mean expected target. */
  readonly inSample: PointScores;
  /** Of rows that none of the methods was fitted to, when there are any. */
  readonly holdout?: PointScores;
}

export interface Baselines {
  readonly channels: readonly BaselineChannel[];
  readonly scores: readonly BaselineScores[];
  readonly details: {
    /** Least squares could not tell all regressors apart. */
    readonly rankDeficient: boolean;
    /** On standardized regressors, per row, chosen by leave-one-out. */
    readonly ridgePenalty: number;
    /** Root mean squared leave-one-out errors, in units of the target. */
    readonly looRmse: { readonly leastSquares: number; readonly ridge: number };
    readonly effectiveParameters: { readonly leastSquares: number; readonly ridge: number };
    readonly map?: Pick<MapPoint, "logDensity" | "settled" | "starts" | "agreeing">;
  };
  /** How the media are transformed for the two regressions, and which spend they go by where it was published with noise. */
  readonly transforms: string;
}

export const fixedTransformsSentence: string =
  "Least squares and ridge regression use fixed transforms of spend: geometric adstock with decay 0.5 (normalized), then x / (x + mean).";

/**
 * Least squares, ridge and the maximum a posteriori point beside the posterior of `model`.
 * @param holdout a fit of the table without its last rows; every method is then fitted to those rows too and scored on the rest
 */
export function baselines(
  model: FittedModel,
  predictions: Predictions = predictionsOf(model),
  holdout?: HoldoutRows,
): Baselines {
  const { data, spec, design } = model;
  const { series } = predictions;
  const observed = targetOf(data, series);
  const fits = linearFits(model);
  const map = mapPoint(model);
  const atMap = map === undefined ? undefined : predictionsOf(map.model);
  const { count, weeks } = predictions;
  const linear = {
    "least squares": linearPredictions(model, fits.leastSquares, design, series),
    ridge: linearPredictions(model, fits.ridge, design, series),
  };
  const held = holdout === undefined ? undefined : holdoutScores(holdout);
  const scored = (method: BaselineScores["method"], expected: ArrayLike<number>): BaselineScores => {
    const own = held?.[method];
    return {
      method,
      inSample: pointScores(observed, expected, series),
      ...(own === undefined ? {} : { holdout: own }),
    };
  };
  return {
    channels: spec.channels.map(({ name: channel }, c): BaselineChannel => {
      const spend = design.totalSpend[c];
      // Simpler models say nothing of single rows: what they find is worth as much as what the posterior finds.
      const paid = spend === 0 ? Number.NaN : spend;
      const values = predictions.values.subarray(c * count, (c + 1) * count);
      const posterior = predictions.contributions.slice(c * count, (c + 1) * count);
      const worth = predictions.values === predictions.contributions ? 1 : mean(values) / mean(posterior);
      const points: Record<BaselineMethod, number> = {
        "least squares": linear["least squares"].contributions[c],
        ridge: linear.ridge.contributions[c],
        "maximum a posteriori": atMap?.contributions[c] ?? Number.NaN,
      };
      return {
        channel,
        spend,
        contribution: { ...points, posterior: intervalOf(posterior) },
        roi: {
          "least squares": (worth * points["least squares"]) / paid,
          ridge: (worth * points.ridge) / paid,
          "maximum a posteriori": (worth * points["maximum a posteriori"]) / paid,
          posterior: intervalOf(
            perSpend(values, spend, takenOf(spendDraws(model, c, periodOf(data)), predictions.taken)),
          ),
        },
      };
    }),
    scores: [
      scored("least squares", linear["least squares"].expected),
      scored("ridge", linear.ridge.expected),
      ...(atMap === undefined ? [] : [scored("maximum a posteriori", atMap.expected)]),
      scored("posterior", meanExpected(predictions.expected, weeks, count)),
    ],
    details: {
      rankDeficient: fits.rankDeficient,
      ridgePenalty: fits.ridge.penalty,
      looRmse: {
        leastSquares: fits.leastSquares.looRmse * design.targetScale.scale,
        ridge: fits.ridge.looRmse * design.targetScale.scale,
      },
      effectiveParameters: {
        leastSquares: fits.leastSquares.effectiveParameters,
        ridge: fits.ridge.effectiveParameters,
      },
      ...(map === undefined
        ? {}
        : { map: { logDensity: map.logDensity, settled: map.settled, starts: map.starts, agreeing: map.agreeing } }),
    },
    transforms: transformsOf(model),
  };
}

function transformsOf(model: FittedModel): string {
  const latent = model.spec.channels.flatMap(({ name }, c) => (isLatent(model, c) ? [name] : []));
  return latent.length === 0
    ? fixedTransformsSentence
    : `${fixedTransformsSentence} They take the spend on ${latent.join(", ")} as it was published, noise included; the posterior takes it as unknown.`;
}

/** Scores on the rows held out, by method. */
function holdoutScores({ trained, data, from }: HoldoutRows): Partial<Record<BaselineScores["method"], PointScores>> {
  const series = knownSeries(data, from);
  const observed = targetOf(data, series);
  const scored = (expected: ArrayLike<number>): PointScores => pointScores(observed, expected, series);
  const fits = linearFits(trained);
  const whole = makeDesign(data, trained.spec, trained.design);
  const span = { data, from };
  const ofLinear = (fit: LinearFit): PointScores => scored(linearPredictions(trained, fit, whole, series).expected);
  const posterior = predictionsOf(trained, span);
  const map = mapPoint(trained);
  return {
    "least squares": ofLinear(fits.leastSquares),
    ridge: ofLinear(fits.ridge),
    ...(map === undefined ? {} : { "maximum a posteriori": scored(predictionsOf(map.model, span).expected) }),
    posterior: scored(meanExpected(posterior.expected, posterior.weeks, posterior.count)),
  };
}

interface LinearFits {
  readonly leastSquares: LinearFit;
  readonly ridge: LinearFit;
  readonly rankDeficient: boolean;
}

/** Regressors of the rows of `design`, media first, [regressor][geo][week]. */
function regressorsOf({ spec, design: fitted }: FittedModel, design: Design): readonly Float64Array[] {
  return [
    ...fixedTransforms(spec, design, fitted),
    ...baselineRegressors(spec, design),
    ...levelRegressors(spec, design, fitted),
  ];
}

function linearFits(model: FittedModel): LinearFits {
  const { data, design } = model;
  const series = knownSeries(data);
  const own = (values: Float64Array): Float64Array => atCells(values, series, design.weeks);
  const problem = linearProblem(regressorsOf(model, design).map(own), own(design.target));
  return { leastSquares: problem.fit(0), ridge: ridgeFit(problem), rankDeficient: problem.rankDeficient };
}

/** Expected target of the rows of `series` and contribution of each channel over all rows, in the table's own units. */
function linearPredictions(
  model: FittedModel,
  { intercept, coefficients }: LinearFit,
  design: Design,
  series: readonly CellSeries[],
): { readonly expected: Float64Array; readonly contributions: Float64Array } {
  const { location, scale } = model.design.targetScale;
  const regressors = regressorsOf(model, design);
  const cells = design.geos.length * design.weeks;
  const people = Float64Array.from(
    { length: cells },
    (_, cell) => design.panel?.population[Math.floor(cell / design.weeks)] ?? 1,
  );
  const expected = new Float64Array(cells);
  for (let t = 0; t < cells; t++) {
    let scaled = intercept;
    for (let j = 0; j < regressors.length; j++) scaled += coefficients[j] * regressors[j][t];
    expected[t] = people[t] * (location + scale * scaled);
  }
  const there = people.map((each, cell) => each * (design.panel?.hasRow[cell] ?? 1));
  return {
    expected: atCells(expected, series, design.weeks),
    contributions: Float64Array.from(
      model.spec.channels,
      (_, c) => scale * coefficients[c] * dot(regressors[c], there),
    ),
  };
}
