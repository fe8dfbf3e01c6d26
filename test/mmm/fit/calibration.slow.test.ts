import { describe, expect, it } from "vitest";
import { holmAdjusted } from "../../../src/studies/recovery/coverage.ts";
import { recoverSet } from "../../../src/studies/recovery/recover-task.ts";
import type { FittedSet } from "../../../src/studies/recovery/recovery-set.ts";
import { ranksOf } from "../../../src/studies/recovery/recovery.ts";
import { calibrationSets } from "../support/calibration-study.ts";

describe("simulation-based calibration of the default model (small; benchmarks/calibration.ts has more fits)", () => {
  it("gives uniform ranks for every parameter and quantity, and for the likelihood", async () => {
    const fits = 50;
    const source = await calibrationSets(fits, { chains: 2, warmup: 400, draws: 500 });
    const { signal } = new AbortController();
    const sets: FittedSet[] = [];
    for (let i = 0; i < fits; i++)
      sets.push(await recoverSet({ set: await source.set(i), calibrate: true }, { signal }));
    expect(sets.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    const ranks = ranksOf(sets);
    expect(ranks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "decay[TV]",
        "contribution[Search]",
        "marginal_roi[TV]",
        "total_contribution",
        "log_likelihood",
      ]),
    );
    // All of them together by one chance in a thousand.
    const adjusted = holmAdjusted(ranks.map(({ pValue }) => pValue));
    expect(ranks.filter((_, i) => adjusted[i] <= 0.001).map(({ name, pValue }) => [name, pValue])).toEqual([]);
  }, 120_000);
});
