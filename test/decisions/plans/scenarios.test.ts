import { describe, expect, it } from "vitest";
import { intervalOf } from "../../../src/decisions/draws/interval.ts";
import { parsePlanFile } from "../../../src/decisions/plans/plan-file.ts";
import { planResponse } from "../../../src/decisions/plans/plan-response.ts";
import { compareScenarios, scenarioSettings } from "../../../src/decisions/plans/scenarios.ts";
import { CarryoverError, formatProblem } from "../../../src/problems/problem.ts";
import { around, constantSpend, world } from "../support/plan-world.ts";

const draws = 40;
const model = await world(
  ["TV", "Radio"].map((name, i) => ({
    name,
    spend: constantSpend(10 * (i + 1)),
    parameters: {
      decay: around(0.4, 0.1, draws, i),
      slope: around(1.4, 0.1, draws, 10 + i),
      half_saturation: around(12, 0.2, draws, 20 + i),
      coefficient: around(1, 0.2, draws, 30 + i),
    },
  })),
  draws,
);
const settingsOf = async (text: string) =>
  scenarioSettings(model, await parsePlanFile(text, "plans.yaml", "scenarios"));

const text = `
horizon: 4
margin: 0.5
plans:
  more TV: { TV: +20% }
  burst: { Radio: [80, 0, 0, 0] }
  nothing: { TV: 0, Radio: 0 }
`;

describe("scenarios", async () => {
  const result = compareScenarios(model, await settingsOf(text));

  it("hold the current plan first, then those of the file; what a plan does not name stays as it is", () => {
    expect(result.plans.map(({ name }) => name)).toEqual(["current", "more TV", "burst", "nothing"]);
    const spend = result.plans.map(({ channels }) => channels.map(({ periods }) => periods));
    expect(spend[0]).toEqual([new Array(4).fill(10), new Array(4).fill(20)]);
    expect(spend[1][0]).toEqual(new Array(4).fill(expect.closeTo(12, 12)));
    expect(spend[1][1]).toEqual(spend[0][1]);
    expect(spend[2]).toEqual([spend[0][0], [80, 0, 0, 0]]);
    expect(result.plans[3].roiWithCarryOver).toBeNull();
    expect(result.plans[3].contributionWithCarryOver.mean).toBe(0);
  });

  it("compare every pair, draw by draw", () => {
    expect(result.comparisons.map(({ plan, over }) => `${plan} over ${over}`)).toEqual([
      "more TV over current",
      "burst over current",
      "nothing over current",
      "burst over more TV",
      "nothing over more TV",
      "nothing over burst",
    ]);
    const response = planResponse(model, { horizon: 4 });
    const revenueOf = (plan: readonly (readonly number[])[]): Float64Array => {
      const both = new Float64Array(draws * 2);
      response.run(Float64Array.from(plan.flat()), both);
      return Float64Array.from({ length: draws }, (_, draw) => both[2 * draw] + both[2 * draw + 1]);
    };
    const plans = result.plans.map(({ channels }) => revenueOf(channels.map(({ periods }) => periods)));
    const difference = plans[2].map((value, draw) => value - plans[1][draw]);
    const comparison = result.comparisons[3];
    const expected = intervalOf(difference);
    for (const part of ["mean", "median", "lower", "upper"] as const) {
      expect(comparison.contributionWithCarryOver[part]).toBeCloseTo(expected[part], 9);
      expect(comparison.profit?.[part]).toBeCloseTo(0.5 * expected[part] - comparison.spend, 9);
    }
    // A share is the ratio of the two numbers that stand beside it.
    const [over, gain] = [result.plans[1], comparison].map((each) => each.contributionWithCarryOver.estimate);
    expect(comparison.share!.estimate).toBeCloseTo(gain / over, 9);
    expect(comparison.probability).toBe(difference.filter((value) => value > 0).length / draws);
    expect(result.comparisons[0].probability).toBe(1);
  });

  it("warn where a plan spends more or less in a week than was ever observed", () => {
    expect(result.notices.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      expect.stringContaining(
        "below-observed-spend: The plan spends as little as 0 on TV in one week; the smallest observed spend is 10.",
      ),
      expect.stringContaining(
        "beyond-observed-spend: The plan spends up to 80 on Radio in one week; the largest observed spend is 30.",
      ),
      expect.stringContaining(
        "below-observed-spend: The plan spends as little as 0 on Radio in one week; the smallest observed spend is 20.",
      ),
    ]);
  });

  it("are told where their file is wrong", async () => {
    const wrong = `
horizon: 4
current: { TV: 0 }
plans:
  current: { TV: +20% }
  other: { Radoi: 5, Radio: [1, 2] }
  third: { Radio: [1, 2, 3, -4] }
`;
    const problems = await settingsOf(wrong).then(
      () => [],
      (error: CarryoverError) => error.problems.map(formatProblem),
    );
    expect(problems).toEqual([
      expect.stringContaining("plans.yaml:5:12: The name `current` is reserved"),
      expect.stringContaining('plans.yaml:5:12: "TV" has no current spend'),
      expect.stringMatching(/^plans\.yaml:6:29: Spend of Radio must have one value for each of the 4 periods/),
      expect.stringMatching(/^plans\.yaml:6:19: The fit has no such channel\. Received "Radoi"\. Did you mean "Radio"/),
      expect.stringMatching(/^plans\.yaml:7:19: Spend must be at least 0\. Received -4\./),
    ]);
    await expect(settingsOf("horizon: 4")).rejects.toThrow("The key `plans` is missing.");
    await expect(settingsOf("plans: { a: { TV: lots } }")).rejects.toThrow("`plans.a.TV` must be a total");
  });
});
