// What of the target no draw of the posterior explains, for tests of whether something is missing from the model. Residuals are made
// orthogonal to every direction in which the posterior moves its expectations: what is left of independent noise is then spherical in
// the rest, whatever the priors, and the tests of linear models hold (Frisch and Waugh 1933; Engle 1984 on score tests).

import { dot, sum } from "../../numerics/index.ts";
import { inverseNormalCdf } from "../../numerics/special/index.ts";
import { type FittedModel, intervalOf } from "../draws/index.ts";
import { type CellSeries, type Predictions, meanExpected } from "../predictions/index.ts";

export interface Unexplained {
  readonly weeks: number;
  /** One for each row, orthogonal to `basis`, of length 1 together. */
  readonly residuals: Float64Array;
  /** What they were divided by, in units of the target (of a typical row, where rows differ). */
  readonly length: number;
  /** Orthonormal directions that the model explains; the constant is one of them. */
  readonly basis: readonly Float64Array[];
  /** Rows less directions. */
  readonly degrees: number;
  /** Which rows are neighbors: those of one geo. */
  readonly series: readonly CellSeries[];
  /**
   * Of a panel, whose model is per head: what a number per head is in units of each row's noise, 1 in a typical row. Variables that the model lacks are
   * multiplied by it.
   */
  readonly weight?: Float64Array;
  /** Of a panel: standard deviation of the noise of each row, over that of a typical row. */
  readonly deviation?: Float64Array;
  /**
   * Whether the likelihood takes the noise for normal, so that residuals are differences in the target's units; otherwise they are normal
   * scores of the probability integral transform, in which outliers that the likelihood expects weigh no more than others.
   */
  readonly normal: boolean;
}

/** Probability of a normal to lie within one standard deviation of its mean. */
const withinOneDeviation = 0.6827;

/** Draws whose expectations span the directions that the model explains; evenly taken. */
const spanningDraws = 300;
/**
 * Directions in which no draw moves further than this, in standard deviations of the noise, count as not explained: there the prior keeps
 * the model from following the data, and a residual holds nearly all of its noise.
 */
const leastMove = 1;

/**
 * @param transforms probability integral transform of each row
 * @param observed target of each row
 */
export function unexplained(
  model: FittedModel,
  { weeks, count, expected, predicted, series }: Predictions,
  observed: ArrayLike<number>,
  transforms: readonly number[],
): Unexplained {
  const { design, spec } = model;
  const alike = design.targetNoise === undefined && design.counts === undefined;
  const normal = spec.likelihood === "normal" && alike;
  const means = meanExpected(expected, weeks, count);
  // Standard deviation of the noise in each row, so that directions are those of residuals that have the same everywhere. Student's t may
  // have none, and draws of it tell nothing of its size: half of the central interval that holds a normal to within one deviation.
  const noise = new Float64Array(count);
  const deviation = means.map((_, t) => {
    for (let i = 0; i < count; i++) noise[i] = predicted[t * count + i] - expected[t * count + i];
    if (spec.likelihood !== "student_t") return Math.sqrt(squaresOf(noise) / count);
    const { lower, upper } = intervalOf(noise, withinOneDeviation);
    return (upper - lower) / 2;
  });
  if (alike) {
    // Rows of one geo are alike.
    for (const { from, to } of series) {
      const own = deviation.subarray(from, to);
      own.fill(Math.sqrt(own.reduce((sum, value) => sum + value ** 2, 0) / own.length));
    }
  }
  const residuals = means.map((mean, t) =>
    normal ? (observed[t] - mean) / deviation[t] : inverseNormalCdf(transforms[t]),
  );
  const taken = Math.min(spanningDraws, count);
  const moves = Array.from({ length: taken }, (_, k) => {
    const i = Math.floor(((k + 0.5) * count) / taken);
    return means.map((mean, t) => (expected[t * count + i] - mean) / deviation[t]);
  });
  const weight = design.panel === undefined ? undefined : weightsOf(deviation, series, design.panel.population);
  const levels = weight === undefined ? [means.map(() => 1)] : levelsOfPanel(model, series, weight);
  const basis = spanOf(levels, moves, Math.floor(weeks / 2));
  removeBasis(residuals, basis);
  // Where nothing is left there is nothing to test.
  const length = Math.sqrt(squaresOf(residuals)) || 1;
  const typical = sum(deviation) / weeks;
  return {
    weeks,
    series,
    ...(weight === undefined ? {} : { weight, deviation: deviation.map((value) => value / typical) }),
    residuals: residuals.map((value) => value / length),
    length: length * typical,
    basis,
    degrees: weeks - basis.length,
    normal,
  };
}

