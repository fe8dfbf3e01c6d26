import { describe, expect, it } from "vitest";
import type { PlanObjective } from "../../../src/decisions/plans/objective.ts";
import { planObjective } from "../../../src/decisions/plans/optimize-objective.ts";
import { type Optimization, optimize, type OptimizeSettings } from "../../../src/decisions/plans/optimize.ts";
import { mediaBought, pricedResponse } from "../../../src/decisions/plans/plan-prices.ts";
import { planResponse, type PlanResponse } from "../../../src/decisions/plans/plan-response.ts";
import { CarryoverError, exitCodes, formatProblem } from "../../../src/problems/problem.ts";
import { around, constantSpend, world, type WorldChannel } from "../support/plan-world.ts";

const draws = 20;
const shaped = (name: string, stream: number, slope: number, half: number, top = 0.5): WorldChannel => ({
  name,
  spend: constantSpend(20),
  parameters: {
    decay: around(0.4, 0.1, draws, stream),
    slope: around(slope, 0.05, draws, stream + 1),
    half_saturation: around(half, 0.2, draws, stream + 2),
    coefficient: around(top, 0.4, draws, stream + 3),
  },
});
const [two, three] = await Promise.all([
  world([shaped("a", 1, 1, 30), shaped("b", 10, 2.5, 25, 0.4)], draws),
  world([shaped("a", 1, 1, 30), shaped("b", 10, 2.5, 25, 0.4), shaped("c", 20, 0.9, 12, 0.3)], draws),
]);

const periodsOf = ({ recommended }: Optimization): number[][] =>
  recommended.channels.map(({ periods }) => [...periods]);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Expected objective of spend by line and period. */
function judge(response: PlanResponse, objective: PlanObjective, price = 0): (spend: readonly number[]) => number {
  const f = planObjective(response, "periods", objective, price);
  const work = new Float64Array(response.channels.length * response.horizon);
  return (spend) => f(Float64Array.from(spend), work);
}

/** The best value over all points of a grid that hold. */
function bestOnGrid(
  levels: readonly (readonly number[])[],
  holds: (point: readonly number[]) => boolean,
  value: (point: readonly number[]) => number,
): number {
  let best = Number.NEGATIVE_INFINITY;
  const point: number[] = [];
  const walk = (depth: number): void => {
    if (depth === levels.length) {
      if (holds(point)) best = Math.max(best, value(point));
      return;
    }
    for (const level of levels[depth]) {
      point[depth] = level;
      walk(depth + 1);
    }
  };
  walk(0);
  return best;
}

const steps = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, k) => from + ((to - from) * k) / count);

