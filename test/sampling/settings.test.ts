import { describe, expect, it } from "vitest";
import { CarryoverError } from "../../src/problems/problem.ts";
import { defaultSettings, resolveSettings, type Settings } from "../../src/sampling/settings.ts";
import { sample } from "../../src/sampling/sample.ts";
import { independentNormal } from "./support/targets.ts";

describe("settings", () => {
  it("are the defaults where nothing is given", () => {
    expect(resolveSettings()).toEqual(defaultSettings);
    expect(resolveSettings({ chains: 2, draws: undefined } as unknown as Partial<Settings>)).toEqual({
      ...defaultSettings,
      chains: 2,
    });
  });

  it("have a warm-up that depends on the schedule and the algorithm", () => {
    expect(resolveSettings({ schedule: "stan" }).warmup).toBe(1000);
    expect(resolveSettings({ schedule: "stan", warmup: 300 }).warmup).toBe(300);
    expect(resolveSettings({ algorithm: "chees" }).warmup).toBe(300);
  });

  it("are refused all at once, each with its place, what was received and what to do", () => {
    const wrong = { chains: 0, targetAccept: 1.2, metric: "full", seed: 0.5 } as unknown as Partial<Settings>;
    try {
      resolveSettings(wrong);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof CarryoverError)) throw error;
      expect(error.problems.map((problem) => [problem.where, problem.received])).toEqual([
        ["sampling.chains", "0"],
        ["sampling.seed", "0.5"],
        ["sampling.targetAccept", "1.2"],
        ["sampling.metric", "full"],
      ]);
      expect(error.problems[0].message).toBe("chains must be a whole number from 1 to 10000.");
    }
  });

  it("are refused by a name that does not exist, with the one that was meant", () => {
    expect(() => resolveSettings({ targetAcept: 0.9 } as Partial<Settings>)).toThrow('Did you mean "targetAccept"?');
  });

  it("do not combine Stan's schedule with a low-rank metric", () => {
    expect(() => resolveSettings({ schedule: "stan", metric: "low-rank" })).toThrow("no low-rank metric");
  });

  it("do not combine Stan's schedule with chains that adapt together", () => {
    expect(() => resolveSettings({ schedule: "stan", algorithm: "chees" })).toThrow("adapts each chain by itself");
  });

  it.each([
    ["num_draws", "draws"],
    ["target_accept", "targetAccept"],
    ["adapt_delta", "targetAccept"],
    ["tune", "warmup"],
    ["iter_warmup", "warmup"],
    ["max_treedepth", "maxDepth"],
    ["random_seed", "seed"],
  ])("knows that %s is %s", (name, meant) => {
    expect(() => resolveSettings({ [name]: 5 })).toThrow(`Did you mean "${meant}"?`);
  });

  it("are not looked for among the options, where they would be ignored", async () => {
    const density = independentNormal([1, 1]);
    await expect(sample(density, {}, { draws: 10 } as object)).rejects.toThrow("There is no setting draws.");
    await expect(sample(density, {}, { initialCenter: [1] })).rejects.toThrow("one finite number for each of 2");
    await expect(sample(density, {}, { initialCenter: [1, Number.NaN] })).rejects.toThrow("Received NaN");
  });
});
