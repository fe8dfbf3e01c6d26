import { describe, expect, it } from "vitest";
import { spendSet, type SpendLimits } from "../../../src/decisions/plans/optimize-set.ts";
import { projectedGradient } from "../../../src/numerics/optimize/projected-gradient.ts";
import { type Random, randomStream } from "../../../src/numerics/random.ts";

const channels = 3;
const cells = 4;

/** Limits that some plan meets: drawn around a random plan. */
function randomLimits(random: Random): SpendLimits {
  const draw = (low: number, high: number): number => low + (high - low) * random.uniform();
  const plan = Float64Array.from({ length: channels * cells }, () => draw(0, 10));
  const sums = Array.from({ length: channels }, (_, c) =>
    plan.subarray(c * cells, (c + 1) * cells).reduce((sum, value) => sum + value, 0),
  );
  const total = sums.reduce((sum, value) => sum + value, 0);
  return {
    cells,
    cellLower: plan.map((value) => value - draw(0, 3)),
    cellUpper: plan.map((value) => value + draw(0, 3)),
    lower: Float64Array.from(sums, (value) => value - draw(0, 4)),
    upper: Float64Array.from(sums, (value) => value + draw(0, 4)),
    total: random.uniform() < 0.5 ? [total, total] : [total - draw(0, 3), total + draw(0, 3)],
  };
}

/** By how much a point leaves the set, at most. */
function violation(limits: SpendLimits, point: Float64Array): number {
  const sums = Array.from({ length: channels }, (_, c) =>
    point.subarray(c * cells, (c + 1) * cells).reduce((sum, value) => sum + value, 0),
  );
  const total = sums.reduce((sum, value) => sum + value, 0);
  return Math.max(
    ...point.map((value, i) => Math.max(limits.cellLower[i] - value, value - limits.cellUpper[i])),
    ...sums.map((sum, c) => Math.max(limits.lower[c] - sum, sum - limits.upper[c])),
    limits.total[0] - total,
    total - limits.total[1],
  );
}

/** Rounding of sums of a dozen numbers around ten, metric up to ten. */
const rounding = 1e-11;

describe("the set of plans within limits", () => {
  const random = randomStream([11]);
  const cases = Array.from({ length: 200 }, () => ({
    limits: randomLimits(random),
    point: Float64Array.from({ length: channels * cells }, () => 30 * random.uniform() - 10),
    metric: Float64Array.from({ length: channels * cells }, () => 0.1 + 10 * random.uniform()),
    direction: Float64Array.from({ length: channels * cells }, () => random.normal()),
  }));

  it("holds every projection and every furthest point", () => {
    for (const { limits, point, metric, direction } of cases) {
      const found = new Float64Array(point.length);
      spendSet(limits).project(point, metric, found);
      expect(violation(limits, found)).toBeLessThan(rounding);
      spendSet(limits).support(direction, found);
      expect(violation(limits, found)).toBeLessThan(rounding);
    }
  });

  it("has no point closer than the projection: the way to it meets every way onwards at an obtuse angle", () => {
    // The variational inequality of projections, with the point furthest in the direction of what is left; that one stands for all.
    for (const { limits, point, metric } of cases) {
      const set = spendSet(limits);
      const nearest = new Float64Array(point.length);
      set.project(point, metric, nearest);
      const left = point.map((value, i) => metric[i] * (value - nearest[i]));
      const furthest = new Float64Array(point.length);
      set.support(left, furthest);
      const product = left.reduce((sum, value, i) => sum + value * (furthest[i] - nearest[i]), 0);
      expect(product).toBeLessThan(1e3 * rounding);
    }
  });

  it("has no point further in a direction than the one found, tried on projections of far-off points", () => {
    for (const { limits, direction } of cases) {
      const set = spendSet(limits);
      const furthest = new Float64Array(direction.length);
      set.support(direction, furthest);
      const one = new Float64Array(direction.length).fill(1);
      const projected = new Float64Array(direction.length);
      for (const far of [1, 10, 1000]) {
        set.project(
          direction.map((value) => far * value),
          one,
          projected,
        );
        const difference = direction.reduce((sum, value, i) => sum + value * (projected[i] - furthest[i]), 0);
        expect(difference).toBeLessThan(1e3 * rounding);
      }
    }
  });

  it("is climbed to the top of a concave parabola, which is the projection in its metric", () => {
    for (const { limits, point, metric } of cases.slice(0, 50)) {
      const set = spendSet(limits);
      const f = (x: Float64Array, gradient: Float64Array): number => {
        let value = 0;
        for (let i = 0; i < x.length; i++) {
          value -= 0.5 * metric[i] * (x[i] - point[i]) ** 2;
          gradient[i] = -metric[i] * (x[i] - point[i]);
        }
        return value;
      };
      const nearest = new Float64Array(point.length);
      set.project(point, metric, nearest);
      // In a metric that is not the parabola's, so that it takes more than a step.
      const other = new Float64Array(point.length).fill(3);
      const {
        point: top,
        gap,
        value,
      } = projectedGradient(f, set, new Float64Array(point.length), {
        metric: other,
        tolerance: 1e-12,
      });
      // Strong concavity: half the least curvature times the squared distance is at most the gap.
      const distance = Math.hypot(...top.map((x, i) => x - nearest[i]));
      expect(0.5 * Math.min(...metric) * distance ** 2).toBeLessThanOrEqual(gap + 1e3 * rounding);
      expect(gap).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
    }
  });
});
