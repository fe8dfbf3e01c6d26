import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePlanFile, type PlanDocument, readPlanFile } from "../../../src/decisions/plans/plan-file.ts";
import type { OptimizeFile } from "../../../src/decisions/plans/plan-schema.ts";
import { optimizeSettings } from "../../../src/decisions/plans/plan-settings.ts";
import { CarryoverError, formatProblem } from "../../../src/problems/problem.ts";
import { constantSpend, world } from "../support/plan-world.ts";

const parameters = { decay: 0.5, slope: 1, half_saturation: 10, coefficient: 1 };
const model = await world(
  ["TV", "Radio", "Social"].map((name, i) => ({ name, spend: constantSpend([10, 20, 35][i]), parameters })),
);

const options = (content: OptimizeFile = {}): PlanDocument<OptimizeFile> => ({
  content,
  where: ([key]) => `--${key}`,
  received: () => "",
});

async function problemsOf(run: () => unknown): Promise<readonly string[]> {
  try {
    await run();
  } catch (error) {
    if (error instanceof CarryoverError) return error.problems.map(formatProblem);
    throw error;
  }
  return [];
}

const settingsOf = async (text: string, own: OptimizeFile = {}) =>
  optimizeSettings(model, await parsePlanFile(text, "plan.yaml", "optimize"), options(own));

describe("constraints of a plan file", () => {
  it("are those of settings: amounts, changes and periods parsed", async () => {
    const settings = await settingsOf(`
horizon: 8
by_week: true
groups: { online: { channels: [Radio, spend_Social], periods: 1..2, bounds: -10%..+20% } }
pinned: { TV: { 1..2: 50, 4: 0 } }
period_bounds: { Radio: 0..90 }
ramps: { Social: 20%, Radio: 5 }
flights: { TV: { off: [7, 5..6], shortest: 2, most: 2 } }
minimum_order: { Radio: 20 }
step_cost: { spend_TV: 15 }
price_response: { Social: 0.2, TV: { elasticity: 0.1, reference: 12 } }
returns: [{ channels: [TV], roi: 1.2, probability: 0.8 }]
target_contribution: 900
objective: mean_less_spread
aversion: 0.5
`);
    expect(settings).toMatchObject({
      groups: {
        online: {
          channels: ["Radio", "spend_Social"],
          periods: [1, 2],
          bounds: { lower: { change: -0.1 }, upper: { change: 0.2 } },
        },
      },
      pinned: {
        TV: [
          { periods: [4, 4], spend: 0 },
          { periods: [1, 2], spend: 50 },
        ],
      },
      periodBounds: { Radio: { lower: { amount: 0 }, upper: { amount: 90 } } },
      ramps: { Social: { change: 0.2 }, Radio: { amount: 5 } },
      flights: {
        TV: {
          off: [
            [7, 7],
            [5, 6],
          ],
          shortest: 2,
          most: 2,
        },
      },
      minimumOrder: { Radio: 20 },
      stepCost: { TV: 15 },
      priceResponse: { Social: { elasticity: 0.2 }, TV: { elasticity: 0.1, reference: 12 } },
      returns: [{ channels: ["TV"], roi: 1.2, probability: 0.8 }],
      goal: { kind: "contribution", target: 900 },
      objective: { statistic: "mean-less-spread", aversion: 0.5 },
    });
  });

  it("say where they stand when they are wrong", async () => {
    const text =
      "horizon: 4\npinned: { TV: { 9: 1 } }\ngroups: { g: { channels: [Tv], bounds: ..5 } }\nreturns: [{ roi: -1 }]\n";
    const problems = await problemsOf(() => settingsOf(text));
    expect(problems).toEqual([
      expect.stringMatching(/plan\.yaml:2.*only totals are planned/s),
      expect.stringMatching(/plan\.yaml:2.*from 1 to 4/s),
      expect.stringMatching(/plan\.yaml:3.*A group names what the plan does not have/s),
      expect.stringMatching(/plan\.yaml:4.*an ROI above 0/s),
    ]);
  });
});

