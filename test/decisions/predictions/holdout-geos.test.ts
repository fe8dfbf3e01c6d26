import { beforeAll, describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { judgedBy } from "../support/judged-checks.ts";
import { madeUpPanel, panelGeos } from "../support/made-up-panel.ts";
import type { Holdout } from "../../../src/decisions/predictions/holdout.ts";
import { scoreGeoHoldout, trainingGeos } from "../../../src/decisions/predictions/holdout-geos.ts";
import { holdoutCoverage } from "../../../src/decisions/review/checks/holdout-coverage.ts";
import { holdoutSkill } from "../../../src/decisions/review/checks/holdout-skill.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";

const held = ["South", "West"];
const isOf = (names: readonly string[], k: number): boolean => names.includes(panelGeos[Math.floor(k / 40)].name);

const codeOf = (action: () => unknown): string | undefined => {
  try {
    action();
  } catch (error) {
    return error instanceof CarryoverError ? error.problems[0].code : String(error);
  }
  return undefined;
};

describe("geos held out", () => {
  let model: FittedModel;
  let result: Holdout;
  beforeAll(async () => {
    model = await madeUpPanel({ draws: 1 });
    const sampling = { ...model.spec.sampling, chains: 2, warmup: 60, draws: 30, resample: 0 };
    const resolution = { spec: { ...model.spec, sampling }, provenance: [] } as never;
    const fit = await fitMediaMix(trainingGeos(model.data, { spec: model.spec }, held), resolution, { threads: 1 });
    result = scoreGeoHoldout(fit, model.data, held);
  });

  it("keep their spend and controls, and lose their target alone", () => {
    const training = trainingGeos(model.data, model, held);
    training.target.values.forEach((value, k) => {
      const whole = model.data.target.values[k];
      expect(value).toBe(isOf(held, k) ? Number.NaN : whole);
    });
    expect({ ...training, target: undefined }).toEqual({ ...model.data, target: undefined });
  });

  it("are scored at their rows whose target is known, which the likelihood did not see", () => {
    const known = model.data.target.values.filter((value, k) => isOf(held, k) && !Number.isNaN(value));
    expect(result.scores.rows).toBe(known.length);
    expect(result.bands.observed).toEqual([...known]);
    const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);
    expect(sum(result.totals!.map(({ observed }) => observed)) / sum(known)).toBeCloseTo(1, 12);
    for (const { pValue, predicted } of result.totals!) {
      expect(predicted.lower).toBeLessThan(predicted.upper);
      expect(pValue).toBeGreaterThan(0);
      expect(pValue).toBeLessThanOrEqual(1);
    }
  });

  it("are compared with the other geos per head, in the same week and on average", () => {
    const { values } = model.data.target;
    /** Per head, of some weeks. */
    const others = (wanted: (t: number) => boolean): number => {
      let [target, people] = [0, 0];
      panelGeos.forEach(({ name, population }, geo) => {
        for (let t = 0; t < 40; t++) {
          const value = values[geo * 40 + t];
          if (!wanted(t) || held.includes(name) || Number.isNaN(value)) continue;
          target += value;
          people += population;
        }
      });
      return target / people;
    };
    const mean = others(() => true);
    let [error, rows] = [0, 0];
    panelGeos.forEach(({ name, population }, geo) => {
      for (let t = 0; t < 40; t++) {
        const value = values[geo * 40 + t];
        if (!held.includes(name) || Number.isNaN(value)) continue;
        const sameWeek = others((week) => week === t);
        // No other geo has a target in some weeks.
        error += Math.abs(population * (Number.isNaN(sameWeek) ? mean : sameWeek) - value);
        rows++;
      }
    });
    expect(rows).toBe(result.scores.rows);
    expect(result.naive[0].scores.mae / (error / rows)).toBeCloseTo(1, 10);
    expect(result.skill).toBeCloseTo(1 - result.scores.mae / Math.min(...result.naive.map(({ scores }) => scores.mae)));
  });

  it("are reviewed by their totals, because rows of one geo share its level", () => {
    const far = { ...result, totals: result.totals!.map((total) => ({ ...total, pValue: 0.001 })) };
    const near = { ...result, totals: result.totals!.map((total) => ({ ...total, pValue: 0.5 })) };
    expect(judgedBy(holdoutCoverage, { holdout: far })?.status).toBe("REVIEW");
    expect(judgedBy(holdoutCoverage, { holdout: near })?.status).toBe("PASS");
    expect(judgedBy(holdoutSkill, { holdout: result, model })?.finding).toMatch(/^For South and West, held out/);
  });

  it("are refused where nothing could be known of them", async () => {
    const { data, spec } = model;
    expect(codeOf(() => trainingGeos(data, model, ["Nowhere"]))).toBe("unknown-geo");
    expect(codeOf(() => trainingGeos(data, model, []))).toBe("too-many-geos-held-out");
    expect(codeOf(() => trainingGeos(data, model, ["North", "South", "West"]))).toBe("too-many-geos-held-out");
    const alone = { spec: { ...spec, pooling: { ...spec.pooling!, intercept: "none" as const } } };
    expect(codeOf(() => trainingGeos(data, alone, held))).toBe("held-out-geo-not-pooled");
    const dark = data.channels.map((own, c) =>
      c === 0 ? { ...own, spend: own.spend.map((value, k) => (isOf(held, k) ? value : 0)) } : own,
    );
    expect(codeOf(() => trainingGeos({ ...data, channels: dark }, model, held))).toBe("no-spend-in-other-geos");
    const flat = data.controls.map((own) => ({ ...own, values: own.values.map((v, k) => (isOf(held, k) ? v : 20)) }));
    expect(codeOf(() => trainingGeos({ ...data, controls: flat }, model, held))).toBe("constant-in-other-geos");
    const national = await mediaDataFromColumns({
      week: Array.from({ length: 30 }, (_, t) => t + 1),
      revenue: Array.from({ length: 30 }, (_, t) => 100 + ((t * t) % 7)),
      spend_TV: Array.from({ length: 30 }, (_, t) => 10 + (t % 3)),
    });
    expect(codeOf(() => trainingGeos(national, model, held))).toBe("no-geos");
  });
});
