// Minimizes a smooth function by L-BFGS with a line search for the strong Wolfe conditions.
// Source: Nocedal and Wright (2006), "Numerical Optimization", 2nd edition, algorithms 7.4, 7.5, 3.5 and 3.6.

import { dot } from "../statistics.ts";

/** Writes the gradient at `x` into `gradient` and returns the value; a value that is not finite bounds the step. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  /** Pairs of steps and gradient changes that are kept; default 10. */
  readonly memory?: number;
  /** Most iterations; default 1000. */
  readonly iterations?: number;
  /** Ends when no element of the gradient exceeds this times max(1, |value|); default 1e-8. */
  readonly gradientTolerance?: number;
  /** Ends when ten iterations in a row lower the value by less than this times max(1, |value|) each; default 1e-13. */
  readonly valueTolerance?: number;
}

export interface LbfgsResult {
  readonly x: Float64Array;
  readonly value: number;
  /** Largest absolute element of the gradient at `x`. */
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  /**
   * "gradient" and "value" are success; "line-search" means that no lower value was found along the last direction although
   * the steps before it still gained.
   */
  readonly ended: "gradient" | "value" | "iterations" | "line-search";
}

/** Constants of the sufficient decrease and curvature conditions, as the book recommends for quasi-Newton methods. */
const [sufficientDecrease, curvature] = [1e-4, 0.9];
/** Small decreases in a row after which the value counts as settled. */
const smallInARow = 10;
const mostTrials = 40;
/** A line search that fails after a step that gained less than this times max(1, |value|) has met rounding, not an obstacle. */
const roundingGain = 1e-9;

/** Minimizes `objective` from `start`, where it must be finite. @throws RangeError when it is not */
export function minimize(objective: Objective, start: ArrayLike<number>, options: LbfgsOptions = {}): LbfgsResult {
  const { memory = 10, iterations: most = 1000, gradientTolerance = 1e-8, valueTolerance = 1e-13 } = options;
  const n = start.length;
  let x: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(n);
  let evaluations = 1;
  let value = objective(x, gradient);
  if (!Number.isFinite(value)) throw new RangeError("The objective is not finite at the start.");
  const pairs: Pair[] = [];
  let small = 0;
  let gain = Number.POSITIVE_INFINITY;
  const result = (iterations: number, ended: LbfgsResult["ended"]): LbfgsResult => ({
    x,
    value,
    gradientNorm: largest(gradient),
    iterations,
    evaluations,
    ended,
  });
  for (let iteration = 0; iteration < most; iteration++) {
    if (largest(gradient) <= gradientTolerance * Math.max(1, Math.abs(value))) return result(iteration, "gradient");
    if (small >= smallInARow) return result(iteration, "value");
    let direction = twoLoop(gradient, pairs);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      // Rounding has made the approximation useless: start it again.
      pairs.length = 0;
      direction = gradient.map((g) => -g);
      slope = dot(direction, gradient);
    }
    const first = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const found = lineSearch(objective, x, value, slope, direction, first);
    evaluations += found.evaluations;
    if (found.point === undefined) {
      if (pairs.length === 0) {
        return result(iteration, gain < roundingGain * Math.max(1, Math.abs(value)) ? "value" : "line-search");
      }
      pairs.length = 0;
      continue;
    }
    const { point } = found;
    const step = point.x.map((xi, i) => xi - x[i]);
    const change = point.gradient.map((g, i) => g - gradient[i]);
    const product = dot(step, change);
    if (product > 1e-14 * Math.sqrt(dot(step, step) * dot(change, change))) {
      pairs.push({ step, change, inverse: 1 / product });
      if (pairs.length > memory) pairs.shift();
    }
    gain = value - point.value;
    small = gain < valueTolerance * Math.max(1, Math.abs(value)) ? small + 1 : 0;
    ({ x, gradient, value } = point);
  }
  return result(most, "iterations");
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly inverse: number;
}

/** Minus the approximate inverse Hessian times the gradient (algorithm 7.4). */
function twoLoop(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.slice();
  const alphas = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, inverse } = pairs[k];
    alphas[k] = inverse * dot(step, q);
    for (let i = 0; i < q.length; i++) q[i] -= alphas[k] * change[i];
  }
  if (pairs.length > 0) {
    const { change, inverse } = pairs[pairs.length - 1];
    const scale = 1 / (inverse * dot(change, change));
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  pairs.forEach(({ step, change, inverse }, k) => {
    const beta = inverse * dot(change, q);
    for (let i = 0; i < q.length; i++) q[i] += (alphas[k] - beta) * step[i];
  });
  for (let i = 0; i < q.length; i++) q[i] = -q[i];
  return q;
}

interface Point {
  readonly at: number;
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly slope: number;
}

/** A point along `direction` that satisfies the strong Wolfe conditions, or the lowest one found that decreases enough. */
function lineSearch(
  objective: Objective,
  from: Float64Array,
  value: number,
  slope: number,
  direction: Float64Array,
  first: number,
): { readonly point: Point | undefined; readonly evaluations: number } {
  let evaluations = 0;
  const tryAt = (at: number): Point => {
    const x = from.map((xi, i) => xi + at * direction[i]);
    const gradient = new Float64Array(from.length);
    const own = objective(x, gradient);
    evaluations++;
    const finite = Number.isFinite(own) && gradient.every(Number.isFinite);
    return {
      at,
      x,
      value: finite ? own : Number.POSITIVE_INFINITY,
      gradient,
      slope: finite ? dot(gradient, direction) : 0,
    };
  };
  const decreases = (point: Point): boolean => point.value <= value + sufficientDecrease * point.at * slope;
  let low: Point = { at: 0, x: from, value, gradient: new Float64Array(0), slope };
  let high: Point | undefined;
  let at = first;
  // Bracketing (algorithm 3.5), then zooming (3.6), in one loop: `high` is undefined until there is a bracket.
  while (evaluations < mostTrials) {
    const point = tryAt(at);
    if (!decreases(point) || (low.at > 0 && point.value >= low.value)) {
      high = point;
    } else {
      if (Math.abs(point.slope) <= -curvature * slope) return { point, evaluations };
      if (high === undefined ? point.slope >= 0 : point.slope * (high.at - low.at) >= 0) high = low;
      low = point;
    }
    if (high === undefined) at *= 2;
    else {
      at = between(low, high);
      if (Math.abs(high.at - low.at) <= 1e-15 * Math.max(high.at, low.at)) break;
    }
  }
  return { point: low.at > 0 && low.value < value ? low : undefined, evaluations };
}

/** Minimum of the cubic through two points (equation 3.59), kept a tenth of the bracket away from its ends. */
function between(low: Point, high: Point): number {
  const width = high.at - low.at;
  const middle = low.at + width / 2;
  if (!Number.isFinite(high.value)) return low.at + width / 10;
  const d1 = low.slope + high.slope - (3 * (low.value - high.value)) / (low.at - high.at);
  const square = d1 ** 2 - low.slope * high.slope;
  if (!(square >= 0)) return middle;
  const d2 = Math.sign(width) * Math.sqrt(square);
  const at = high.at - width * ((high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2));
  const share = (at - low.at) / width;
  return Number.isFinite(share) ? low.at + width * Math.min(0.9, Math.max(0.1, share)) : middle;
}

function largest(values: Float64Array): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) result = Math.max(result, Math.abs(values[i]));
  return result;
}
