// Boxes cut by sparse linear rows, as a convex set: the closest point, an upper bound on any linear function, the price of every row, and, where
// the set is empty, which rows contradict each other.

import type { ConvexSet } from "./projected-gradient.ts";

/** lower <= sum of weights * x[at] <= upper. Equal ends make an equation; an infinite end is none. */
export interface Row {
  /** Positions of the variables, each once. */
  readonly at: Uint32Array;
  /** Weight of each; default 1. */
  readonly weights?: Float64Array;
  readonly lower: number;
  readonly upper: number;
}

export interface Polytope extends ConvexSet {
  /**
   * Price of each row at the last `gap`: what one unit more of its upper end (positive) or of its lower end (negative) would add to the linear
   * function. Zero for rows that do not bind.
   */
  readonly prices: Float64Array;
  /** The same of each variable's own limits: what the linear function still gains where the variable may go further. */
  readonly reduced: Float64Array;
}

/** One end of a row, as sum of weights * x <= limit; the sign of the row's weights tells which end it is. */
interface Side {
  readonly row: number;
  readonly at: Uint32Array;
  readonly weights: Float64Array;
  readonly limit: number;
  /** An equation, whose multiplier has either sign. */
  readonly isEquation: boolean;
}

const mostNewton = 400;
/** Turns of conjugate gradients: more than rows that hang together have distinct stiffness. */
const mostTurns = 150;
const mostHalvings = 40;
/** Points within so many times the size of the box are solved for at once; others by way of points so many times nearer. */
const nearby = 1;
const stretch = 2;
const stepsAhead = 16;
/** No further ahead than so many times the size of the box. */
const farthest = 100;
/** Residuals of rows below this share of the numbers that they may add up are rounding. */
const relativeResidual = 1e-15;
const atRounding = 1e3;
const [firstDamping, leastDamping] = [1e-3, 1e-12];

/**
 * The set within a box and rows, which some point meets (`conflictOf` says whether). Projection solves its dual by a projected Newton method
 * (Bertsekas 1982) with conjugate gradients: the dual is piecewise quadratic and its Newton steps are sparse.
 * @param lower,upper of every variable, finite
 */
export function polytope(lower: Float64Array, upper: Float64Array, rows: readonly Row[]): Polytope {
  const sides = sidesOf(rows);
  const size = lower.length;
  let extent = 0;
  for (let i = 0; i < size; i++) extent = Math.max(extent, upper[i] - lower[i]);
  const dual = dualSolver(sides, lower, upper, 0);
  const prices = new Float64Array(rows.length);
  const ahead = new Float64Array(size);
  const nearest = new Float64Array(size);
  const reduced = new Float64Array(size);
  const multipliers = new Float64Array(sides.length);
  const ownMultipliers = new Float64Array(sides.length);
  return {
    prices,
    reduced,
    extent,
    project(point, metric, found) {
      dual(point, metric, found, multipliers);
    },
    gap(x, gradient, metric) {
      // The multipliers of a projection some steps ahead are feasible for the dual of the linear program: the better the further ahead, and exact
      // where x meets the conditions of Karush, Kuhn and Tucker.
      let steepest = 0;
      for (let i = 0; i < size; i++) steepest = Math.max(steepest, Math.abs(gradient[i]) / metric[i]);
      const steps = Math.min(stepsAhead, (farthest * extent) / Math.max(steepest, Number.MIN_VALUE));
      for (let i = 0; i < size; i++) ahead[i] = x[i] + (steps * gradient[i]) / metric[i];
      dual(ahead, metric, nearest, ownMultipliers);
      reduced.set(gradient);
      prices.fill(0);
      let bound = 0;
      sides.forEach(({ row, at, weights, limit }, s) => {
        const price = ownMultipliers[s] / steps;
        if (price === 0) return;
        bound += price * limit;
        prices[row] += weights[0] * (rows[row].weights?.[0] ?? 1) < 0 ? -price : price;
        for (let k = 0; k < at.length; k++) reduced[at[k]] -= price * weights[k];
      });
      for (let i = 0; i < size; i++) bound += reduced[i] * (reduced[i] > 0 ? upper[i] : lower[i]) - gradient[i] * x[i];
      return Math.max(0, bound);
    },
  };
}

