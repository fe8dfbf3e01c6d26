import { describe, expect, it } from "vitest";
import { parseDesignFile } from "../../../src/decisions/experiments/design-file.ts";
import { nextTests } from "../../../src/decisions/experiments/next-tests.ts";
import { counterfactualOf, testTemplate } from "../../../src/decisions/experiments/test-template.ts";
import { liftsOf } from "../../../src/decisions/experiments/test-lifts.ts";
import { modelOfGeo } from "../../../src/decisions/draws/geos.ts";
import { changeOfRow } from "../../../src/mmm/experiments/index.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { plainContribution, sum } from "../support/made-up-model.ts";
import { madeUpPanel, panelGeos } from "../support/made-up-panel.ts";
import { around, constantSpend, world } from "../support/plan-world.ts";

const draws = 60;
const nation = await world(
  ["TV", "Radio"].map((name, i) => ({
    name,
    spend: constantSpend(10 * (i + 1)),
    parameters: {
      decay: around(0.4, 0.1, draws, i),
      slope: around(1.1, 0.1, draws, 10 + i),
      half_saturation: around(12, 0.3, draws, 20 + i),
      coefficient: around(1, 0.6, draws, 30 + i),
    },
  })),
  draws,
);
const panel = await madeUpPanel({ draws: 12 });
const codes = (call: () => unknown): readonly string[] => {
  try {
    call();
  } catch (error) {
    if (error instanceof CarryoverError) return error.problems.map(({ code, where }) => `${code} ${where ?? ""}`);
    throw error;
  }
  return [];
};

describe("the lift of a test", () => {
  it("is what the model's equation says of both trajectories, in its geos, weeks and cooldown", () => {
    const [weeks, start, cooldown, geos] = [3, 2, 2, [1, 2]];
    const design = { name: "", channels: [0], geos, everywhere: false, factor: 0.5, weeks, start, cooldown };
    const { read, spend, usual } = liftsOf(panel, 12)(design);
    const draw = 5;
    const plain = geos.map((geo) => {
      const { name, population, first, end } = panelGeos[geo];
      const own = modelOfGeo(panel, name);
      const before = Array.from(own.data.channels[0].spend);
      const rate = sum(before.slice(first, end)) / (end - first);
      const brought = (factor: number): number => {
        const after = Array.from({ length: start - 1 + weeks + cooldown }, (_, t) =>
          t < start - 1 ? rate : t < start - 1 + weeks ? factor * rate : 0,
        );
        const all = [...before, ...after].map((value) => value / population);
        return population * sum(plainContribution(own, draw, 0, all).slice(before.length));
      };
      return { rate, lift: brought(0.5) - brought(1) };
    });
    expect(read[draw] / sum(plain.map(({ lift }) => lift))).toBeCloseTo(1, 9);
    expect(usual / sum(plain.map(({ rate }) => rate))).toBeCloseTo(1, 9);
    expect(spend / (-0.5 * weeks * usual)).toBeCloseTo(1, 9);
  });

  it("has the counterfactual of lift tests as an inverse", () => {
    for (const factor of [0, 0.5, 2, 1.3]) {
      const change = changeOfRow(counterfactualOf({ factor, usualSpend: 80 }), 0);
      expect((change.factor * factor * 80 + change.addend) / 80).toBeCloseTo(1, 5);
    }
  });
});

