import { describe, expect, it } from "vitest";
import { type Optimization, optimize, type OptimizeSettings } from "../../../src/decisions/plans/optimize.ts";
import { planResponse } from "../../../src/decisions/plans/plan-response.ts";
import { planObjective } from "../../../src/decisions/plans/optimize-objective.ts";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { CarryoverError, exitCodes } from "../../../src/problems/problem.ts";
import { madeUpModel } from "../support/made-up-model.ts";
import { around, constantSpend, revenueLevel, world, type WorldChannel } from "../support/plan-world.ts";

const horizon = 10;
const rows = 60;

/** Contributions without carry-over and with slope 1: revenue of a week is top * x / (half + x). */
const concave = (name: string, spend: number, top: number, half: number): WorldChannel => ({
  name,
  spend: constantSpend(spend),
  adstock: "none",
  parameters: { slope: 1, half_saturation: half, coefficient: top / revenueLevel },
});

const recommended = ({ channels }: Optimization): number[] => channels.map((channel) => channel.recommended);
const wide = { lower: { amount: 0 }, upper: { amount: 1e5 } };

describe("the optimizer, against closed forms", () => {
  it("splits evenly between equal channels, and says that nothing else could gain anything", async () => {
    const model = await world([concave("a", 10, 40, 8), concave("b", 30, 40, 8)]);
    const result = optimize(model, { horizon, bounds: { a: wide, b: wide } });
    const [a, b] = recommended(result);
    expect(a / b).toBeCloseTo(1, 5);
    expect(result.recommended.spend / result.current.spend).toBeCloseTo(1, 12);
    expect(result.solver.converged).toBe(true);
    expect(result.gain.probability).toBe(1);
    // The bound holds for curves between their points, which are 17 over a range of 1e5: it is wide here, and never negative.
    expect(result.solver.globalGap).toBeGreaterThanOrEqual(0);
  });

  it("meets the conditions of Lagrange on concave curves: sqrt(top * half) / sqrt(price) - half in every channel", async () => {
    const channels = [
      { name: "a", top: 40, half: 8 },
      { name: "b", top: 25, half: 3 },
      { name: "c", top: 90, half: 40 },
    ];
    const model = await world(channels.map(({ name, top, half }) => concave(name, 20, top, half)));
    const bounds = Object.fromEntries(
      channels.map(({ name }) => [name, { lower: { amount: 0 }, upper: { amount: 1000 } }]),
    );
    const result = optimize(model, { horizon, bounds });
    // top * half / (half + x)^2 = price for all, sum of x = total / horizon.
    const perWeek = result.current.spend / horizon;
    const roots = channels.map(({ top, half }) => Math.sqrt(top * half));
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
    const inverseRootPrice = (perWeek + sum(channels.map(({ half }) => half))) / sum(roots);
    const expected = channels.map(({ half }, i) => horizon * (roots[i] * inverseRootPrice - half));
    // First order: a gap of 1e-8 of the objective leaves sqrt(2e-8 * objective / curvature) of spend, a thousandth here.
    recommended(result).forEach((spend, i) => expect(spend / expected[i]).toBeCloseTo(1, 3));
    expect(result.solver.multiplier).toBeCloseTo(1 / inverseRootPrice ** 2, 4);
    for (const { marginalRoi } of result.recommended.channels) {
      expect(marginalRoi?.mean).toBeCloseTo(1 / inverseRootPrice ** 2, 3);
    }
  });

  it("spends on channels without saturation up to their bounds, the better first", async () => {
    const linear = (name: string, per: number): WorldChannel => ({
      name,
      spend: constantSpend(20),
      adstock: "none",
      saturation: "none",
      parameters: { coefficient: per / revenueLevel },
    });
    const model = await world([linear("worst", 0.5), linear("best", 2), linear("middle", 1)]);
    const limit = { lower: { change: -0.5 }, upper: { change: 0.25 } };
    const result = optimize(model, { horizon, bounds: { worst: limit, best: limit, middle: limit } });
    const now = result.channels.map(({ current }) => current);
    expect(recommended(result)[1] / now[1]).toBeCloseTo(1.25, 9);
    expect(recommended(result)[2] / now[2]).toBeCloseTo(1.25, 9);
    expect(recommended(result)[0] / now[0]).toBeCloseTo(0.5, 9);
    expect(result.channels.map(({ status }) => status)).toEqual(["at-lower", "at-upper", "at-upper"]);
    expect(result.gain.contributionWithCarryOver.mean).toBeCloseTo(0.25 * now[0] * (2 + 1) - 0.5 * now[0] * 0.5, 6);
    expect(result.solver.gap).toBeLessThan(1e-6);
  });

  it("spends up to the marginal ROI that is asked for", async () => {
    const model = await world([concave("a", 10, 40, 8), concave("b", 10, 25, 3)]);
    const target = 0.7;
    const result = optimize(model, {
      horizon,
      goal: { kind: "marginal-roi", target },
      bounds: { a: wide, b: wide },
    });
    const expected = [40 * 8, 25 * 3].map((product, i) => horizon * (Math.sqrt(product / target) - [8, 3][i]));
    recommended(result).forEach((spend, i) => expect(spend / expected[i]).toBeCloseTo(1, 3));
    for (const { marginalRoi } of result.recommended.channels) expect(marginalRoi?.mean).toBeCloseTo(target, 3);
  });

  it("makes profit largest where the marginal ROI is one over the margin", async () => {
    const model = await world([concave("a", 10, 40, 8), concave("b", 10, 25, 3)]);
    const result = optimize(model, {
      horizon,
      objective: { statistic: "mean", margin: 0.4 },
      bounds: { a: wide, b: wide },
    });
    for (const { marginalRoi } of result.recommended.channels) expect(marginalRoi?.mean).toBeCloseTo(2.5, 3);
    expect(result.gain.profit?.mean).toBeGreaterThan(0);
  });

  it("spends as much as keeps the ROI that is asked for: not a cent more can be spent", async () => {
    const model = await world([concave("a", 10, 40, 8), concave("b", 10, 25, 3)]);
    const settings = { horizon, bounds: { a: wide, b: wide } };
    const result = optimize(model, { ...settings, goal: { kind: "roi", target: 1.5 } });
    expect(result.recommended.roiWithCarryOver?.mean).toBeGreaterThanOrEqual(1.5 - 1e-9);
    expect(result.recommended.roiWithCarryOver?.mean).toBeCloseTo(1.5, 4);
    const more = optimize(model, { ...settings, goal: { kind: "budget", total: 1.001 * result.recommended.spend } });
    expect(more.recommended.roiWithCarryOver?.mean).toBeLessThan(1.5);
  });
});

