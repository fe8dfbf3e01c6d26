// A model of a panel that is linear and needs no draws, from which the coordinates of the full one are chosen: every geo has coefficients of its own, which are
// normal around common means, and every week an effect that is common to all geos.
//
// Estimated by expectation and maximization (Dempster, Laird and Rubin 1977), with the cross products of each geo made once: cost grows with geos x columns^3.

import { dot } from "../../numerics/index.ts";
import { cholesky, solveLower, solveLowerTransposed } from "../../numerics/linear-algebra/index.ts";

/** Series are row-major, with time last. */
export interface PilotTable {
  readonly geos: number;
  readonly weeks: number;
  /** [geo][week] 1 where there is a target. */
  readonly seen: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  /** [column][geo][week] */
  readonly columns: readonly ArrayLike<number>[];
  /** Columns whose coefficients are positive on average. */
  readonly positive: readonly boolean[];
  /** [column][geo][week] Columns whose coefficients are the same in all geos; default none. */
  readonly shared?: readonly ArrayLike<number>[];
}

export interface Pilot {
  /** [geo] Variance of what is left: few weeks count as those of all geos. */
  readonly noise: Float64Array;
  /** Of the target within each geo, and of each column: means over the geos. */
  readonly targetVariance: number;
  readonly columnVariances: readonly number[];
  /** [column] Mean over the geos of the coefficients. */
  readonly means: Float64Array;
  /** Variances of the coefficients over the geos. */
  readonly variances: Float64Array;
  /** [geo][column] */
  readonly coefficients: Float64Array;
  /** [geo][column] What the data of a geo say of one of its coefficients, whatever its level and its other coefficients are: 1 / variance. */
  readonly precision: Float64Array;
  /** Weeks with a target, by geo. */
  readonly counts: Float64Array;
}

const rounds = 25;
/** First ones, in which columns explain what they can: effects of weeks would take from them what is common to all geos, and give it back slowly. */
const roundsWithoutWeeks = 5;
/** Standard deviations over the geos of a coefficient relative to its mean, between which those of positive ones are looked for. */
const relativeSpread = { least: 0.1, most: 1 } as const;
/** Weeks that the noise of all geos counts for in that of each. */
const alikeWeeks = 20;
/** The mean of a positive coefficient is at least this share of what makes the target vary as much as it does. */
const leastEffect = 0.02;

export function pilotOf(table: PilotTable): Pilot {
  const { geos, weeks, seen, columns, positive } = table;
  const size = columns.length;
  const counts = new Float64Array(geos);
  const perWeek = new Float64Array(weeks);
  for (let k = 0; k < geos * weeks; k++) {
    counts[Math.floor(k / weeks)] += seen[k];
    perWeek[k % weeks] += seen[k];
  }
  const within = (series: ArrayLike<number>): Float64Array => withinGeos(series, table, counts);
  const target = within(table.target);
  const x = columns.map(within);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const varianceOf = (series: Float64Array): number => {
    let total = 0;
    for (let k = 0; k < series.length; k++) total += series[k] ** 2 / Math.max(counts[Math.floor(k / weeks)], 1);
    return total / geos;
  };
  const targetVariance = Math.max(varianceOf(target), 1e-12);
  const columnVariances = x.map((series) => Math.max(varianceOf(series), 1e-12));
  const products = x.map((a) => x.map((b) => sumsOf(a, b, geos, weeks)));

  const state = {
    noise: targetVariance,
    means: new Float64Array(size),
    // At first a coefficient may be anything that makes the target vary by as much as it does.
    variances: Float64Array.from(columnVariances, (variance) => targetVariance / variance),
    coefficients: new Float64Array(geos * size),
    precision: new Float64Array(geos * size),
    common: new Float64Array(weeks),
    ofWeeks: targetVariance,
  };
  const least = columnVariances.map((variance) => leastEffect * Math.sqrt(targetVariance / variance));
  const residual = new Float64Array(geos * weeks);
  const shared = sharedFit((table.shared ?? []).map(within), residual.length);
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < residual.length; k++)
      residual[k] = seen[k] * (target[k] - shared.fitted[k] - state.common[k % weeks]);
    const sides = x.map((a) => sumsOf(a, residual, geos, weeks));
    const spent = estimateGeos(products, sides, state);
    for (let j = 0; j < size; j++) updateMean(j, geos, positive[j] ? least[j] : undefined, spent.variances[j], state);
    // What is left, and what of it is common to all geos.
    for (let k = 0; k < residual.length; k++) {
      let fitted = 0;
      const geo = Math.floor(k / weeks);
      for (let j = 0; j < size; j++) fitted += x[j][k] * state.coefficients[geo * size + j];
      residual[k] = seen[k] * (target[k] - shared.fitted[k] - fitted);
    }
    const weekly = new Float64Array(weeks);
    for (let k = 0; k < residual.length; k++) weekly[k % weeks] += residual[k];
    let [squares, uncertain] = [0, 0];
    for (let t = 0; t < weeks && round >= roundsWithoutWeeks; t++) {
      const precision = 1 / state.ofWeeks + perWeek[t] / state.noise;
      state.common[t] = weekly[t] / state.noise / precision;
      squares += state.common[t] ** 2 + 1 / precision;
      uncertain += perWeek[t] / precision;
    }
    for (let k = 0; k < residual.length; k++) residual[k] = seen[k] * (residual[k] - state.common[k % weeks]);
    shared.update(residual);
    let left = spent.uncertain + uncertain + shared.size * state.noise;
    for (let k = 0; k < residual.length; k++) left += residual[k] ** 2;
    state.noise = Math.max(left / Math.max(rows, 1), 1e-6 * targetVariance);
    if (round >= roundsWithoutWeeks) state.ofWeeks = Math.max(squares / weeks, 1e-6 * targetVariance);
  }
  const { means, variances, coefficients, precision } = state;
  const noise = Float64Array.from(counts, (count, geo) => {
    let left = alikeWeeks * state.noise;
    for (let k = geo * weeks; k < (geo + 1) * weeks; k++) left += residual[k] ** 2;
    return left / (count + alikeWeeks);
  });
  for (let k = 0; k < precision.length; k++) precision[k] *= state.noise / noise[Math.floor(k / size)];
  return { noise, targetVariance, columnVariances, means, variances, coefficients, precision, counts };
}