function sidesOf(rows: readonly Row[]): readonly Side[] {
  return rows.flatMap(({ at, weights = new Float64Array(at.length).fill(1), lower, upper }, row): Side[] => {
    if (lower === upper) return [{ row, at, weights, limit: upper, isEquation: true }];
    return [
      ...(upper < Number.POSITIVE_INFINITY ? [{ row, at, weights, limit: upper, isEquation: false }] : []),
      ...(lower > Number.NEGATIVE_INFINITY
        ? [{ row, at, weights: weights.map((weight) => -weight), limit: -lower, isEquation: false }]
        : []),
    ];
  });
}

/** Rows that no point of the box meets together. */
export interface RowConflict {
  readonly row: number;
  readonly end: "lower" | "upper";
  /** By how much this end alone would have to give way, at least, for some point to meet all rows. */
  readonly by: number;
}

/**
 * The rows that contradict each other or the box; empty where some point meets all. They are those that the point with the least sum of squared
 * misses does not meet: their multipliers are a proof that none exists (Farkas).
 * @param scale size of the numbers that rows add up; misses below a billionth of it are rounding
 */
export function conflictOf(
  lower: Float64Array,
  upper: Float64Array,
  rows: readonly Row[],
  scale: number,
): readonly RowConflict[] {
  const size = lower.length;
  if (size === 0) return [];
  const sides = sidesOf(rows);
  // Where a projection meets all rows, there is no conflict; only then is a proof looked for.
  const [start, nearest, one] = [new Float64Array(size), new Float64Array(size), new Float64Array(size).fill(1)];
  dualSolver(sides, lower, upper, 0)(start, one, nearest, new Float64Array(sides.length));
  const meets = sides.every(({ at, weights, limit, isEquation }) => {
    const miss = sumAt(at, weights, nearest) - limit;
    return (isEquation ? Math.abs(miss) : miss) <= 1e-9 * scale;
  });
  if (meets) return [];
  // Soft rows: a penalty on the square of a miss, far above the pull to the start.
  const softness = 1e-6;
  const solve = dualSolver(sides, lower, upper, softness);
  const metric = new Float64Array(size).fill(1);
  const x = lower.map((low, i) => (low + upper[i]) / 2);
  const found = new Float64Array(size);
  const multipliers = new Float64Array(sides.length);
  // Proximal steps: each starts where the last ended, so that the pull to the start fades.
  for (let round = 0; round < 30; round++) {
    solve(x, metric, found, multipliers);
    let moved = 0;
    for (let i = 0; i < size; i++) moved = Math.max(moved, Math.abs(found[i] - x[i]));
    x.set(found);
    if (moved <= 1e-12 * scale) break;
  }
  const missed = sides.flatMap(({ row, at, weights, limit, isEquation }) => {
    const miss = sumAt(at, weights, x) - limit;
    if (!(isEquation ? Math.abs(miss) > 1e-9 * scale : miss > 1e-9 * scale)) return [];
    const isUpper = weights[0] * (rows[row].weights?.[0] ?? 1) > 0 === miss > 0;
    return [{ row, end: isUpper ? ("upper" as const) : ("lower" as const), miss: Math.abs(miss) }];
  });
  const largest = missed.reduce((most, { miss }) => Math.max(most, miss), 0);
  const proof = missed.filter(({ miss }) => miss > 1e-3 * largest);
  // The misses are the multipliers of the proof; what it lacks, over the multiplier of a row, is what that row would have to give.
  const lacking = proof.reduce((sum, { miss }) => sum + miss * miss, 0);
  return proof.map(({ row, end, miss }) => ({ row, end, by: lacking / miss }));
}

function sumAt(at: Uint32Array, weights: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < at.length; k++) sum += weights[k] * x[at[k]];
  return sum;
}

type DualSolver = (point: Float64Array, metric: Float64Array, found: Float64Array, multipliers: Float64Array) => void;

/**
 * Minimizes 1/2 sum metric (x - point)^2 over the box and the sides. `multipliers` are where to start and what was found.
 * @param softness 0: sides hold exactly; otherwise a miss costs its square over twice this
 */