describe("the optimizer, against a search of all plans", () => {
  const draws = 60;
  const shaped = (name: string, stream: number, slope: number, half: number): WorldChannel => ({
    name,
    spend: constantSpend(20, rows),
    parameters: {
      decay: around(0.5, 0.1, draws, stream),
      slope: around(slope, 0.1, draws, stream + 1),
      half_saturation: around(half, 0.2, draws, stream + 2),
      coefficient: around(0.5, 0.3, draws, stream + 3),
    },
  });

  const objectives = [
    { statistic: "mean" },
    { statistic: "quantile", probability: 0.2 },
    { statistic: "cvar", probability: 0.2 },
  ] as const;

  it.each(objectives)(
    "finds the best split of two S-shaped channels, where there are several hills: $statistic",
    async (objective) => {
      const model = await world([shaped("a", 1, 3, 30), shaped("b", 10, 2.5, 25)], draws);
      const bounds = { a: { lower: { amount: 0 } }, b: { lower: { amount: 0 } } };
      const upper = { upper: { amount: 400 } };
      const result = optimize(model, {
        horizon,
        objective,
        bounds: { a: { ...bounds.a, ...upper }, b: { ...bounds.b, ...upper } },
      });
      const response = planResponse(model, { horizon });
      const shares = [0, 1].map(() => new Array<number>(horizon).fill(1 / horizon));
      const f = planObjective(response, { shares }, objective, 0);
      const total = result.current.spend;
      const gradient = new Float64Array(2);
      let best = Number.NEGATIVE_INFINITY;
      let steepest = 0;
      const steps = 2000;
      for (let k = 0; k <= steps; k++) {
        const a = (k / steps) * total;
        if (a > 400 || total - a > 400) continue;
        const value = f(Float64Array.of(a, total - a), gradient);
        if (value > best) best = value;
        steepest = Math.max(steepest, Math.abs(gradient[0] - gradient[1]));
      }
      const found = f(Float64Array.from(recommended(result)), gradient);
      expect(found).toBeCloseTo(result.solver.value, 8);
      // The grid may be better by no more than the solver's gap, which a kink leaves; it lies below the top by half a step of slope at most.
      expect(found).toBeGreaterThan(best - Math.min(result.solver.gap, 1e-4 * best) - 1e-9);
      expect(found).toBeLessThan(best + (steepest * total) / steps);
    },
  );

  it("has, where weeks are decided, a plan that no shift of spend from one week to another betters", async () => {
    const model = await world([shaped("a", 1, 1, 30), shaped("b", 10, 0.9, 25)], draws);
    const result = optimize(model, { horizon, byWeek: true });
    const byTotals = optimize(model, { horizon });
    expect(result.recommended.spend / result.current.spend).toBeCloseTo(1, 9);
    expect(result.recommended.contributionWithCarryOver.mean).toBeGreaterThan(
      byTotals.recommended.contributionWithCarryOver.mean,
    );
    const response = planResponse(model, { horizon });
    const f = planObjective(response, "periods", { statistic: "mean" }, 0);
    const plan = Float64Array.from(result.recommended.channels.flatMap(({ periods }) => periods));
    const work = new Float64Array(plan.length);
    const best = f(plan, work);
    expect(best).toBeCloseTo(result.solver.value, 8);
    for (const [from, to] of [
      [0, 5],
      [5, 0],
      [9, 3],
      [12, 18],
      [17, 11],
    ]) {
      const shift = Math.min(0.05 * plan[from], constantSpend(20)[0] - plan[to]);
      if (!(shift > 0)) continue;
      const other = plan.slice();
      other[from] -= shift;
      other[to] += shift;
      expect(f(other, work)).toBeLessThanOrEqual(best + result.solver.gap);
    }
    for (const { largest, observedLargest } of result.recommended.channels) {
      expect(largest).toBeLessThanOrEqual(observedLargest * (1 + 1e-9));
    }
  });

  it("has the gradients of central differences for every figure, by totals and by weeks", async () => {
    const model = await world([shaped("a", 1, 3, 30), shaped("b", 10, 2.5, 25)], draws);
    const response = planResponse(model, { horizon });
    const shares = [0, 1].map((channel) =>
      Array.from({ length: horizon }, (_, t) => (t + 1 + channel) / (55 + 10 * channel)),
    );
    for (const objective of [...objectives, { statistic: "mean", margin: 0.3 } as const]) {
      for (const variables of [{ shares }, "periods"] as const) {
        const f = planObjective(response, variables, objective, 0.4);
        const point = Float64Array.from({ length: variables === "periods" ? 2 * horizon : 2 }, (_, i) => 11 + i);
        const gradient = new Float64Array(point.length);
        const other = new Float64Array(point.length);
        f(point, gradient);
        const width = 1e-4;
        for (let i = 0; i < point.length; i += 3) {
          const up = f(point.with(i, point[i] + width), other);
          const down = f(point.with(i, point[i] - width), other);
          expect(gradient[i]).toBeCloseTo((up - down) / (2 * width), 6);
        }
      }
    }
  });
});

