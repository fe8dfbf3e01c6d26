// The study of failing worlds from end to end: short fits, one after another.

import { describe, expect, it } from "vitest";
import type { TaskThreads } from "../../../src/threads/task.ts";
import {
  runScenario,
  type ScenarioOutcome,
  type ScenarioPayload,
} from "../../../src/studies/failing-worlds/scenario-task.ts";
import { scenarioWorlds } from "../../../src/studies/failing-worlds/scenario-worlds.ts";
import { runScenarios } from "../../../src/studies/failing-worlds/scenarios.ts";

const short = { chains: 2, warmup: 250, draws: 150 };
/** The tasks one after another in this thread. */
const here: TaskThreads = {
  size: 1,
  run: ({ payload }) => runScenario(payload as ScenarioPayload),
  close: async () => undefined,
};

describe("the study", () => {
  it("fits tables of every world, warns where sales come before spend, and gives the same figures again", async () => {
    const chosen = scenarioWorlds.filter(({ world }) => ["easy", "follows-sales"].includes(world));
    const seen: number[] = [];
    const options = { threads: here, datasets: 2, seed: 3, worlds: chosen, sampling: short };
    const study = (await runScenarios({ ...options, onFit: (done) => void seen.push(done) }))!;
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(study.failures).toEqual([]);
    expect(study.outcomes.map(({ world, seed }) => `${world} ${seed}`)).toEqual([
      "easy 3",
      "follows-sales 3",
      "easy 4",
      "follows-sales 4",
    ]);
    const follows = study.worlds.find(({ world }) => world === "follows-sales")!;
    expect(follows.checks.find(({ check }) => check === "spend-follows-sales")).toEqual({
      check: "spend-follows-sales",
      review: 2,
      fail: 0,
    });
    const again = (await runScenarios({ ...options, datasets: 1 }))!;
    const timeless = (one: ScenarioOutcome) => ({ ...one, seconds: 0 });
    expect(again.outcomes.map(timeless)).toEqual(study.outcomes.slice(0, 2).map(timeless));
    expect(JSON.parse(JSON.stringify(study)).worlds).toEqual(study.worlds);
  });

  it("holds panels against their truth in total and by geo", async () => {
    const [world] = scenarioWorlds.filter((each) => each.world === "panel-late");
    const sampling = { chains: 1, warmup: 30, draws: 12 };
    const study = (await runScenarios({ threads: here, datasets: 1, seed: 1, worlds: [world], sampling }))!;
    expect(study.failures).toEqual([]);
    const [{ judgment, leapfrogsPerDraw, checks }] = study.outcomes;
    expect(judgment.geos?.map(({ of }) => of)).toContain("Search in East");
    expect(judgment.geos?.length).toBe(3 * 8);
    const truths = (of: string): number =>
      judgment.geos!.filter((each) => each.of.startsWith(`${of} in `)).reduce((sum, { truth }) => sum + truth, 0);
    for (const { of, truth } of judgment.contributions.slice(0, -1)) expect(truths(of) / truth).toBeCloseTo(1, 8);
    expect(study.worlds[0].geos?.of).toBe(24);
    expect(leapfrogsPerDraw).toBeGreaterThan(1);
    expect(checks.length).toBeGreaterThan(5);
  });
});