describe("which test next", () => {
  const next = nextTests(nation, { weeks: 3, tests: 2 });

  it("looks at every channel off, at half and at double spend, best first, and says it in words", () => {
    expect(next.tests.map(({ name }) => name).toSorted()).toEqual(
      ["TV", "Radio"].flatMap((name) => ["double", "half", "off"].map((change) => `${name} ${change}`)).toSorted(),
    );
    const values = next.tests.map(({ value }) => value);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(Math.max(...values)).toBeLessThanOrEqual(next.plan.certainty * (1 + 1e-9));
    for (const { name, se, smallestEffect, words, learned, channels } of next.tests) {
      expect(smallestEffect / se).toBeCloseTo(2.8016, 3);
      expect(words.join(" "), name).toContain(`${channels[0]}`);
      // Channels are independent in these draws, so a test tells most of its own.
      const [most] = learned.toSorted((a, b) => b.roi.information - a.roi.information);
      expect(most.channel).toBe(channels[0]);
    }
  });

  it("says that a test with two levels of spend does not identify saturation", () => {
    const words = nextTests(nation, { weeks: 3, channels: ["TV"], changes: ["off"] }).tests[0];
    // The first row of the table has a third level.
    expect(words.spendLevels).toBe(3);
    const flat = {
      ...nation,
      data: {
        ...nation.data,
        channels: nation.data.channels.map((channel) => ({ ...channel, spend: channel.spend.map(() => 10) })),
      },
    };
    const [off] = nextTests(flat, { weeks: 3, channels: ["TV"], changes: ["off"] }).tests;
    expect(off.words.join(" ")).toContain("would not identify the saturation of TV, because spend has two levels");
  });

  it("chooses tests that run one after the other in a nation, and tell more together than one", () => {
    const { tests } = next.batch;
    expect(tests).toHaveLength(2);
    const first = next.tests.find(({ name }) => name === tests[0].name);
    expect(tests[1].start).toBe(1 + 3 + (first?.cooldown ?? 0));
    expect(tests[1].informationOfRoi).toBeGreaterThan(tests[0].informationOfRoi);
    const { batch } = nextTests(nation, { weeks: 3, tests: 2, rank: "information" });
    expect(new Set(batch.tests.map(({ name }) => name.split(" ")[0])).size).toBe(2);
  });

  it("reads a test in some geos of a panel against the others", () => {
    const [test] = nextTests(panel, {
      weeks: 2,
      cooldown: 0,
      channels: ["TV"],
      changes: ["off"],
      geos: ["South"],
    }).tests;
    expect(test.placebo?.comparedWith).toBe("geos");
    expect(test.geos).toEqual(["South"]);
    const [all] = nextTests(panel, { weeks: 2, cooldown: 0, channels: ["TV"], changes: ["off"], geos: "all" }).tests;
    expect(all.geos).toBeNull();
    expect(test.se).toBeLessThan(all.se);
  });

  it("is counted against its cost in profit where a margin is known", () => {
    const { tests } = nextTests({ ...nation, spec: { ...nation.spec, margin: 0.5 } }, { weeks: 3 });
    for (const { value, net, profit } of tests) expect(net).toBeCloseTo(value + Math.min(0, profit?.mean ?? 0), 9);
  });

  it("takes designs of a file, and writes the chosen ones as experiments to be filled in", async () => {
    const { content } = await parseDesignFile(
      "weeks: 3\ndesigns:\n  - { channels: [TV, Radio], change: +30%, cooldown: 1, se: 12 }\n",
      "designs.yaml",
    );
    const own = nextTests(nation, content);
    expect(own.tests[0]).toMatchObject({ name: "TV and Radio +30%", se: 12, placebo: null, cooldown: 1, weeks: 3 });
    const text = testTemplate(own, nation.data);
    expect(text).toContain(
      '    start: "61"\n    end: "63"\n    cooldown: 1\n    counterfactual: { multiply: 0.769231 }',
    );
  });
});

describe("designs that do not fit a run are refused", () => {
  it.each([
    [{ channels: ["Tv"] }, "unknown-channel channels"],
    [{ geos: ["North"] }, "no-geos geos"],
    [{ weeks: 16 }, "experiment-too-long weeks"],
    [{ weeks: 0 }, "wrong-setting nextTests.weeks"],
    [{ changes: ["+0%"] }, "wrong-setting changes"],
    [{ tests: 9 }, "experiment-too-many tests"],
    [{ objective: "profit" as const }, "objective-conflict objective"],
    [{ chanels: ["TV"] }, "unknown-setting nextTests"],
    [{ designs: [{ channels: "Tv", change: "off" }] }, "unknown-channel designs.0.channels"],
  ])("%j", (settings, problem) => {
    expect(codes(() => nextTests(nation, settings as never))).toEqual([problem]);
  });

  it("in geos that a panel does not have, or that have ended", () => {
    expect(codes(() => nextTests(panel, { weeks: 2, geos: ["Nort"] }))).toEqual(["unknown-geo geos"]);
    expect(codes(() => nextTests(panel, { weeks: 2, geos: ["West"] }))).toEqual(["geo-ended geos"]);
  });

  it("of channels without spend now, which are left out by default", () => {
    const dark = nation.data.channels.map((channel, i) => ({
      ...channel,
      spend: channel.spend.map((spend) => (i === 0 ? 0 : spend)),
    }));
    const model = { ...nation, data: { ...nation.data, channels: dark } };
    expect(codes(() => nextTests(model, { channels: ["TV"] }))).toEqual(["experiment-without-spend channels"]);
    const { tests, notices } = nextTests(model, { weeks: 3 });
    expect(tests.map(({ channels }) => channels[0])).not.toContain("TV");
    expect(notices.map(({ code }) => code)).toContain("experiment-channels-without-spend");
  });

  it("in files, with line and column", async () => {
    await expect(parseDesignFile("designs:\n  - { channels: TV, change: 0% }\n", "d.yaml")).rejects.toMatchObject({
      problems: [{ where: "d.yaml:2:29" }],
    });
  });
});