/** The noise of each row is per head the smaller the more a variable per head says of it; a typical row has weight 1. */
function weightsOf(deviation: Float64Array, series: readonly CellSeries[], population: Float64Array): Float64Array {
  const weights = new Float64Array(deviation.length);
  for (const { index, from, to } of series) {
    for (let k = from; k < to; k++) weights[k] = population[index] / deviation[k];
  }
  const typical = sum(weights) / weights.length;
  return weights.map((value) => value / typical);
}

/** A level for each geo and, where the model has week effects, one for each week. */
function levelsOfPanel(
  { spec, data }: FittedModel,
  series: readonly CellSeries[],
  weight: Float64Array,
): readonly Float64Array[] {
  const empty = (): Float64Array => new Float64Array(weight.length);
  const geos = series.map(({ from, to }) => empty().fill(1, from, to));
  if (spec.week_effects !== "independent") return geos;
  const weeks = data.dates.map(empty);
  for (const { from, rows } of series) {
    rows.forEach((t, k) => {
      weeks[t][from + k] = weight[from + k];
    });
  }
  return [...geos, ...weeks];
}

/** Orthonormal: the levels, then by the longest remainder, until none is longer than `leastMove`, at most `most` of these. Levels and moves are overwritten. */
function spanOf(
  levels: readonly Float64Array[],
  moves: readonly Float64Array[],
  most: number,
): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  // In place: of a large panel these are most of what the review holds.
  const add = (direction: Float64Array): Float64Array => {
    // Once more, since the first pass leaves rounding errors of what was taken off.
    removeBasis(direction, basis);
    const length = Math.sqrt(squaresOf(direction));
    for (let t = 0; t < direction.length; t++) direction[t] /= length;
    basis.push(direction);
    return direction;
  };
  for (const level of levels) {
    const before = squaresOf(level);
    removeBasis(level, basis);
    // The last week adds nothing to all geos and the other weeks.
    if (squaresOf(level) > 1e-9 * before) add(level);
  }
  for (const move of moves) removeBasis(move, basis);
  const isFar = (move: Float64Array): boolean => squaresOf(move) > leastMove ** 2;
  // What is not far now will not be: moves only get shorter.
  let left = moves.filter(isFar);
  while (left.length > 0 && basis.length < Math.max(most, levels.length)) {
    const squares = left.map(squaresOf);
    const longest = squares.indexOf(Math.max(...squares));
    const direction = add(left[longest]);
    left.splice(longest, 1);
    removeDirection(left, direction);
    left = left.filter(isFar);
  }
  return basis;
}

/** Takes off `vector` what lies in the span of orthonormal directions, in place: four at a time, whose sums do not wait for each other. */
export function removeBasis(vector: Float64Array, basis: readonly Float64Array[]): void {
  const rows = vector.length;
  let k = 0;
  for (; k + 4 <= basis.length; k += 4) {
    const [a, b, c, d] = [basis[k], basis[k + 1], basis[k + 2], basis[k + 3]];
    let [ofA, ofB, ofC, ofD] = [0, 0, 0, 0];
    for (let t = 0; t < rows; t++) {
      const value = vector[t];
      ofA += value * a[t];
      ofB += value * b[t];
      ofC += value * c[t];
      ofD += value * d[t];
    }
    for (let t = 0; t < rows; t++) vector[t] -= ofA * a[t] + ofB * b[t] + (ofC * c[t] + ofD * d[t]);
  }
  for (; k < basis.length; k++) removeDirection([vector], basis[k]);
}

/** Takes one direction of length 1 off several vectors, in place, four at a time. */
function removeDirection(vectors: readonly Float64Array[], direction: Float64Array): void {
  const rows = direction.length;
  let k = 0;
  for (; k + 4 <= vectors.length; k += 4) {
    const [a, b, c, d] = [vectors[k], vectors[k + 1], vectors[k + 2], vectors[k + 3]];
    let [ofA, ofB, ofC, ofD] = [0, 0, 0, 0];
    for (let t = 0; t < rows; t++) {
      const value = direction[t];
      ofA += value * a[t];
      ofB += value * b[t];
      ofC += value * c[t];
      ofD += value * d[t];
    }
    for (let t = 0; t < rows; t++) {
      const value = direction[t];
      a[t] -= ofA * value;
      b[t] -= ofB * value;
      c[t] -= ofC * value;
      d[t] -= ofD * value;
    }
  }
  for (; k < vectors.length; k++) {
    const vector = vectors[k];
    const product = dot(vector, direction);
    for (let t = 0; t < rows; t++) vector[t] -= product * direction[t];
  }
}

/** Four partial sums, which do not wait for each other. */
export function squaresOf(values: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let t = 0;
  for (; t + 4 <= values.length; t += 4) {
    a += values[t] * values[t];
    b += values[t + 1] * values[t + 1];
    c += values[t + 2] * values[t + 2];
    d += values[t + 3] * values[t + 3];
  }
  for (; t < values.length; t++) a += values[t] * values[t];
  return a + b + (c + d);
}
