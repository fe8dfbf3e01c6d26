// One data set, fitted and held against its truth in this thread.

import { describe, expect, it } from "vitest";
import { priorSets } from "../../../src/studies/recovery/model-sets.ts";
import { presetSets } from "../../../src/studies/recovery/preset-sets.ts";
import { rankedDraws } from "../../../src/studies/recovery/rank.ts";
import { recoverSet } from "../../../src/studies/recovery/recover-task.ts";
import type { RecoverySet } from "../../../src/studies/recovery/recovery-set.ts";
import { short, smallTable } from "../support/table.ts";

const context = { signal: new AbortController().signal };

describe("the task of a recovery study", () => {
  it("gives every parameter and quantity beside its truth, with intervals that nest and a narrower posterior than prior", async () => {
    const set = await presetSets("ecommerce", 104, 1, short).set(0);
    const fitted = await recoverSet({ set, calibrate: false }, context);
    expect(fitted.outcome).not.toBe("failed");
    expect(fitted.withoutTruth).toEqual([]);
    const names = fitted.rows.map(({ group, name }) => `${group} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        "parameter decay[Meta]",
        "parameter half_saturation[Meta]",
        "quantity half_saturation[Meta]",
        "quantity roi[Meta]",
        "quantity marginal_roi[Meta]",
        "quantity total_contribution",
        "parameter sigma",
      ]),
    );
    for (const { lower, upper, mean, sd, spread } of fitted.rows) {
      expect([...lower].sort((a, b) => b - a)).toEqual(lower);
      expect([...upper].sort((a, b) => a - b)).toEqual(upper);
      expect(lower[3] < mean && mean < upper[3] && sd > 0 && spread > 0).toBe(true);
    }
    const sigma = fitted.rows.find(({ name }) => name === "sigma")!;
    // A hundred weeks know the noise to a tenth; the prior is a half-normal of scale 1, whose deviation is 0.603.
    expect(sigma.sd / sigma.truth).toBeLessThan(0.15);
    expect(sigma.prior.sd).toBeGreaterThan(0.55);
    expect(sigma.prior.sd).toBeLessThan(0.66);
    const roi = fitted.rows.find(({ name }) => name === "roi[TikTok]")!;
    const contribution = fitted.rows.find(({ name }) => name === "contribution[TikTok]")!;
    expect(contribution.mean / roi.mean).toBeCloseTo(contribution.truth / roi.truth, 3);
    expect(fitted.rows.every(({ rank }) => rank === undefined)).toBe(true);
  });

  it("adds up: the truth of all media is the sum of the channels', for a truth drawn from the model too", async () => {
    const { data, resolution } = await smallTable();
    const fitted = await recoverSet({ set: await priorSets(data, resolution, 2, 1).set(0), calibrate: true }, context);
    const of = (pattern: RegExp): readonly number[] =>
      fitted.rows.filter(({ name }) => pattern.test(name)).map(({ truth }) => truth);
    const sum = of(/^contribution\[/).reduce((a, b) => a + b, 0);
    expect(of(/^total_contribution$/)[0] / sum).toBeCloseTo(1, 10);
    expect(fitted.rows.find(({ name }) => name === "log_likelihood")).toBeDefined();
    for (const { rank } of fitted.rows) expect(Number.isInteger(rank) && rank! >= 0 && rank! <= rankedDraws).toBe(true);
  });

  it("is the same whenever it is run", async () => {
    const set = await presetSets("ecommerce", 52, 1, short).set(0);
    const { seconds: _, ...first } = await recoverSet({ set, calibrate: false }, context);
    const { seconds: __, ...second } = await recoverSet({ set, calibrate: false }, context);
    expect(second).toEqual(first);
  });

  it("leaves out what the world has no counterpart of, by name, and what priors fix", async () => {
    const set = await presetSets("ecommerce", 52, 1, short).set(0);
    if (set.truth.kind !== "world") throw new Error("A preset is a world.");
    const values = set.truth.values.filter(({ name }) => !name.startsWith("slope"));
    const { priors } = set.resolution.spec;
    const decay = { ...priors.decay, Meta: { distribution: "fixed", parameters: [0.7] } } as const;
    const spec = { ...set.resolution.spec, priors: { ...priors, decay } };
    const other: RecoverySet = { ...set, truth: { kind: "world", values }, resolution: { ...set.resolution, spec } };
    const fitted = await recoverSet({ set: other, calibrate: false }, context);
    expect(fitted.withoutTruth).toEqual(["slope[Shopify]", "slope[TikTok]", "slope[Meta]"]);
    const names = fitted.rows.map(({ name }) => name);
    expect(names).toContain("decay[Shopify]");
    expect(names).not.toContain("decay[Meta]");
    expect(names).not.toContain("half_life[Meta]");
  });

  it("fits a target that no business has", async () => {
    const { data, resolution } = await smallTable();
    const set = await priorSets(data, resolution, 2, 1).set(0);
    // Far below zero and a millionfold apart from the table's scale.
    const values = set.data.target.values.map((value, t) => -1e9 + 1e6 * (value + t));
    const odd = { ...set, data: { ...set.data, target: { ...set.data.target, values } } };
    const fitted = await recoverSet({ set: odd, calibrate: false }, context);
    expect(["converged", "not-converged"]).toContain(fitted.outcome);
    expect(fitted.rows.length).toBeGreaterThan(20);
  });

  it("calls a fit that cannot be made failed, with its reason", async () => {
    const { data, resolution } = await smallTable();
    const set = await priorSets(data, resolution, 2, 1).set(0);
    const values = set.data.target.values.map((value, t) => (t === 7 ? Number.NaN : value));
    const broken = { ...set, data: { ...set.data, target: { ...set.data.target, values } } };
    const fitted = await recoverSet({ set: broken, calibrate: false }, context);
    expect(fitted).toMatchObject({ outcome: "failed", rows: [], index: 0 });
    expect(fitted.reason).not.toBe("");
  });

  it("throws when it is canceled", async () => {
    const canceled = new AbortController();
    canceled.abort(new Error("stop"));
    const set = await presetSets("ecommerce", 52, 1, short).set(0);
    await expect(recoverSet({ set, calibrate: false }, canceled)).rejects.toThrow("stop");
  });
});
