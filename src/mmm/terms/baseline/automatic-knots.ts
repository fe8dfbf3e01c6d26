// Automatic knots of a trend: an adaptive ridge on second differences that drives the bends of a piecewise linear curve to zero or leaves them
// alone, for many penalties, and an information criterion that picks among the curves. Sources: Goepp, Bouaziz and Nuel (2018), "Spline
// regression with automatic knot selection"; Meridian 2.1 (knots.py), whose published test it reproduces. Every system of equations has at
// most five diagonals, so a step costs a multiple of the number of rows.

import type { trendSettings, ValueOf } from "../../../settings/index.ts";

/** What the knots are chosen for. */
export interface SeriesOfGeos {
  /** [geo][row]; NaN where there is no value. */
  readonly values: ArrayLike<number>;
  readonly geos: number;
}

export type KnotCriterion = ValueOf<typeof trendSettings.criterion>;

/** Penalties: 100 from 0.1 to 100, over the root of the number of geos. */
const penalties = { count: 100, lowest: -1, highest: 2 } as const;
/** Steps over all penalties together. */
const mostSteps = 1000;
/** A bend counts as one where weight times square is above this; until all change by less than `settled`. */
const kept = 0.99;
const settled = 1e-6;
/** Keeps the weight of a bend that is zero finite. */
const smallest = 1e-10;
/** Under the Bayesian criterion there is at most one knot in so many rows: near one knot a row any curve fits. */
const rowsPerKnot = 4;

/** Variance, of standardized values, that is rounding alone. */
const rounding = 1e-18;

interface Fit {
  /** Rows from 0, between the first and the last. */
  readonly knots: readonly number[];
  readonly score: number;
}

/**
 * Rows (from 0) at which a piecewise linear trend bends, the first and the last row among them; undefined where the algorithm finds no curve
 * that leaves enough rows for the other parameters.
 * @param features columns of the table that the model has beside the trend: media, controls, ...
 */
export function automaticKnots(
  { values, geos }: SeriesOfGeos,
  features: number,
  criterion: KnotCriterion,
): readonly number[] | undefined {
  const rows = values.length / geos;
  const most = rows - 3 - features;
  const cells = standardized(values, geos, rows);
  if (most < 1 || cells === undefined) return undefined;
  const candidates = Array.from({ length: rows - 3 }, (_, k) => k + 1);
  const full = leastSquares(cells, [0, ...candidates, rows - 1]);
  // Rounding alone may be left where a curve of all knots goes through every value.
  const own = Math.max(full.squares / Math.max(cells.count - full.rank, 1), rounding);
  // What moves all geos of a row alike is noise of the curve: a row counts once, whatever the number of its geos.
  const means = meansOf(cells);
  const noise = Math.max(noiseOf(means), rounding);
  const score: Readonly<Record<KnotCriterion, (squares: number, size: number) => number>> = {
    aic: (squares, size) => 2 * size + squares / own,
    bic: (squares, size) => Math.log(means.count) * size + squares / noise,
  };
  const allowed = criterion === "aic" ? most : Math.min(most, Math.floor(rows / rowsPerKnot));
  const scored = criterion === "aic" ? cells : means;
  const fits = curves(cells, geos, candidates, (knots) => {
    const { squares } = leastSquares(scored, [0, ...knots, rows - 1]);
    return score[criterion](squares, knots.length + 2);
  });
  let best: Fit | undefined;
  for (const fit of fits) {
    const isAllowed = fit.knots.length >= 1 && fit.knots.length <= allowed;
    if (isAllowed && (best === undefined || fit.score <= best.score)) best = fit;
  }
  return best === undefined ? undefined : [0, ...best.knots, rows - 1];
}

/** What is known of each row: how many values, their sum, and the squares of all. */
interface Cells {
  readonly rows: number;
  readonly count: number;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly values: Float64Array;
}

/** Standardized by the mean and deviation of all values, less the mean of each geo; undefined where nothing varies. */
function standardized(values: ArrayLike<number>, geos: number, rows: number): Cells | undefined {
  const known = Array.from({ length: values.length }, (_, k) => k).filter((k) => !Number.isNaN(values[k]));
  const meanOf = (places: readonly number[]): number =>
    places.reduce((total, k) => total + values[k], 0) / places.length;
  const mean = meanOf(known);
  const deviation = Math.sqrt(known.reduce((total, k) => total + (values[k] - mean) ** 2, 0) / known.length);
  if (!(deviation > 0)) return undefined;
  const [counts, sums] = [new Float64Array(rows), new Float64Array(rows)];
  const scaled = new Float64Array(values.length).fill(Number.NaN);
  for (let g = 0; g < geos; g++) {
    const own = known.filter((k) => Math.floor(k / rows) === g);
    const level = meanOf(own);
    for (const k of own) {
      scaled[k] = (values[k] - level) / deviation;
      counts[k % rows] += 1;
      sums[k % rows] += scaled[k];
    }
  }
  return { rows, count: known.length, counts, sums, values: scaled };
}

/** One value a row: the mean of its geos. */
function meansOf({ rows, counts, sums }: Cells): Cells {
  const values = sums.map((sum, t) => sum / counts[t]);
  const there = counts.map((number) => (number > 0 ? 1 : 0));
  const own = values.map((value) => (Number.isNaN(value) ? 0 : value));
  return { rows, count: there.reduce((total, number) => total + number, 0), counts: there, sums: own, values };
}

/**
 * Variance of values around any smooth curve, from second differences (Gasser, Sroka and Jennen-Steinmetz 1986). The residuals of the curve
 * with all knots, which the published criterion takes, have a single degree of freedom where there is one geo.
 */
