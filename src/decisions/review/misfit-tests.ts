// Tests of residuals for something that is missing: variables that the model lacks (F test), and extremes over many places, against
// their distribution under independent normal noise.

import { dot, sum } from "../../numerics/index.ts";
import type { Random } from "../../numerics/index.ts";
import { betaCdf } from "../../numerics/special/index.ts";
import { type CellSeries, laggedProducts, oneSeries } from "../predictions/index.ts";
import { removeBasis, squaresOf, type Unexplained } from "./misfit-residuals.ts";

export interface AddedVariables {
  /** How many of the variables are not explained by the model. */
  readonly variables: number;
  readonly statistic: number;
  /** 1 when no variable is left. */
  readonly pValue: number;
  /** Share of what is unexplained that they would explain. */
  readonly explained: number;
}

/** A variable of which less than this share (of its squares) is not explained by the model and the others is nothing new. */
const leastRemainder = 1e-3;

/**
 * F test of whether variables that were added would explain more of the residuals than chance: (explained / k) / (rest / (degrees - k)).
 * @param variables a value for each row; left as they are
 */
export function addedVariables(
  { residuals, basis, degrees, weight }: Unexplained,
  variables: readonly Float64Array[],
): AddedVariables {
  const directions = orthonormal(variables, basis, weight);
  const k = directions.length;
  if (k === 0 || degrees <= k) return { variables: k, statistic: 0, pValue: 1, explained: 0 };
  const explained = directions.reduce((sum, direction) => sum + dot(residuals, direction) ** 2, 0);
  const statistic = explained / k / ((1 - explained) / (degrees - k));
  return { variables: k, statistic, pValue: fTail(statistic, k, degrees - k), explained };
}

/** P(F > f) for k and m degrees of freedom. */
export function fTail(f: number, k: number, m: number): number {
  return f <= 0 ? 1 : betaCdf(m / (m + k * f), m / 2, k / 2);
}

/** The same when the model also had this variable. */
export function alsoExplained(rest: Unexplained, variable: Float64Array): Unexplained {
  const directions = orthonormal([variable], rest.basis, rest.weight);
  const residuals = rest.residuals.slice();
  removeBasis(residuals, directions);
  const length = Math.sqrt(squaresOf(residuals)) || 1;
  return {
    ...rest,
    residuals: residuals.map((value) => value / length),
    length: rest.length * length,
    basis: [...rest.basis, ...directions],
    degrees: rest.degrees - directions.length,
  };
}

/** What of the variables lies outside of `basis`, each orthogonal to those before it. */
function orthonormal(
  variables: readonly Float64Array[],
  basis: readonly Float64Array[],
  weight: Float64Array | undefined,
): readonly Float64Array[] {
  const own: Float64Array[] = [];
  for (const variable of variables) {
    const rest = weight === undefined ? variable.slice() : variable.map((value, k) => value * weight[k]);
    const before = squaresOf(centered(rest));
    removeBasis(rest, basis);
    removeBasis(rest, own);
    const squares = squaresOf(rest);
    if (!(squares > leastRemainder * before)) continue;
    const direction = rest.map((value) => value / Math.sqrt(squares));
    own.push(direction);
  }
  return own;
}

function centered(values: Float64Array): Float64Array {
  const mean = sum(values) / values.length;
  return values.map((value) => value - mean);
}

/** Tables of noise that extremes are compared with, and how many rows they have together at most: those of large panels are fewer, but at least `fewest`. */
const tables = { most: 999, fewest: 199, rows: 1_000_000 } as const;

/** A statistic beside its distribution in tables of noise. */
export interface Extreme {
  readonly statistic: number;
  /** Share of the tables whose statistic is at least as large, this one counted among them. */
  readonly pValue: number;
}

/**
 * Statistics of the residuals against those of independent normal noise made orthogonal to the same basis.
 * @param statistics functions of residuals of length 1
 */
export function extremes(
  { residuals, basis, weeks }: Unexplained,
  statistics: readonly ((residuals: Float64Array) => number)[],
  random: Random,
): readonly Extreme[] {
  const own = statistics.map((of) => of(residuals));
  if (residuals.every((value) => value === 0)) return own.map((statistic) => ({ statistic, pValue: 1 }));
  const atLeast = statistics.map(() => 1);
  const noise = new Float64Array(weeks);
  const drawn = Math.max(tables.fewest, Math.min(tables.most, Math.floor(tables.rows / weeks)));
  for (let table = 0; table < drawn; table++) {
    for (let t = 0; t < weeks; t++) noise[t] = random.normal();
    removeBasis(noise, basis);
    const length = Math.sqrt(squaresOf(noise));
    for (let t = 0; t < weeks; t++) noise[t] /= length;
    statistics.forEach((of, k) => {
      if (of(noise) >= own[k]) atLeast[k]++;
    });
  }
  return own.map((statistic, k) => ({ statistic, pValue: atLeast[k] / (drawn + 1) }));
}

