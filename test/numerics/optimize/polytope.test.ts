import { describe, expect, it } from "vitest";
import { conflictOf, polytope, type Row } from "../../../src/numerics/optimize/polytope.ts";
import { projectedGradient } from "../../../src/numerics/optimize/projected-gradient.ts";
import { type Random, randomStream } from "../../../src/numerics/random.ts";

const lines = 3;
const cells = 5;
const size = lines * cells;

interface Case {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rows: readonly Row[];
}

/** Limits that some point meets, drawn around a random one: sums of lines, of all, of overlapping groups, and ramps. */
function randomCase(random: Random): Case {
  const draw = (low: number, high: number): number => low + (high - low) * random.uniform();
  const plan = Float64Array.from({ length: size }, () => draw(0, 10));
  const row = (at: readonly number[], weights?: readonly number[]): Row => {
    const value = at.reduce((sum, i, k) => sum + plan[i] * (weights?.[k] ?? 1), 0);
    const isEquation = random.uniform() < 0.2;
    const [down, up] = isEquation ? [0, 0] : [draw(0, 3), draw(0, 3)];
    return {
      at: Uint32Array.from(at),
      ...(weights === undefined ? {} : { weights: Float64Array.from(weights) }),
      lower: random.uniform() < 0.2 && !isEquation ? Number.NEGATIVE_INFINITY : value - down,
      upper: random.uniform() < 0.2 && !isEquation ? Number.POSITIVE_INFINITY : value + up,
    };
  };
  const line = (own: number): number[] => Array.from({ length: cells }, (_, t) => own * cells + t);
  const all = Array.from({ length: size }, (_, i) => i);
  const group = all.filter(() => random.uniform() < 0.4);
  return {
    lower: plan.map((value) => value - draw(0, 3)),
    upper: plan.map((value) => value + draw(0, 3)),
    rows: [
      ...Array.from({ length: lines }, (_, own) => row(line(own))),
      row(all),
      row(group.length > 0 ? group : [0]),
      ...Array.from({ length: cells - 1 }, (_, t) => row([cells + t + 1, cells + t], [1, -1.2])),
    ],
  };
}

function violation({ lower, upper, rows }: Case, point: Float64Array): number {
  const sums = rows.map(({ at, weights }) => at.reduce((sum, i, k) => sum + point[i] * (weights?.[k] ?? 1), 0));
  return Math.max(
    ...point.map((value, i) => Math.max(lower[i] - value, value - upper[i])),
    ...sums.map((sum, r) => Math.max(rows[r].lower - sum, sum - rows[r].upper)),
  );
}

/** Rounding of sums of a dozen numbers around ten, metric up to ten. */
const rounding = 1e-10;

