// Profit plans and advice on tables and worlds: the solver arrives, figures lie in their own intervals, and no channel is told two ways to go
// within one question (how to split this budget; which size of it is best).

import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { MediaData } from "../../src/data/panel/media-data.ts";
import { adviceOf, type Advice } from "../../src/decisions/advice/advice.ts";
import { type FittedModel, fittedModel, withBusiness } from "../../src/decisions/draws/index.ts";
import { optimize, type Optimization } from "../../src/decisions/plans/optimize.ts";
import { leastChange, likely } from "../../src/decisions/plans/likely.ts";
import { quantities } from "../../src/decisions/quantities/quantities.ts";
import { modelChecks, type ModelChecks } from "../../src/decisions/review/review.ts";
import { fitMediaMix } from "../../src/mmm/fit/fit.ts";
import { readTableWithModel } from "../../src/mmm/fit/input.ts";
import type { Resolution } from "../../src/mmm/specification/index.ts";
import { presetSets } from "../../src/studies/recovery/preset-sets.ts";

const sampling = { chains: 2, warmup: 300, draws: 200, seed: 3 };
const margins = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

interface Case {
  readonly name: string;
  fit(): Promise<{ readonly data: MediaData; readonly resolution: Resolution }>;
}

const table = (name: string): Case => ({
  name,
  fit: () => readTableWithModel(fileURLToPath(new URL(`tables/${name}.csv`, import.meta.url)), undefined, sampling),
});
const world = (name: "ecommerce" | "media"): Case => ({
  name,
  fit: () => presetSets(name, 104, 5, sampling).set(0),
});

/** Every number with its interval in a plan. */
function intervalsOf(value: unknown): readonly { estimate: number; lower: number; upper: number }[] {
  if (value === null || typeof value !== "object") return [];
  if ("estimate" in value && "lower" in value) return [value as { estimate: number; lower: number; upper: number }];
  return Object.values(value).flatMap(intervalsOf);
}

const signOf = (change: number): string => (change >= leastChange ? "more" : change <= -leastChange ? "less" : "same");
const actionSigns = { increase: "more", reduce: "less", hold: "same" } as const;

/** The ways that texts name for a channel within one question. */
function waysIn(texts: readonly string[], name: string): readonly string[] {
  const [head = ""] = texts;
  const moved = new RegExp(`${name} ([+−])\\d`).exec(head)?.[1];
  return moved === undefined ? [] : [moved === "+" ? "more" : "less"];
}

describe.each([
  table("03-base"),
  table("03-exposure"),
  table("04-orders"),
  table("11-w24x120"),
  table("07-stopped"),
  world("ecommerce"),
  world("media"),
])("plans and advice for $name", ({ fit }) => {
  let model: FittedModel;
  let checks: ModelChecks;
  let split: Optimization;
  beforeAll(async () => {
    const { data, resolution } = await fit();
    const made = await fitMediaMix(data, resolution, { threads: 1 });
    // Whether so short a fit has converged is not the question here: advice that is withheld could not contradict itself.
    model = { ...fittedModel(made), converged: true };
    const found = modelChecks(model, { diagnostics: made.diagnostics });
    checks = { ...found, review: { ...found.review, verdict: "REVIEW" } };
    split = optimize(model, { goal: { kind: "budget" } });
  }, 240_000);

  const sizes = new Map<number, Optimization>();
  const sizeAt = (margin: number): Optimization => {
    const size = sizes.get(margin) ?? optimize(withBusiness(model, { margin }));
    sizes.set(margin, size);
    return size;
  };
  const advised = (margin: number): { readonly size: Optimization; readonly advice: Advice } => {
    const size = sizeAt(margin);
    return { size, advice: adviceOf(quantities(withBusiness(model, { margin })), checks, { split, size }) };
  };

  it.each(margins)("arrive at a margin of %s, say so once, and lie in their own intervals", (margin) => {
    const size = sizeAt(margin);
    expect(size.solver.converged).toBe(true);
    expect(size.solver.gapShare).toBeLessThanOrEqual(1e-3);
    expect(size.notices.map(({ code }) => code)).not.toContain("solver-stopped");
    for (const { estimate, lower, upper } of intervalsOf(size)) {
      expect(estimate).toBeGreaterThanOrEqual(lower);
      expect(estimate).toBeLessThanOrEqual(upper);
    }
    // By default no period leaves the range that the table shows, and what is not spent has no return.
    for (const { extrapolates, spend, marginalRoi } of size.recommended.channels) {
      expect(extrapolates).toBe(false);
      if (spend === 0) expect(marginalRoi).toBeNull();
    }
  });

  it.each(margins)("tell no channel two ways within one question at a margin of %s", (margin) => {
    const { size, advice } = advised(margin);
    for (const { name, action, bestBudgetAction, text } of advice.channels) {
      const planned = (plan: Optimization): string =>
        signOf(plan.channels.find((channel) => channel.name === name)?.changeShare ?? 0);
      if (action !== "test" && action !== "none") {
        const way = split.gain.probability >= likely ? planned(split) : "same";
        expect(actionSigns[action]).toBe(way);
        for (const told of waysIn(advice.budget ?? [], name)) expect(told).toBe(way);
        expect(text.match(/spend (more|less) here/)?.[1] ?? "same").toBe(way);
      }
      if (bestBudgetAction !== undefined && bestBudgetAction !== "test" && bestBudgetAction !== "none") {
        const way = (size.gain.profitProbability ?? 0) >= likely ? planned(size) : "same";
        expect(actionSigns[bestBudgetAction]).toBe(way);
        for (const told of waysIn(advice.budgetSize, name)) expect(told).toBe(way);
        const words = /its spend (rises|falls|stays)/.exec(text)?.[1];
        expect({ rises: "more", falls: "less", stays: "same", none: "same" }[words ?? "none"]).toBe(way);
      }
    }
  });

  it("never says that spend pays for itself without a margin", () => {
    const advice = adviceOf(quantities(model), checks, { split });
    const texts = [...advice.channels.map(({ text }) => text), ...advice.budgetSize, ...(advice.budget ?? [])];
    expect(texts.join(" ")).not.toMatch(/pays for itself|break-even/);
  });
});