describe("what the optimizer says", () => {
  const model = (): Promise<FittedModel> => world([concave("a", 10, 40, 8), concave("b", 30, 40, 8)]);
  const problemOf = async (settings: OptimizeSettings): Promise<CarryoverError> => {
    const own = await model();
    try {
      optimize(own, { horizon, ...settings });
    } catch (error) {
      if (error instanceof CarryoverError) return error;
      throw error;
    }
    throw new Error("There was a plan.");
  };

  it("keeps by default every channel within half of its spend, scaled to the budget, and says so", async () => {
    const result = optimize(await model(), { horizon, goal: { kind: "budget", change: 1 } });
    result.channels.forEach(({ lower, upper, current }) => {
      expect(lower / current).toBeCloseTo(1, 12);
      expect(upper / current).toBeCloseTo(3, 12);
    });
    expect(result.recommended.spend / result.current.spend).toBeCloseTo(2, 12);
    expect(result.notices.map(({ code }) => code)).toContain("default-bounds");
  });

  it("say that flights are spread evenly, unless the plan keeps them or the channel had none", async () => {
    const flighted = await madeUpModel({ draws: 6 });
    const told = (model: FittedModel, flighting: "even" | "observed"): readonly string[] =>
      optimize(model, { horizon: 4, flighting }).notices.flatMap(({ code, message }) =>
        code === "flights-spread" ? [message] : [],
      );
    expect(told(flighted, "even")).toEqual([expect.stringMatching(/^"TV" has run in flights/)]);
    expect(told(flighted, "observed")).toEqual([]);
    expect(told(await madeUpModel({ draws: 6, tv: (week) => 1000 + 10 * (week % 9) }), "even")).toEqual([]);
  });

  it("warns of every channel that would spend more in a week than ever observed, with what was observed", async () => {
    const result = optimize(await model(), { horizon, goal: { kind: "budget", change: 1 } });
    const warnings = result.notices.filter(({ code }) => code === "beyond-observed-spend");
    expect(warnings.map(({ level }) => level)).toEqual(["warning", "warning"]);
    expect(warnings[0].message).toContain("the largest observed spend is 15");
    expect(result.recommended.channels.every(({ extrapolates }) => extrapolates)).toBe(true);
    const now = optimize(await model(), {
      horizon,
      bounds: { a: { upper: { change: 0.1 } }, b: { upper: { change: 0.1 } } },
    });
    expect(now.notices.some(({ code }) => code === "beyond-observed-spend")).toBe(false);
  });

  it("leaves fixed channels as they are and respects minima", async () => {
    const fixed = optimize(await model(), { horizon, fixed: ["b"], goal: { kind: "budget", total: 410 } });
    expect(recommended(fixed)[1]).toBeCloseTo(fixed.channels[1].current, 9);
    expect(fixed.channels[1].status).toBe("fixed");
    expect(recommended(fixed)[0]).toBeCloseTo(410 - fixed.channels[1].current, 6);
    const half = { lower: { change: -0.5 }, upper: { change: 0.5 } };
    const least = optimize(await model(), { horizon, minimum: { b: 290 }, bounds: { a: half, b: half } });
    expect(recommended(least)[1]).toBeCloseTo(290, 6);
  });

  it("names bounds that leave no room for the budget, by how much, and has an exit code for it", async () => {
    const much = await problemOf({
      goal: { kind: "budget", total: 1000 },
      bounds: { a: { upper: { amount: 100 } }, b: { upper: { amount: 200 } } },
    });
    expect(much.exitCode).toBe(exitCodes.notFeasible);
    expect(much.problems[0]).toMatchObject({
      code: "budget-above-bounds",
      message: "The upper bounds add up to 300, which is 700 less than the budget.",
    });
    const little = await problemOf({ goal: { kind: "budget", total: 100 }, minimum: { a: 80, b: 50 } });
    expect(little.problems[0].message).toBe("The lower bounds add up to 130, which is 30 more than the budget.");
    const crossed = await problemOf({ bounds: { a: { lower: { amount: 50 }, upper: { change: -0.9 } } } });
    expect(crossed.problems[0].code).toBe("bounds-crossed");
  });

  it("says which ROI is the best within bounds when the target is out of reach", async () => {
    // The ROI of a channel is largest at its least spend: top / (half + x) at the bound.
    const error = await problemOf({
      goal: { kind: "roi", target: 4 },
      bounds: { a: { lower: { amount: 50 } }, b: { lower: { amount: 50 } } },
    });
    expect(error.exitCode).toBe(exitCodes.notFeasible);
    expect(error.problems[0].message).toContain("the best found is 3.08, at a spend of 100");
  });

  it("says that a fit which has not converged may not be relied on", async () => {
    const result = optimize({ ...(await model()), converged: false }, { horizon });
    expect(result.converged).toBe(false);
    expect(result.notices[0].code).toBe("fit-not-converged");
  });

  it("keeps every week of a fixed channel where weeks are decided", async () => {
    const weeks = [5, 0, 20, 5, 5, 0, 0, 10, 5, 0];
    const settings = { horizon, byWeek: true, current: { b: weeks }, fixed: ["b"] };
    const { recommended: plan, solver } = optimize(await model(), settings);
    plan.channels[1].periods.forEach((spend, t) => expect(spend).toBeCloseTo(weeks[t], 9));
    expect(solver.converged).toBe(true);
  });

  it("plans a quarter of a daily table: 91 days", async () => {
    const long = (name: string, spend: number): WorldChannel => ({
      ...concave(name, spend, 40, 8),
      spend: constantSpend(spend, 200),
    });
    const daily = await world([long("a", 10), long("b", 30)], 1, "day");
    const result = optimize(daily);
    expect([result.horizon, result.period]).toEqual([91, "day"]);
    expect(result.current.channels[0].periods).toHaveLength(91);
    expect(result.solver.converged).toBe(true);
  });

  it("is plain data: JSON keeps all of it", async () => {
    const result = optimize(await model(), { horizon, byWeek: true });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});