describe("a polytope", () => {
  const random = randomStream([11]);
  const cases = Array.from({ length: 150 }, () => ({
    limits: randomCase(random),
    point: Float64Array.from({ length: size }, () => 30 * random.uniform() - 10),
    metric: Float64Array.from({ length: size }, () => 0.1 + 10 * random.uniform()),
  }));

  it("holds every projection, and no point of it is closer", () => {
    for (const { limits, point, metric } of cases) {
      const set = polytope(limits.lower, limits.upper, limits.rows);
      const nearest = new Float64Array(size);
      set.project(point, metric, nearest);
      expect(violation(limits, nearest)).toBeLessThan(rounding);
      // The variational inequality of projections: the way to it meets every way onwards at an obtuse angle.
      const left = point.map((value, i) => metric[i] * (value - nearest[i]));
      expect(set.gap(nearest, left, metric)).toBeLessThan(1e4 * rounding);
    }
  });

  it("bounds every linear function, and tightly where projections of far points come to rest", () => {
    for (const { limits, point, metric } of cases) {
      const set = polytope(limits.lower, limits.upper, limits.rows);
      const one = new Float64Array(size).fill(1);
      const [start, furthest] = [new Float64Array(size), new Float64Array(size)];
      set.project(new Float64Array(size), one, start);
      const direction = point.map((value) => value / 10);
      const bound = set.gap(start, direction, metric);
      for (const far of [1, 10, 1e4]) {
        set.project(
          start.map((value, i) => value + far * direction[i]),
          one,
          furthest,
        );
        const gained = direction.reduce((sum, value, i) => sum + value * (furthest[i] - start[i]), 0);
        expect(gained).toBeLessThanOrEqual(bound + 1e3 * rounding);
      }
      // At the best corner the bound is zero.
      expect(set.gap(furthest, direction, one)).toBeLessThan(1e-6);
    }
  });

  it("is climbed to the top of a concave parabola, which is the projection in its metric", () => {
    for (const { limits, point, metric } of cases.slice(0, 40)) {
      const set = polytope(limits.lower, limits.upper, limits.rows);
      const f = (x: Float64Array, gradient: Float64Array): number => {
        let value = 0;
        for (let i = 0; i < size; i++) {
          value -= 0.5 * metric[i] * (x[i] - point[i]) ** 2;
          gradient[i] = -metric[i] * (x[i] - point[i]);
        }
        return value;
      };
      const nearest = new Float64Array(size);
      set.project(point, metric, nearest);
      // In a metric that is not the parabola's, so that it takes more than a step.
      const other = new Float64Array(size).fill(3);
      const found = projectedGradient(f, set, new Float64Array(size), { metric: other, tolerance: 1e-12 });
      // Strong concavity: half the least curvature times the squared distance is at most the gap.
      const distance = Math.hypot(...found.point.map((x, i) => x - nearest[i]));
      expect(0.5 * Math.min(...metric) * distance ** 2).toBeLessThanOrEqual(found.gap + 1e3 * rounding);
      // What the last steps gain is below rounding long before the slope is.
      expect(found.gap).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(found.value)));
    }
  });

  it("holds projections of points far away where every period is tied to the one before", () => {
    const periods = 26;
    const at = (line: number, t: number): number => line * periods + t;
    const rows = Array.from({ length: 8 }, (_, line): readonly Row[] => [
      { at: Uint32Array.from({ length: periods }, (_, t) => at(line, t)), lower: 100, upper: 1500 },
      ...Array.from({ length: periods - 1 }, (_, t): readonly Row[] =>
        [-1.1, -0.9].map((weight) => ({
          at: Uint32Array.of(at(line, t + 1), at(line, t)),
          weights: Float64Array.of(1, weight),
          lower: weight === -0.9 ? 0 : Number.NEGATIVE_INFINITY,
          upper: weight === -0.9 ? Number.POSITIVE_INFINITY : 0,
        })),
      ).flat(),
    ]).flat();
    const count = 8 * periods;
    rows.push({ at: Uint32Array.from({ length: count }, (_, i) => i), lower: 3200, upper: 3200 });
    const limits = { lower: new Float64Array(count), upper: new Float64Array(count).fill(100), rows };
    const set = polytope(limits.lower, limits.upper, rows);
    for (const far of [40, 400, 4000]) {
      const nearest = new Float64Array(count);
      set.project(
        nearest.map(() => far * (random.uniform() - 0.5)),
        new Float64Array(count).fill(1),
        nearest,
      );
      expect(violation(limits, nearest)).toBeLessThan(1e-8);
    }
  });

  it("prices a row by what the best value gains when the row gives way", () => {
    const lower = new Float64Array(2);
    const upper = new Float64Array(2).fill(10);
    const rows = [{ at: Uint32Array.of(0, 1), lower: Number.NEGATIVE_INFINITY, upper: 6 }];
    const set = polytope(lower, upper, rows);
    const metric = new Float64Array(2).fill(1);
    expect(set.gap(Float64Array.of(6, 0), Float64Array.of(3, 1), metric)).toBeCloseTo(0, 12);
    expect(set.prices[0]).toBeCloseTo(3, 12);
    expect([...set.reduced].map((value) => Math.round(value))).toEqual([0, -2]);
  });

  it("names no conflict where a point meets all, and otherwise the rows that contradict each other and by how much", () => {
    for (const { limits } of cases.slice(0, 40)) {
      expect(conflictOf(limits.lower, limits.upper, limits.rows, 10)).toEqual([]);
    }
    const row = (at: number[], lower: number, upper: number): Row => ({ at: Uint32Array.from(at), lower, upper });
    const rows = [row([0], 600, 1e3), row([1], 500, 1e3), row([0, 1], 0, 1000), row([2], 5, 10)];
    const conflicts = conflictOf(new Float64Array(3), new Float64Array(3).fill(1e4), rows, 1e3);
    expect(conflicts.map(({ row: own, end }) => [own, end])).toEqual([
      [0, "lower"],
      [1, "lower"],
      [2, "upper"],
    ]);
    for (const { by } of conflicts) expect(by).toBeCloseTo(100, 3);
  });
});
