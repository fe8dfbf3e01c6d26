// Spectral projected gradient, for a largest value over a convex set (Birgin, Martinez and Raydan 2000, algorithm SPG2), in a
// diagonal metric.

export interface ConvexSet {
  /** Largest difference of two points of it in one variable. */
  readonly extent: number;
  /** The point of the set closest to `point` in the metric: least sum of metric * difference^2. */
  project(point: Float64Array, metric: Float64Array, nearest: Float64Array): void;
  /**
   * Upper bound on the largest inner product of `gradient` with a step from `x` to a point of the set; zero where `x` meets the conditions of Karush,
   * Kuhn and Tucker for that gradient.
   */
  gap(x: Float64Array, gradient: Float64Array, metric: Float64Array): number;
}

/** The value at `point`; its gradient is written into `gradient`. */
export type Differentiable = (point: Float64Array, gradient: Float64Array) => number;

export interface AscentSettings {
  /** Diagonal metric, about the size of the second derivatives; that makes the first step one of Newton's. */
  readonly metric: Float64Array;
  /** Stops when the first-order gap is at most this share of the size of the value; default 1e-8. */
  readonly tolerance?: number;
  /** Values of which the line search may fall below all but the least; default 10, 1 is monotone. */
  readonly memory?: number;
  readonly maxEvaluations?: number;
  /** Stops when so many accepted steps in a row together gained at most 100 `tolerance` of the value; default: never. */
  readonly patience?: number;
}

export interface Ascent {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /**
   * Largest gain that the gradient promises within the set: the largest inner product of gradient and a feasible step. Zero exactly where
   * the conditions of Karush, Kuhn and Tucker hold; for a concave objective, an upper bound on what is missing from the maximum.
   */
  readonly gap: number;
  readonly evaluations: number;
  /** "gap": the gap is within tolerance; "step": steps gain nothing any more; "evaluations": the limit was reached. */
  readonly stopped: "gap" | "step" | "evaluations";
}

const sufficientGain = 1e-4;
/** Steps go no further beyond the set than so many times its extent: their ends would all be the same corners. */
const farthest = 100;
const [leastStep, largestStep] = [1e-10, 1e10];
/** Steps below this share of the variables' size change nothing in double precision. */
const relativeStep = 1e-13;

/** Climbs from `start` (projected first). The best point that was met is returned. */
export function projectedGradient(
  f: Differentiable,
  set: ConvexSet,
  start: Float64Array,
  { metric, tolerance = 1e-8, memory = 10, maxEvaluations = 200, patience = Number.POSITIVE_INFINITY }: AscentSettings,
): Ascent {
  const size = start.length;
  const x = new Float64Array(size);
  const gradient = new Float64Array(size);
  const direction = new Float64Array(size);
  const next = new Float64Array(size);
  const nextGradient = new Float64Array(size);
  set.project(start, metric, x);
  let value = f(x, gradient);
  let evaluations = 1;
  let gap = set.gap(x, gradient, metric);
  const best = { point: x.slice(), value, gradient: gradient.slice(), gap };
  const recent = [value];
  /** Best value after each accepted step. */
  const bests = [value];
  let step = 1;
  const small = (): boolean => gap <= tolerance * Math.max(Math.abs(value), Number.MIN_VALUE);
  let stopped: Ascent["stopped"] | undefined = small() ? "gap" : undefined;
  while (stopped === undefined) {
    let steepest = 0;
    for (let i = 0; i < size; i++) steepest = Math.max(steepest, Math.abs(gradient[i]) / metric[i]);
    step = Math.min(step, (farthest * set.extent) / Math.max(steepest, Number.MIN_VALUE));
    for (let i = 0; i < size; i++) next[i] = x[i] + (step * gradient[i]) / metric[i];
    set.project(next, metric, direction);
    let slope = 0;
    let largest = 0;
    for (let i = 0; i < size; i++) {
      direction[i] -= x[i];
      slope += gradient[i] * direction[i];
      largest = Math.max(largest, Math.abs(direction[i]) / (Math.abs(x[i]) + Number.MIN_VALUE));
    }
    if (!(slope > 0) || largest < relativeStep) {
      stopped = "step";
      break;
    }
    const floor = Math.min(...recent);
    let length = 1;
    let nextValue: number;
    for (;;) {
      for (let i = 0; i < size; i++) next[i] = x[i] + length * direction[i];
      nextValue = f(next, nextGradient);
      evaluations++;
      if (nextValue >= floor + sufficientGain * length * slope) break;
      if (evaluations >= maxEvaluations || length * largest < relativeStep) {
        stopped = evaluations >= maxEvaluations ? "evaluations" : "step";
        break;
      }
      // The parabola through value, slope and the new value has its top here.
      const top = (0.5 * length * length * slope) / (length * slope - (nextValue - value));
      length = top >= 0.1 * length && top <= 0.5 * length ? top : 0.5 * length;
    }
    if (stopped !== undefined) break;
    let moved = 0;
    let bent = 0;
    for (let i = 0; i < size; i++) {
      const s = next[i] - x[i];
      moved += metric[i] * s * s;
      bent -= s * (nextGradient[i] - gradient[i]);
    }
    step = bent > 0 ? Math.min(largestStep, Math.max(leastStep, moved / bent)) : largestStep;
    x.set(next);
    gradient.set(nextGradient);
    value = nextValue;
    recent.push(value);
    if (recent.length > memory) recent.shift();
    gap = set.gap(x, gradient, metric);
    if (value > best.value || (value === best.value && gap < best.gap)) {
      best.point.set(x);
      best.gradient.set(gradient);
      best.value = value;
      best.gap = gap;
    }
    bests.push(best.value);
    const gained = best.value - (bests.at(-1 - patience) ?? Number.NEGATIVE_INFINITY);
    if (small()) stopped = "gap";
    else if (gained <= 100 * tolerance * Math.abs(best.value)) stopped = "step";
    else if (evaluations >= maxEvaluations) stopped = "evaluations";
  }
  return { ...best, evaluations, stopped };
}