interface SharedFit {
  readonly size: number;
  /** [geo][week] */
  readonly fitted: Float64Array;
  /** Takes what it can of a residual, which is left without it. */
  readonly update: (residual: Float64Array) => void;
}

/** Least squares on columns whose coefficients are the same in all geos. */
function sharedFit(columns: readonly Float64Array[], cells: number): SharedFit {
  const size = columns.length;
  const fitted = new Float64Array(cells);
  const matrix = new Float64Array(size * size);
  columns.forEach((a, i) => {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = dot(a, columns[j]);
  });
  // Columns may say the same, or nothing.
  for (let i = 0; i < size; i++) matrix[i * size + i] = matrix[i * size + i] * (1 + 1e-6) + 1e-12;
  const isSolvable = size > 0 && cholesky(matrix, size, matrix);
  return {
    size,
    fitted,
    update: (residual) => {
      if (!isSolvable) return;
      const moved = Float64Array.from(columns, (column) => dot(column, residual));
      solveLower(matrix, size, moved, moved);
      solveLowerTransposed(matrix, size, moved, moved);
      columns.forEach((column, j) => {
        for (let k = 0; k < fitted.length; k++) {
          fitted[k] += moved[j] * column[k];
          residual[k] -= moved[j] * column[k];
        }
      });
    },
  };
}

interface State {
  noise: number;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  readonly coefficients: Float64Array;
  readonly precision: Float64Array;
}

/** The coefficients of every geo given all else; how uncertain they leave the target, and they are, added up over the geos. */
function estimateGeos(
  products: readonly (readonly Float64Array[])[],
  sides: readonly Float64Array[],
  { noise, means, variances, coefficients, precision }: State,
): { readonly uncertain: number; readonly variances: Float64Array } {
  const size = means.length;
  const geos = coefficients.length / Math.max(size, 1);
  const matrix = new Float64Array(size * size);
  const column = new Float64Array(size);
  const spent = new Float64Array(size);
  let uncertain = 0;
  for (let geo = 0; geo < geos; geo++) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) matrix[i * size + j] = products[i][j][geo] / noise;
      matrix[i * size + i] += 1 / variances[i];
    }
    if (!cholesky(matrix, size, matrix)) continue;
    for (let i = 0; i < size; i++) column[i] = sides[i][geo] / noise + means[i] / variances[i];
    solveLower(matrix, size, column, column);
    solveLowerTransposed(matrix, size, column, column);
    coefficients.set(column, geo * size);
    for (let i = 0; i < size; i++) {
      column.fill(0);
      column[i] = 1;
      solveLower(matrix, size, column, column);
      solveLowerTransposed(matrix, size, column, column);
      const own = column[i];
      spent[i] += own;
      precision[geo * size + i] = Math.max(1 / own - 1 / variances[i], 0);
      for (let j = 0; j < size; j++) uncertain += products[i][j][geo] * column[j];
    }
  }
  return { uncertain, variances: spent };
}

/** Mean and variance over the geos of one coefficient. @param least of the mean, where it is positive */
function updateMean(
  j: number,
  geos: number,
  least: number | undefined,
  uncertain: number,
  { means, variances, coefficients }: State,
): void {
  const size = means.length;
  let mean = 0;
  for (let geo = 0; geo < geos; geo++) mean += coefficients[geo * size + j] / geos;
  if (least !== undefined) mean = Math.max(mean, least);
  let variance = uncertain / geos;
  for (let geo = 0; geo < geos; geo++) variance += (coefficients[geo * size + j] - mean) ** 2 / geos;
  means[j] = mean;
  variances[j] =
    least === undefined
      ? Math.max(variance, 1e-12)
      : Math.min(Math.max(variance, (relativeSpread.least * mean) ** 2), (relativeSpread.most * mean) ** 2);
}

/** Less its mean over the weeks of each geo that have a target; 0 in the others. */
function withinGeos(
  series: ArrayLike<number>,
  { geos, weeks, seen }: Pick<PilotTable, "geos" | "weeks" | "seen">,
  counts: Float64Array,
): Float64Array {
  const result = new Float64Array(geos * weeks);
  for (let geo = 0; geo < geos; geo++) {
    let total = 0;
    for (let t = 0; t < weeks; t++) if (seen[geo * weeks + t] === 1) total += series[geo * weeks + t];
    const mean = total / Math.max(counts[geo], 1);
    for (let t = 0; t < weeks; t++) {
      if (seen[geo * weeks + t] === 1) result[geo * weeks + t] = series[geo * weeks + t] - mean;
    }
  }
  return result;
}

/** Of the products, by geo. */
function sumsOf(a: Float64Array, b: Float64Array, geos: number, weeks: number): Float64Array {
  const sums = new Float64Array(geos);
  for (let geo = 0; geo < geos; geo++) {
    let sum = 0;
    for (let t = geo * weeks; t < (geo + 1) * weeks; t++) sum += a[t] * b[t];
    sums[geo] = sum;
  }
  return sums;
}