describe("a plan file", () => {
  it("says all that options can say, and current spend by week", async () => {
    const settings = await settingsOf(`
horizon: 3
budget: 500
objective: quantile
probability: 0.25
margin: 0.4
flighting: { TV: [1, 2, 1] }
bounds: { spend_TV: -20%..+30%, Radio: 100 }
fixed: [Social]
minimum: { TV: 5 }
current: { TV: [10, 0, 20], Radio: 90 }
draws: 200
level: 0.8
by_week: true
`);
    expect(settings).toEqual({
      horizon: 3,
      goal: { kind: "budget", total: 500 },
      objective: { statistic: "quantile", probability: 0.25, margin: 0.4 },
      margin: 0.4,
      flighting: { TV: [1, 2, 1] },
      bounds: {
        TV: { lower: { change: -0.2 }, upper: { change: 0.3 } },
        Radio: { lower: { amount: 100 }, upper: { amount: 100 } },
      },
      fixed: ["Social"],
      minimum: { TV: 5 },
      current: { TV: [10, 0, 20], Radio: 90 },
      draws: 200,
      level: 0.8,
      byWeek: true,
      byGeo: false,
    });
  });

  it("gives way to options, goal by goal and channel by channel", async () => {
    const settings = await settingsOf("budget: 500\nbounds: { TV: 1..2, Radio: 3..4 }\n", {
      budget_change: "-10%",
      bounds: { Radio: "5..6" },
    });
    expect(settings.goal).toEqual({ kind: "budget", change: -0.1 });
    expect(settings.bounds).toEqual({
      TV: { lower: { amount: 1 }, upper: { amount: 2 } },
      Radio: { lower: { amount: 5 }, upper: { amount: 6 } },
    });
  });

  it("is told where it is wrong: line, column, what was meant", async () => {
    const text = "horizn: 13\nbounds:\n  TV: 30%..-20%\ntarget_roi: -1\nfixed: TV\nlevel: high\n";
    expect(await problemsOf(() => settingsOf(text))).toEqual([
      expect.stringMatching(/^plan\.yaml:1:1: There is no key `horizn`\. Did you mean "horizon"\?/),
      expect.stringMatching(/^plan\.yaml:3:7: `bounds\.TV` must be two ends .* Received 30%\.\.-20%\./),
      expect.stringMatching(/^plan\.yaml:4:13: `target_roi` must be a number above 0\. Received -1\./),
      expect.stringMatching(/^plan\.yaml:5:8: `fixed` must be a list of channels\. Received TV\./),
      expect.stringMatching(/^plan\.yaml:6:8: `level` must be a number above 0 and below 1\. Received high\./),
    ]);
  });

  it("is told which channels the fit does not have, which lists do not fit, and what contradicts itself", async () => {
    const text = `
horizon: 2
bounds: { Radoi: 1..2, TV: 1..2 }
fixed: [TV]
flighting: { Social: [1, 2, 3] }
current: { TV: [1, -2] }
budget: 100
target_roi: 2
margin: 0.2
probability: 0.2
`;
    expect(await problemsOf(() => settingsOf(text))).toEqual([
      expect.stringMatching(
        /^plan\.yaml:3:18: The fit has no such channel\. Received "Radoi"\. Did you mean "Radio"\?/,
      ),
      expect.stringContaining('"TV" is fixed and has bounds or a minimum.'),
      expect.stringMatching(/^plan\.yaml:6:16: Spend must be at least 0\. Received -2\./),
      expect.stringMatching(/^plan\.yaml:5:22: A flighting must have one value for each of the 2 periods/),
      expect.stringContaining("can decide how much is spent"),
      expect.stringContaining("A probability goes with the objectives quantile and cvar."),
    ]);
    expect(await problemsOf(() => settingsOf("objective: profit"))).toEqual([
      expect.stringContaining("The objective profit needs a margin."),
    ]);
  });

  it("that is empty or no map is told what it must be", async () => {
    for (const text of ["", "[1, 2]"]) {
      expect(await problemsOf(() => settingsOf(text))).toEqual([
        expect.stringContaining("The plan file must be a map"),
      ]);
    }
  });
});

describe("a table of spend by week", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "carryover-plans-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("takes a calendar as current spend by period", async () => {
    const file = join(folder, "calendar.csv");
    await writeFile(file, "week,channel,spend\n61,TV,10\n61,Radio,5\n62,TV,0\n62,Radio,7\n");
    const { content } = await readPlanFile(file, "optimize");
    expect(content).toEqual({ horizon: 2, current: { TV: [10, 0], Radio: [5, 7] } });
    await writeFile(file, "week,geo,channel,spend\n61,North,TV,10\n62,North,TV,3\n61,all geos,Search,5\n");
    expect((await readPlanFile(file, "optimize")).content).toEqual({
      horizon: 2,
      by_geo: true,
      current: { "TV in North": [10, 3], Search: [5, 0] },
    });
    await writeFile(file, "week,channel,spend\n61,TV,-1\n");
    expect(await problemsOf(() => readPlanFile(file, "optimize"))).toEqual([expect.stringMatching(/at least 0/)]);
  });

  it("is current spend, one row for each period of the horizon", async () => {
    const file = join(folder, "plan.csv");
    await writeFile(file, "week,spend_TV,Radio\n1,10,0\n2,20,5\n");
    const settings = optimizeSettings(model, await readPlanFile(file, "optimize"), options());
    expect(settings).toMatchObject({ horizon: 2, current: { TV: [10, 20], Radio: [0, 5] } });
  });

  it("is told which cell is no amount, and which column is no channel", async () => {
    const file = join(folder, "bad.csv");
    await writeFile(file, "TV,Radio\n10,x\n20,5\n");
    const [problem] = await problemsOf(() => readPlanFile(file, "optimize"));
    expect(problem).toContain('bad.csv, line 2, column "Radio"');
    await writeFile(file, "TV,Radoi\n10,1\n20,5\n");
    const [unknown] = await problemsOf(async () =>
      optimizeSettings(model, await readPlanFile(file, "optimize"), options()),
    );
    expect(unknown).toContain('bad.csv, column "Radoi": The fit has no such channel.');
  });

  it("or a plan file that is not there is said to be missing", async () => {
    expect(await problemsOf(() => readPlanFile(join(folder, "none.yaml"), "scenarios"))).toEqual([
      expect.stringContaining("The plan file cannot be read: there is no such file."),
    ]);
  });
});