describe("the optimizer within constraints, against a search of a grid", () => {
  it("keeps groups of channels within their bounds, and prices them by what giving way gains", () => {
    const horizon = 4;
    const bounds = Object.fromEntries(
      ["a", "b", "c"].map((name) => [name, { lower: { amount: 0 }, upper: { amount: 240 } }]),
    );
    const of = (upper: number): OptimizeSettings => ({
      horizon,
      bounds,
      groups: { online: { channels: ["a", "b"], bounds: { upper: { amount: upper } } } },
    });
    const result = optimize(three, of(100));
    const [a, b, c] = result.channels.map(({ recommended }) => recommended);
    expect(a + b).toBeLessThanOrEqual(100 * (1 + 1e-9));
    expect(a + b + c).toBeCloseTo(240, 8);
    const value = judge(planResponse(three, { horizon }), { statistic: "mean" });
    const even = (totals: readonly number[]): number[] =>
      totals.flatMap((own) => new Array<number>(horizon).fill(own / horizon));
    const best = bestOnGrid(
      [steps(0, 100, 50), steps(0, 100, 50)],
      ([x, y]) => x + y <= 100,
      ([x, y]) => value(even([x, y, 240 - x - y])),
    );
    expect(result.solver.value).toBeGreaterThanOrEqual(best - 1e-9);
    const [price] = result.solver.prices.filter(({ constraint }) => constraint === "group online");
    const more = optimize(three, of(100.5)).solver.value - result.solver.value;
    expect(price.price).toBeCloseTo(more / 0.5, 1);
  });

  it("decides periods within pinned cells, ramps, bounds of periods and groups over weeks", () => {
    const result = optimize(two, {
      horizon: 3,
      byWeek: true,
      goal: { kind: "budget", total: 100 },
      bounds: {
        a: { lower: { amount: 0 }, upper: { amount: 100 } },
        b: { lower: { amount: 0 }, upper: { amount: 100 } },
      },
      pinned: { a: [{ periods: [3, 3], spend: 10 }], b: [{ periods: [3, 3], spend: 12 }] },
      ramps: { a: { amount: 6 }, b: { change: 0.5 } },
      periodBounds: { b: { lower: { amount: 4 }, upper: { amount: 40 } } },
      groups: { early: { periods: [1, 1], bounds: { upper: { amount: 45 } } } },
    });
    const [a, b] = periodsOf(result);
    const holds = ([a1, a2, b1, b2]: readonly number[], slack = 0): boolean =>
      Math.abs(a2 - a1) <= 6 + slack &&
      Math.abs(10 - a2) <= 6 + slack &&
      Math.abs(b2 - b1) <= 0.5 * b1 + slack &&
      Math.abs(12 - b2) <= 0.5 * b2 + slack &&
      [b1, b2].every((x) => x >= 4 - slack && x <= 40 + slack) &&
      [a1, a2].every((x) => x >= 0 - slack && x <= 30 + slack) &&
      a1 + b1 <= 45 + slack;
    expect(holds([a[0], a[1], b[0], b[1]], 1e-7)).toBe(true);
    expect([a[2], b[2]]).toEqual([10, 12]);
    expect(total([...a, ...b])).toBeCloseTo(100, 8);
    const value = judge(planResponse(two, { horizon: 3 }), { statistic: "mean" });
    const best = bestOnGrid(
      [steps(0, 30, 60), steps(0, 30, 60), steps(4, 40, 72)],
      ([a1, a2, b1]) => holds([a1, a2, b1, 78 - a1 - a2 - b1]),
      ([a1, a2, b1]) => value([a1, a2, 10, b1, 78 - a1 - a2 - b1, 12]),
    );
    expect(result.solver.value).toBeGreaterThanOrEqual(best - 1e-9);
  });

  it("chooses which periods spend at all, with minimum orders, step costs and flights", () => {
    const horizon = 4;
    const settings: OptimizeSettings = {
      horizon,
      byWeek: true,
      goal: { kind: "budget", total: 96 },
      bounds: {
        a: { lower: { amount: 0 }, upper: { amount: 96 } },
        b: { lower: { amount: 0 }, upper: { amount: 96 } },
      },
      periodBounds: { a: { upper: { amount: 32 } }, b: { upper: { amount: 32 } } },
      minimumOrder: { a: 12 },
      stepCost: { b: 4 },
      flights: { b: { shortest: 2, most: 1 } },
    };
    const result = optimize(two, settings);
    const [a, b] = periodsOf(result);
    const flightsHold = (own: readonly number[]): boolean => {
      const on = own.map((x) => (x > 0 ? "1" : "0")).join("");
      return /^0*(1{2,})?0*$/.test(on);
    };
    expect(a.every((x) => x === 0 || x >= 12 - 1e-7)).toBe(true);
    expect(flightsHold(b)).toBe(true);
    expect(total([...a, ...b]) + 4 * b.filter((x) => x > 0).length).toBeCloseTo(96, 7);
    expect(result.recommended.spend).toBeCloseTo(96, 7);
    const value = judge(planResponse(two, { horizon }), { statistic: "mean" });
    const best = bestOnGrid(
      [...a, ...b].map((_, i) => (i < 4 ? [0, 12, 16, 24, 32] : [0, 8, 16, 24, 32])),
      (point) => flightsHold(point.slice(4)) && total(point) + 4 * point.slice(4).filter((x) => x > 0).length === 96,
      value,
    );
    expect(result.solver.value).toBeGreaterThanOrEqual(best * (1 - 1e-9));
  });

  it("decides which channels are on where totals are planned: all choices are tried", () => {
    const horizon = 4;
    const result = optimize(three, {
      horizon,
      margin: 0.9,
      objective: { statistic: "mean", margin: 0.9 },
      bounds: Object.fromEntries(
        ["a", "b", "c"].map((name) => [name, { lower: { amount: 0 }, upper: { amount: 160 } }]),
      ),
      minimumOrder: { a: 20, b: 15 },
      stepCost: { b: 3, c: 6 },
    });
    const value = judge(planResponse(three, { horizon }), { statistic: "mean", margin: 0.9 }, 1);
    const costs = (totals: readonly number[]): number => 4 * ((totals[1] > 0 ? 3 : 0) + (totals[2] > 0 ? 6 : 0));
    const best = bestOnGrid(
      [[0, ...steps(80, 160, 20)], [0, ...steps(60, 160, 20)], steps(0, 160, 32)],
      () => true,
      (totals) => value(totals.flatMap((own) => new Array<number>(horizon).fill(own / horizon))) - costs(totals),
    );
    const found = result.channels.map(({ recommended }) => recommended);
    const reached = value(found.flatMap((own) => new Array<number>(horizon).fill(own / horizon))) - costs(found);
    expect(reached).toBeGreaterThanOrEqual(best - 1e-9);
    expect(reached).toBeCloseTo(result.solver.value, 8);
  });

  it("reaches returns with a probability, and the largest expected revenue among plans that do", () => {
    const horizon = 4;
    const value = judge(planResponse(two, { horizon }), { statistic: "mean" });
    const even = (totals: readonly number[]): number[] =>
      totals.flatMap((own) => new Array<number>(horizon).fill(own / horizon));
    const tail = planObjective(
      planResponse(two, { horizon }),
      { shares: [0, 1].map(() => [0.25, 0.25, 0.25, 0.25]) },
      { statistic: "quantile", probability: 0.2 },
      0,
    );
    const bounds = {
      a: { lower: { amount: 0 }, upper: { amount: 160 } },
      b: { lower: { amount: 0 }, upper: { amount: 160 } },
    };
    const free = optimize(two, { horizon, bounds, goal: { kind: "free" } });
    const work = new Float64Array(2);
    const target =
      (1.15 * tail(Float64Array.from(free.channels.map(({ recommended }) => recommended)), work)) /
      free.recommended.spend;
    const result = optimize(two, {
      horizon,
      bounds,
      goal: { kind: "free" },
      returns: [{ roi: target, probability: 0.8 }],
    });
    const point = Float64Array.from(result.channels.map(({ recommended }) => recommended));
    expect(tail(point, work) / total([...point])).toBeGreaterThanOrEqual(target * (1 - 1e-4));
    const best = bestOnGrid(
      [steps(0, 160, 80), steps(0, 160, 80)],
      ([x, y]) => x + y > 0 && tail(Float64Array.of(x, y), work) >= target * (x + y),
      ([x, y]) => value(even([x, y])),
    );
    expect(result.solver.value).toBeGreaterThanOrEqual(best * (1 - 1e-5));
    expect(result.solver.prices.some(({ constraint, price }) => constraint === "ROI of all" && price > 0)).toBe(true);
  });

  it("finds the least spend that brings a target, and says how far the best plan is from one out of reach", () => {
    const horizon = 4;
    const bounds = {
      a: { lower: { amount: 0 }, upper: { amount: 160 } },
      b: { lower: { amount: 0 }, upper: { amount: 160 } },
    };
    const value = judge(planResponse(two, { horizon }), { statistic: "mean" });
    const even = (totals: readonly number[]): number[] =>
      totals.flatMap((own) => new Array<number>(horizon).fill(own / horizon));
    const target = value(even([60, 70]));
    const result = optimize(two, { horizon, bounds, goal: { kind: "contribution", target } });
    expect(result.recommended.contributionWithCarryOver.mean).toBeGreaterThanOrEqual(target * (1 - 1e-5));
    const least = -bestOnGrid(
      [steps(0, 160, 160), steps(0, 160, 160)],
      (totals) => value(even(totals)) >= target,
      (totals) => -total(totals),
    );
    expect(result.recommended.spend).toBeLessThanOrEqual(least * (1 + 1e-5));
    const fail = (): unknown => optimize(two, { horizon, bounds, goal: { kind: "contribution", target: 1e6 } });
    expect(fail).toThrow(CarryoverError);
    try {
      fail();
    } catch (error) {
      expect((error as CarryoverError).exitCode).toBe(exitCodes.notFeasible);
      expect((error as CarryoverError).problems.map(formatProblem).join()).toMatch(
        /reaches 1000000 as the contribution/,
      );
    }
  });

  it("gives up spread for the mean at the rate that is asked for", () => {
    const horizon = 4;
    const objective = { statistic: "mean-less-spread", aversion: 1.5 } as const;
    const bounds = {
      a: { lower: { amount: 0 }, upper: { amount: 160 } },
      b: { lower: { amount: 0 }, upper: { amount: 160 } },
    };
    const result = optimize(two, { horizon, bounds, objective });
    const f = planObjective(
      planResponse(two, { horizon }),
      { shares: [0, 1].map(() => [0.25, 0.25, 0.25, 0.25]) },
      objective,
      0,
    );
    const work = new Float64Array(2);
    const best = bestOnGrid(
      [steps(0, 160, 1600)],
      () => true,
      ([x]) => f(Float64Array.of(x, 160 - x), work),
    );
    expect(result.solver.value).toBeGreaterThanOrEqual(best - 1e-7);
  });

  it("buys less media for the same money where prices rise with spend", () => {
    const horizon = 4;
    const bounds = {
      a: { lower: { amount: 0 }, upper: { amount: 160 } },
      b: { lower: { amount: 0 }, upper: { amount: 160 } },
    };
    const result = optimize(two, { horizon, bounds, priceResponse: { a: { elasticity: 0.4, reference: 20 } } });
    const response = pricedResponse(planResponse(two, { horizon }), [{ elasticity: 0.4, reference: 20 }, undefined]);
    const value = judge(response, { statistic: "mean" });
    const best = bestOnGrid(
      [steps(0, 160, 1600)],
      () => true,
      ([x]) => value([...new Array<number>(4).fill(x / 4), ...new Array<number>(4).fill((160 - x) / 4)]),
    );
    expect(result.solver.value).toBeGreaterThanOrEqual(best - 1e-7);
    for (const spend of [0, 0.3, 0.999, 1.001, 5, 40]) {
      const ahead = mediaBought(spend + 1e-6, 0.4, 20).media;
      const back = mediaBought(Math.max(0, spend - 1e-6), 0.4, 20).media;
      const { media, slope } = mediaBought(spend, 0.4, 20);
      expect((ahead - back) / (spend === 0 ? 1e-6 : 2e-6)).toBeCloseTo(slope, 4);
      expect(media).toBeGreaterThanOrEqual(0);
    }
    expect(mediaBought(20, 0.4, 20).media).toBeCloseTo(20, 12);
  });

  it("names the limits that contradict each other, and by how much one of them would have to give way", () => {
    const fail = (): unknown =>
      optimize(three, {
        horizon: 4,
        minimum: { a: 100, b: 90 },
        groups: { online: { channels: ["a", "b"], bounds: { upper: { amount: 140 } } } },
        bounds: { c: { lower: { amount: 0 } } },
      });
    try {
      fail();
      expect.unreachable();
    } catch (error) {
      const { problems, exitCode } = error as CarryoverError;
      expect(exitCode).toBe(exitCodes.notFeasible);
      expect(problems.map(formatProblem)).toEqual([
        expect.stringMatching(/total of a at least 100, total of b at least 90 and group online at most 140/),
      ]);
      expect(problems[0].received).toMatch(/group online would have to rise by 50\b/);
    }
  });

  it("says what is wrong with constraints that programs write", () => {
    const problems = (settings: OptimizeSettings): readonly string[] => {
      try {
        optimize(two, { horizon: 4, ...settings });
      } catch (error) {
        return (error as CarryoverError).problems.map(formatProblem);
      }
      return [];
    };
    expect(problems({ ramps: { a: { change: 0.2 } } })).toEqual([expect.stringMatching(/only totals are planned/)]);
    expect(problems({ groups: { g: { channels: ["d"], bounds: { upper: { amount: 1 } } } } })).toEqual([
      expect.stringMatching(/A group names what the plan does not have/),
    ]);
    expect(problems({ byWeek: true, pinned: { a: [{ periods: [4, 5], spend: 1 }] } })).toEqual([
      expect.stringMatching(/from 1 to 4/),
    ]);
    expect(problems({ minimumOrder: { a: -1 } })).toEqual([expect.stringMatching(/an amount of at least 0/)]);
    expect(problems({ priceResponse: { a: { elasticity: 1.5 } } })).toEqual([expect.stringMatching(/elasticity/)]);
    expect(problems({ goal: { kind: "roi", target: 1 }, minimumOrder: { a: 5 } })).toEqual([
      expect.stringMatching(/on or off/),
    ]);
  });
});