function dualSolver(sides: readonly Side[], lower: Float64Array, upper: Float64Array, softness: number): DualSolver {
  const size = lower.length;
  const count = sides.length;
  const slope = new Float64Array(count);
  const nextSlope = new Float64Array(count);
  const step = new Float64Array(count);
  const residual = new Float64Array(count);
  const search = new Float64Array(count);
  const image = new Float64Array(count);
  const diagonal = new Float64Array(count);
  const inverse = new Float64Array(count);
  const next = new Float64Array(count);
  const isFree = new Uint8Array(count);
  const byCell = new Float64Array(size);
  const x = new Float64Array(size);
  /** 1 over the metric in cells strictly between their limits, 0 elsewhere. */
  const give = new Float64Array(size);
  let scale = 1;

  /** Value and derivative of the (negative) dual, which is convex. */
  const dualAt = (y: Float64Array, point: Float64Array, metric: Float64Array, derivative: Float64Array): number => {
    byCell.fill(0);
    let value = 0;
    for (let s = 0; s < count; s++) {
      const price = y[s];
      if (price === 0) continue;
      const { at, weights, limit } = sides[s];
      value += price * limit + 0.5 * softness * price * price;
      for (let k = 0; k < at.length; k++) byCell[at[k]] += price * weights[k];
    }
    for (let i = 0; i < size; i++) {
      const free = point[i] - byCell[i] / metric[i];
      const own = free <= lower[i] ? lower[i] : free >= upper[i] ? upper[i] : free;
      give[i] = own === free && lower[i] < upper[i] ? 1 / metric[i] : 0;
      x[i] = own;
      const off = own - point[i];
      value -= 0.5 * metric[i] * off * off + byCell[i] * own;
    }
    for (let s = 0; s < count; s++) {
      const { at, weights, limit } = sides[s];
      derivative[s] = limit - sumAt(at, weights, x) + softness * y[s];
    }
    return value;
  };

  /** Product of the Hessian of the free sides with a vector. */
  const times = (vector: Float64Array, product: Float64Array): void => {
    byCell.fill(0);
    for (let s = 0; s < count; s++) {
      if (isFree[s] === 0) continue;
      const { at, weights } = sides[s];
      const own = vector[s];
      for (let k = 0; k < at.length; k++) byCell[at[k]] += own * weights[k];
    }
    for (let i = 0; i < size; i++) byCell[i] *= give[i];
    for (let s = 0; s < count; s++) {
      product[s] =
        isFree[s] === 0
          ? 0
          : sumAt(sides[s].at, sides[s].weights, byCell) + (softness + damping / inverse[s]) * vector[s];
    }
  };
  let damping = 0;
  let missing = 1;

  const nearer = new Float64Array(size);

  return (point, metric, found, y) => {
    let far = 0;
    scale = 0;
    for (let i = 0; i < size; i++) {
      const clipped = Math.min(upper[i], Math.max(lower[i], point[i]));
      far = Math.max(far, Math.abs(point[i] - clipped));
      scale = Math.max(scale, Math.abs(lower[i]), Math.abs(upper[i]));
    }
    // Points many widths away are a linear program to Newton, whose active set it would have to guess: the way there goes by points ever further
    // off, whose multipliers grow with the distance.
    const ratio = far / Math.max(scale, Number.MIN_VALUE);
    const stages = count === 0 || !(ratio > nearby) ? 0 : Math.ceil(Math.log(ratio / nearby) / Math.log(stretch));
    if (stages > 0) y.fill(0);
    for (let stage = stages; stage > 0; stage--) {
      const share = 1 / stretch ** stage;
      for (let i = 0; i < size; i++) {
        const clipped = Math.min(upper[i], Math.max(lower[i], point[i]));
        nearer[i] = clipped + share * (point[i] - clipped);
      }
      solveAt(nearer, metric, y);
      for (let s = 0; s < count; s++) y[s] *= stretch;
    }
    // Where the last multipliers are worse than none, it starts without.
    if (stages === 0 && dualAt(y, point, metric, slope) > dualAt(next.fill(0), point, metric, slope)) y.fill(0);
    solveAt(point, metric, y);
    dualAt(y, point, metric, slope);
    found.set(x);
  };

  function solveAt(point: Float64Array, metric: Float64Array, y: Float64Array): void {
    for (let s = 0; s < count; s++) {
      const { at, weights } = sides[s];
      let own = softness;
      for (let k = 0; k < at.length; k++) own += (weights[k] * weights[k]) / metric[at[k]];
      inverse[s] = 1 / own;
    }
    damping = firstDamping;
    let lastWorst = Number.POSITIVE_INFINITY;
    let value = dualAt(y, point, metric, slope);
    for (let round = 0; round < mostNewton; round++) {
      let worst = 0;
      for (let s = 0; s < count; s++) {
        const { at, limit, isEquation } = sides[s];
        isFree[s] = isEquation || y[s] > slope[s] * inverse[s] ? 1 : 0;
        // A side that is let go counts for as long as it has a price.
        if (isFree[s] === 0 && y[s] === 0) continue;
        const room = relativeResidual * (scale * Math.sqrt(at.length) + Math.abs(limit));
        worst = Math.max(worst, Math.abs(slope[s]) / Math.max(room, Number.MIN_VALUE));
      }
      // Where rounding keeps a residual up, more rounds do not help.
      if (worst <= 1 || (worst <= atRounding && worst > 0.5 * lastWorst)) break;
      lastWorst = worst;
      missing = relativeResidual * worst;
      newtonStep();
      for (let s = 0; s < count; s++) if (isFree[s] === 0) step[s] = -y[s];
      const before = value;
      let length = 1;
      let isBetter = false;
      for (let halving = 0; halving < mostHalvings; halving++, length /= 2) {
        let promised = 0;
        for (let s = 0; s < count; s++) {
          const own = y[s] + length * step[s];
          next[s] = sides[s].isEquation || own > 0 ? own : 0;
          promised += slope[s] * (next[s] - y[s]);
        }
        const tried = dualAt(next, point, metric, nextSlope);
        if (tried <= before + 1e-4 * promised + 1e-14 * Math.abs(before)) {
          isBetter = tried < before || promised < 0;
          value = tried;
          break;
        }
      }
      // The cells at their limits leave the Hessian singular: damped as much as steps turn out too long (Levenberg and Marquardt).
      if (length === 1) damping = Math.max(leastDamping, damping * 0.1);
      else if (length < 0.2) damping = Math.min(1, damping * 10);
      if (!isBetter) {
        if (damping < 1) {
          damping = Math.min(1, damping * 100);
          continue;
        }
        break;
      }
      y.set(next);
      slope.set(nextSlope);
    }
  }

  /** Conjugate gradients with the diagonal as preconditioner, on the free sides. */
  function newtonStep(): void {
    for (let s = 0; s < count; s++) {
      if (isFree[s] === 0) continue;
      const { at, weights } = sides[s];
      let own = softness + damping / inverse[s];
      for (let k = 0; k < at.length; k++) own += weights[k] * weights[k] * give[at[k]];
      diagonal[s] = own;
    }
    step.fill(0);
    let product = 0;
    for (let s = 0; s < count; s++) {
      residual[s] = isFree[s] === 1 ? -slope[s] : 0;
      search[s] = isFree[s] === 1 ? residual[s] / diagonal[s] : 0;
      product += residual[s] * search[s];
    }
    // No more exactly than the step is right anyway.
    const enough = Math.max(1e-20, Math.min(1e-2, missing) ** 2) * product;
    for (let round = 0; round < Math.min(2 * count + 10, mostTurns) && product > enough; round++) {
      times(search, image);
      let bend = 0;
      for (let s = 0; s < count; s++) bend += search[s] * image[s];
      if (!(bend > 0)) break;
      const rate = product / bend;
      let next = 0;
      for (let s = 0; s < count; s++) {
        if (isFree[s] === 0) continue;
        step[s] += rate * search[s];
        residual[s] -= rate * image[s];
        next += (residual[s] * residual[s]) / diagonal[s];
      }
      const turn = next / product;
      product = next;
      for (let s = 0; s < count; s++) if (isFree[s] === 1) search[s] = residual[s] / diagonal[s] + turn * search[s];
    }
  }
}