function noiseOf({ values, rows }: Cells): number {
  let [squares, count] = [0, 0];
  for (let k = 0; k + 2 < values.length; k++) {
    const bend = values[k] - 2 * values[k + 1] + values[k + 2];
    if (k % rows > rows - 3 || Number.isNaN(bend)) continue;
    squares += bend * bend;
    count++;
  }
  return count === 0 ? 0 : squares / (6 * count);
}

/** For each penalty the knots that are left, and how good their curve is. */
function curves(
  cells: Cells,
  geos: number,
  candidates: readonly number[],
  scoreOf: (knots: readonly number[]) => number,
): readonly Fit[] {
  const nodes = [0, ...candidates, cells.rows - 1];
  const { diagonal, beside, right } = normalEquations(cells, nodes);
  const bends = candidates.length;
  const weights = new Float64Array(bends).fill(1);
  let before = new Float64Array(bends).fill(1);
  const found: Fit[] = [];
  for (let step = 0; step < mostSteps && found.length < penalties.count; step++) {
    const { lowest, highest, count } = penalties;
    const power = lowest + ((highest - lowest) * found.length) / (count - 1);
    const curve = penalized(diagonal, beside, right, weights, 10 ** power / Math.sqrt(geos));
    const chosen = new Float64Array(bends);
    let change = 0;
    for (let j = 0; j < bends; j++) {
      const bend = curve[j] - 2 * curve[j + 1] + curve[j + 2];
      weights[j] = 1 / (bend * bend + smallest);
      chosen[j] = weights[j] * bend * bend;
      change = Math.max(change, Math.abs(before[j] - chosen[j]));
    }
    before = chosen;
    if (change >= settled) continue;
    const knots = candidates.filter((_, j) => chosen[j] > kept);
    found.push({ knots, score: scoreOf(knots) });
  }
  return found;
}

/** Normal equations of hat functions on these nodes: two diagonals of the symmetric matrix, and the right-hand side. */
function normalEquations({ rows, counts, sums }: Cells, nodes: readonly number[]) {
  const size = nodes.length;
  const [diagonal, beside, right] = [new Float64Array(size), new Float64Array(size - 1), new Float64Array(size)];
  let j = 0;
  for (let t = 0; t < rows; t++) {
    while (j < size - 2 && t >= nodes[j + 1]) j++;
    const after = (t - nodes[j]) / (nodes[j + 1] - nodes[j]);
    const upTo = 1 - after;
    diagonal[j] += counts[t] * upTo * upTo;
    diagonal[j + 1] += counts[t] * after * after;
    beside[j] += counts[t] * upTo * after;
    right[j] += sums[t] * upTo;
    right[j + 1] += sums[t] * after;
  }
  return { diagonal, beside, right };
}

/** The curve at the nodes that solves (X'X + penalty D' W D) c = X'y, with D second differences. */
function penalized(
  diagonal: Float64Array,
  beside: Float64Array,
  right: Float64Array,
  weights: Float64Array,
  penalty: number,
): Float64Array {
  const size = diagonal.length;
  const bands = [Float64Array.from(diagonal, (value) => value + 1e-20), new Float64Array(size), new Float64Array(size)];
  bands[1].set(beside);
  weights.forEach((weight, j) => {
    const w = penalty * weight;
    bands[0][j] += w;
    bands[0][j + 1] += 4 * w;
    bands[0][j + 2] += w;
    bands[1][j] -= 2 * w;
    bands[1][j + 1] -= 2 * w;
    bands[2][j] += w;
  });
  return solveBanded(bands, right);
}

/** Least squares of the curve on these nodes. A node that no value says anything of does not count. */
function leastSquares(cells: Cells, nodes: readonly number[]): { readonly squares: number; readonly rank: number } {
  const { diagonal, beside, right } = normalEquations(cells, nodes);
  const rank = diagonal.reduce((total, value) => total + (value > 0 ? 1 : 0), 0);
  const curve = solveBanded(
    [diagonal.map((value) => (value > 0 ? value : 1)), new Float64Array([...beside, 0])],
    right,
  );
  let squares = 0;
  let j = 0;
  for (let t = 0; t < cells.rows; t++) {
    while (j < nodes.length - 2 && t >= nodes[j + 1]) j++;
    const after = (t - nodes[j]) / (nodes[j + 1] - nodes[j]);
    const fitted = curve[j] + after * (curve[j + 1] - curve[j]);
    for (let k = t; k < cells.values.length; k += cells.rows) {
      if (!Number.isNaN(cells.values[k])) squares += (cells.values[k] - fitted) ** 2;
    }
  }
  return { squares, rank };
}

/**
 * Solves a symmetric positive definite system by L D L'.
 * @param bands band k holds the elements [j, j + k]; it is overwritten
 */
function solveBanded(bands: readonly Float64Array[], right: Float64Array): Float64Array {
  const [pivots, ...below] = bands;
  const size = pivots.length;
  const x = Float64Array.from(right);
  for (let j = 0; j < size; j++) {
    const factors = below.map((band, k) => (j + k + 1 < size ? band[j] / pivots[j] : 0));
    factors.forEach((factor, k) => {
      const row = j + k + 1;
      if (row >= size) return;
      for (let m = k; m < factors.length && j + m + 1 < size; m++) bands[m - k][row] -= factor * below[m][j];
      x[row] -= factor * x[j];
    });
    factors.forEach((factor, k) => {
      below[k][j] = factor;
    });
  }
  for (let j = size - 1; j >= 0; j--) {
    x[j] /= pivots[j];
    below.forEach((band, k) => {
      if (j + k + 1 < size) x[j] -= band[j] * x[j + k + 1];
    });
  }
  return x;
}