/** A step of the level, in panels of one geo, from one row on. */
export interface Step {
  /** First row (from 0) on the other side. */
  readonly row: number;
  /** The row after the last of its series. */
  readonly end: number;
  /** Length of what is left of a step of height 1 outside of the basis. */
  readonly length: number;
}

/** Places at which a step is looked for at most, in one series; and in all of a panel, as long as there are fewer than this many numbers in rows of steps. */
const mostSteps = { series: 100, numbers: 8_000_000 } as const;
/** Share of the rows on either side of a step at least, as is usual (Andrews 1993). */
const trimmed = 0.1;

/** Steps that the model does not explain, evenly over the table, in order. */
export function stepsOf({ basis, weeks, series }: Unexplained): readonly Step[] {
  const most = Math.max(1, Math.min(mostSteps.series, Math.floor(mostSteps.numbers / weeks / series.length)));
  const found: Step[] = [];
  for (const { from: start, to: end } of series) {
    const rows = end - start;
    const from = Math.max(2, Math.ceil(trimmed * rows));
    const count = Math.max(0, rows - 2 * from + 1);
    const stride = Math.max(1, Math.ceil(count / most));
    // The product of a step with a direction is the sum of the direction's rows from the step on.
    const explained = new Float64Array(rows);
    for (const direction of basis) {
      let product = 0;
      for (let k = rows - 1; k >= 0; k--) {
        product += direction[start + k];
        explained[k] += product * product;
      }
    }
    for (let k = from; k <= rows - from; k += stride) {
      const after = rows - k;
      const squares = after - explained[k];
      // Beside the mean of the series, a step has this much.
      if (squares <= (leastRemainder * (after * k)) / rows) continue;
      found.push({ row: start + k, end, length: Math.sqrt(squares) });
    }
  }
  return found;
}

/**
 * The step that explains most of the residuals, and how much of them; undefined without any.
 * @param steps in order, those of one series together
 * @param residuals orthogonal to the basis, so that their product with what is left of a step is that with the step
 */
export function largestStep(
  steps: readonly Step[],
  residuals: Float64Array,
): { readonly step: Step; readonly product: number } | undefined {
  let best: { readonly step: Step; readonly product: number } | undefined;
  let after = 0;
  let row = 0;
  // Backwards: each series from its end on.
  for (let k = steps.length - 1; k >= 0; k--) {
    const step = steps[k];
    if (k === steps.length - 1 || step.end !== steps[k + 1].end) [after, row] = [0, step.end];
    while (row > step.row) after += residuals[--row];
    const product = after / step.length;
    // Of equal ones the first.
    if (best === undefined || product ** 2 >= best.product ** 2) best = { step, product };
  }
  return best;
}

/** A row far from what the model expects. */
export interface Outlier {
  /** From 0. */
  readonly row: number;
  /** Distance in standard deviations of a residual, the row itself left out of their estimate. */
  readonly distance: number;
  /** Probability of such a distance in any row of the table (Bonferroni). */
  readonly pValue: number;
}

/** The rows by their distance, farthest first: deletion residuals (Cook and Weisberg 1982, section 2.2). */
export function outliersOf({ residuals, basis, degrees, weeks }: Unexplained): readonly Outlier[] {
  const remaining = new Float64Array(weeks).fill(1);
  for (const direction of basis) for (let t = 0; t < weeks; t++) remaining[t] -= direction[t] ** 2;
  const all: Outlier[] = [];
  for (let row = 0; row < weeks; row++) {
    // A row that the model fits whatever it is has no residual.
    if (remaining[row] < 1e-9) continue;
    const explained = residuals[row] ** 2 / remaining[row];
    const squared = explained / ((1 - explained) / (degrees - 1));
    all.push({ row, distance: Math.sqrt(squared), pValue: Math.min(1, weeks * fTail(squared, 1, degrees - 1)) });
  }
  return all.sort((a, b) => b.distance - a.distance);
}

/** Fourth moment over the squared second: 3 for much normal noise. */
export function kurtosis(residuals: Float64Array): number {
  let fourth = 0;
  for (let t = 0; t < residuals.length; t++) fourth += residuals[t] ** 4;
  return residuals.length * fourth;
}

/** Weeks within which residuals that err alike are looked for: a month and a half. */
const memory = 6;

/**
 * How much residuals of neighboring rows err alike: autocovariances at lags 1 to `memory` with weights falling to 0, what they
 * add to the variance of a mean (Newey and West 1987).
 */
export function persistence(
  residuals: Float64Array,
  series: readonly CellSeries[] = [oneSeries(residuals.length)],
): number {
  let total = 0;
  for (let lag = 1; lag <= memory; lag++) {
    let products = 0;
    for (const each of series) products += laggedProducts(residuals, each, lag);
    total += 2 * (1 - lag / (memory + 1)) * products;
  }
  return total;
}
