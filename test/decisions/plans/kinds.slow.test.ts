// Plans and budgets with every kind of adstock and saturation, in either order.

import { describe, expect, it } from "vitest";
import { optimize } from "../../../src/decisions/plans/optimize.ts";
import { planResponse } from "../../../src/decisions/plans/plan-response.ts";
import { adstockNames, saturationNames } from "../../mmm/support/plain-kinds.ts";
import { madeUpModel, plainContribution } from "../support/made-up-model.ts";

const horizon = 6;
const draws = 10;
const files = [
  ...adstockNames.map((kind) => `adstock: ${kind}`),
  ...saturationNames.map((kind) => `saturation: ${kind}`),
  ...saturationNames.map((kind) => `saturation: ${kind}\norder: saturation_first`),
  "adstock: { kind: binomial, window: 5, normalize: false }\norder: saturation_first",
];
const plan = Float64Array.from({ length: 3 * horizon }, (_, i) => 500 + ((i * 379) % 1000));

describe.each(files)("plans with %s", async (file) => {
  const model = await madeUpModel({ file, draws });
  const response = planResponse(model, { horizon });
  const run = (spend: Float64Array): { revenue: Float64Array; gradient: Float64Array } => {
    const revenue = new Float64Array(draws * 3);
    const gradient = new Float64Array(draws * spend.length);
    response.run(spend, revenue, gradient);
    return { revenue, gradient };
  };

  it("bring what a simulation of the table, the plan and the weeks after it brings", () => {
    const { revenue } = run(plan);
    for (let draw = 0; draw < draws; draw++) {
      for (let channel = 0; channel < 3; channel++) {
        const series = [
          ...model.data.channels[channel].spend,
          ...plan.subarray(channel * horizon, (channel + 1) * horizon),
          ...new Array<number>(response.carryOut.periods).fill(0),
        ];
        const expected = plainContribution(model, draw, channel, series)
          .slice(model.data.rows)
          .reduce((sum, value) => sum + value, 0);
        expect(revenue[draw * 3 + channel] / expected).toBeCloseTo(1, 8);
      }
    }
  });

  it("have the derivatives of central differences", () => {
    const { gradient } = run(plan);
    for (const cell of [0, 5, 8, 17]) {
      const step = plan[cell] * 1e-4;
      const [up, down] = [run(plan.with(cell, plan[cell] + step)), run(plan.with(cell, plan[cell] - step))];
      for (let draw = 0; draw < draws; draw++) {
        let difference = 0;
        for (let channel = 0; channel < 3; channel++) {
          difference += (up.revenue[draw * 3 + channel] - down.revenue[draw * 3 + channel]) / (2 * step);
        }
        const slope = gradient[draw * plan.length + cell];
        expect(Math.abs(slope - difference)).toBeLessThan(1e-5 * Math.max(1e-3, Math.abs(difference)));
      }
    }
  });

  it("are optimized to a budget that no other allocation beats by much", () => {
    const { solver, recommended, current } = optimize(model, { horizon, draws });
    expect(solver.converged).toBe(true);
    expect(recommended.contributionWithCarryOver.mean).toBeGreaterThanOrEqual(
      current.contributionWithCarryOver.mean * (1 - 1e-9),
    );
  });
});
