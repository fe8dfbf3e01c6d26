// Judging fits against the truth, counting over worlds, and a study that fails.

import { describe, expect, it } from "vitest";
import type { TaskThreads } from "../../../src/threads/task.ts";
import { panelNames } from "../../../src/data/worlds/panels/names.ts";
import { worlds } from "../../../src/data/worlds/simulate.ts";
import { judge, judgeFigure, judgeMove, wrongLimits } from "../../../src/studies/failing-worlds/scenario-judgment.ts";
import {
  runScenario,
  type ScenarioOutcome,
  type ScenarioPayload,
} from "../../../src/studies/failing-worlds/scenario-task.ts";
import {
  checksText,
  heldText,
  scenarioFindings,
  worldSentence,
} from "../../../src/studies/failing-worlds/scenario-words.ts";
import { scenarioWorlds } from "../../../src/studies/failing-worlds/scenario-worlds.ts";
import { runScenarios, scenariosOf } from "../../../src/studies/failing-worlds/scenarios.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { madeUpModel, plainContribution } from "../../decisions/support/made-up-model.ts";

function normals(mean: number, deviation: number, seed: number, count = 4000): Float64Array {
  const random = randomStream([seed, 3]);
  return Float64Array.from({ length: count }, () => mean + deviation * random.normal());
}

describe("an answer", () => {
  it("is wrong when it is sure and far off, and not when it is one of the two", () => {
    const sure = normals(130, 1, 1);
    const doubtful = normals(130, 30, 2);
    expect(judgeFigure("TV", 100, sure)).toMatchObject({ of: "TV", inside: false, wrong: true });
    expect(judgeFigure("TV", 100, doubtful)).toMatchObject({ inside: true, wrong: false });
    // Sure, outside, but off by less than a fifth.
    expect(judgeFigure("TV", 115, sure)).toMatchObject({ inside: false, wrong: false });
    expect(judgeFigure("TV", -100, sure).relativeError).toBeCloseTo(2.3, 1);
  });

  it("is wrong at most once in a hundred tables when the posterior is right", () => {
    const tables = 2000;
    let wrong = 0;
    for (let seed = 0; seed < tables; seed++) {
      // The truth is a draw of the posterior.
      const random = randomStream([seed, 4]);
      const draws = Float64Array.from({ length: 400 }, () => 100 + 50 * random.normal());
      if (judgeFigure("TV", 100 + 50 * random.normal(), draws).wrong) wrong++;
    }
    // Quantiles of 400 draws err by a little more than the share that they leave out.
    expect(wrong / tables).toBeLessThan(1 - wrongLimits.level + 4 * Math.sqrt(0.01 / tables) + 0.005);
  });

  it("moves money from the lowest to the highest mean, and is wrong when it is sure and loses", () => {
    const of = (name: string, truth: number, mean: number, deviation: number, seed: number) => ({
      name,
      truth,
      draws: normals(mean, deviation, seed),
    });
    const losing = judgeMove([of("A", 2, 1, 0.1, 1), of("B", 1.5, 1.5, 0.1, 2), of("C", 1, 3, 0.1, 3)]);
    expect(losing).toMatchObject({ from: "A", to: "C", gain: -1, bestGain: 1, wrong: true });
    expect(losing.probability).toBe(1);
    expect(judgeMove([of("A", 2, 1, 2, 1), of("C", 1, 3, 2, 3)]).wrong).toBe(false);
    // It loses hardly anything.
    expect(judgeMove([of("A", 1.05, 1, 0.1, 1), of("C", 1, 3, 0.1, 3)]).wrong).toBe(false);
  });

  it("is judged for every channel and for all media, by what the channels bring at every draw", async () => {
    const model = await madeUpModel({ weeks: 60, draws: 40 });
    const names = model.spec.channels.map(({ name }) => name);
    const totals = names.map((_, c) =>
      Array.from({ length: 40 }, (__, i) =>
        plainContribution(model, i, c, Array.from(model.data.channels[c].spend)).reduce((sum, value) => sum + value, 0),
      ),
    );
    const middle = (values: number[]): number => {
      const sorted = values.toSorted((a, b) => a - b);
      return (sorted[19] + sorted[20]) / 2;
    };
    const known = { total_spend: 1, total_contribution: 1, roi: 1, marginal_roi: 1 };
    const { contributions, marginalReturns } = judge(model, Object.fromEntries(names.map((name) => [name, known])));
    expect(contributions.map(({ of }) => of)).toEqual([...names, "media"]);
    expect(marginalReturns.map(({ of }) => of)).toEqual(names);
    totals.forEach((own, c) => expect(contributions[c].median / middle(own)).toBeCloseTo(1, 8));
    const all = totals[0].map((_, i) => totals.reduce((sum, own) => sum + own[i], 0));
    expect(contributions.at(-1)!.median / middle(all)).toBeCloseTo(1, 8);
    expect(contributions.at(-1)!.truth).toBe(names.length);
    expect(() => judge(model, {})).toThrow("The world knows nothing of the channel");
  });
});

/** A fit of a world, made up. */
function outcome(world: string, seed: number, wrong: boolean, warned: boolean): ScenarioOutcome {
  const figure = { truth: 100, median: 110, lower: 90, upper: 130, inside: !wrong, relativeError: 0.1, wrong };
  return {
    world,
    seed,
    weeks: 104,
    converged: true,
    seconds: 1,
    divergences: 0,
    leapfrogsPerDraw: 7,
    verdict: warned ? "REVIEW" : "PASS",
    checks: [
      { check: "outliers", status: warned ? "REVIEW" : "PASS", figure: 0.5 },
      { check: "fit-r2", status: "PASS", figure: 0.9 },
    ],
    judgment: {
      contributions: [
        { ...figure, of: "TV" },
        { ...figure, of: "media" },
      ],
      marginalReturns: [],
      wrongRankings: 0,
      wrong,
    },
  };
}

describe("a world", () => {
  const datasets = 20;
  const of = (world: string, wrong: number, warned: (seed: number) => boolean) =>
    Array.from({ length: datasets }, (_, seed) => outcome(world, seed, seed < wrong, warned(seed)));
  const outcomes = [
    ...of("easy", 1, (seed) => seed === 7),
    ...of("hidden-demand", 10, () => false),
    ...of("stock-outs", 10, () => true),
    ...of("collinear", 0, () => true),
  ];
  const found = scenariosOf(scenarioWorlds, outcomes, datasets);
  const summary = (name: string) => found.worlds.find(({ world }) => world === name)!;

  it("is right, warned of or silent by how many answers are wrong and how many of them nothing warned of", () => {
    expect(found.worlds.map(({ world, status }) => [world, status])).toEqual([
      ["easy", "right"],
      ["hidden-demand", "silent"],
      ["collinear", "right"],
      ["stock-outs", "warned"],
    ]);
    expect(summary("hidden-demand")).toMatchObject({ wrong: 10, silent: 10, warned: 0, checks: [] });
    expect(summary("stock-outs")).toMatchObject({ wrong: 10, silent: 0, warned: 20 });
    expect(summary("stock-outs").checks).toEqual([{ check: "outliers", review: 20, fail: 0 }]);
    expect(summary("easy")).toMatchObject({ control: true, wrong: 1, silent: 1, warned: 1, fits: 20 });
    // P(X > 4) of Binomial(20, 0.05) is 0.0026, P(X > 3) is 0.016: bounds that hold with a probability of 99% leave out 0.005 above.
    expect(found.chance).toBe(4);
    expect(summary("easy").media).toMatchObject({ inside: 19, of: 20, bounds: [14, 20] });
  });

  it("is wrong where its intervals hold the truth too seldom, though few answers are far off", () => {
    const narrow = outcomes
      .filter(({ world }) => world === "easy")
      .map((one, seed) => ({
        ...one,
        judgment: {
          ...one.judgment,
          contributions: one.judgment.contributions.map((figure) => ({ ...figure, inside: seed < 12 })),
        },
      }));
    const [only] = scenariosOf(scenarioWorlds, narrow, datasets).worlds;
    expect(only).toMatchObject({ wrong: 1, status: "silent" });
    expect(heldText(only.media)).toBe("12 of 20 LOW");
    expect(heldText(summary("easy").media)).toBe("19 of 20");
  });

  it("is spoken of in plain words", () => {
    const study = { ...found, seed: 1, sampling: { chains: 1, warmup: 1, draws: 1 }, failures: [], seconds: 1 };
    const [first, second, third, controls] = scenarioFindings(study);
    expect(first).toBe("Wrong, mostly without a warning: hidden-demand.");
    expect(second).toBe("Wrong, with a warning: stock-outs.");
    expect(third).toContain("easy and collinear");
    expect(controls).toContain("1 of 20 fits (easy)");
    expect(worldSentence(summary("stock-outs"))).toContain(
      "Wrong in 10 of 20 fits, 0 of them without a warning; 20 fits warned",
    );
    expect(checksText(summary("stock-outs"))).toBe("outliers 20");
    expect(checksText(summary("hidden-demand"))).toBe("none");
  });

  it("has a recipe, and something is said of every recipe", () => {
    const hard = Object.keys(worlds).filter((name) => name !== "ecommerce" && name !== "brand");
    expect(scenarioWorlds.map(({ world }) => world).sort()).toEqual([...hard, ...panelNames].sort());
  });
});

/** The tasks one after another in this thread. */
const here: TaskThreads = {
  size: 1,
  run: ({ payload }) => runScenario(payload as ScenarioPayload),
  close: async () => undefined,
};

describe("the study", () => {
  it("lists fits that fail with their reason, and is nothing when it was canceled", async () => {
    const worldsOf = scenarioWorlds.slice(0, 1);
    const failing: TaskThreads = { ...here, run: async () => Promise.reject(new Error("out of luck")) };
    const study = (await runScenarios({ threads: failing, datasets: 2, worlds: worldsOf }))!;
    expect(study.failures).toEqual([
      { world: "easy", seed: 1, reason: "out of luck" },
      { world: "easy", seed: 2, reason: "out of luck" },
    ]);
    expect(study.worlds).toEqual([]);
    const signal = AbortSignal.abort();
    expect(await runScenarios({ threads: here, datasets: 2, worlds: worldsOf, signal })).toBeUndefined();
  });
});
