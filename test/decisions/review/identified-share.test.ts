import { describe, expect, it } from "vitest";
import { type FittedModel, meanResponse } from "../../../src/decisions/draws/index.ts";
import { identifiedShares } from "../../../src/decisions/review/index.ts";
import { baselineRegressors } from "../../../src/mmm/response/index.ts";
import { madeUpModel } from "../support/made-up-model.ts";
import { madeUpPanel } from "../support/made-up-panel.ts";

const bare = "controls: none\nseasonality: none\nweek_effects: none\npooling: { trend: complete }\n";
const under = (trend: string): Promise<FittedModel> =>
  madeUpPanel({ national: true, ragged: false, file: `${bare}trend: ${trend}` });

describe("The identified share of a channel with national spend", () => {
  it("is what is left of its curve when what the baseline moves like is projected out, over the cells with a target", async () => {
    const model = await madeUpPanel({ national: true, file: "week_effects: none\ntrend: { kind: knots, knots: 5 }" });
    const { design, spec } = model;
    const cells = design.geos.length * design.weeks;
    const seen = Array.from({ length: cells }, (_, k) => k).filter((k) => design.panel!.hasTarget[k] === 1);
    const place = spec.channels.findIndex(({ name }) => name === "Search");
    const own = meanResponse(model).contribution.subarray(place * cells, (place + 1) * cells);
    const levels = design.geos.map((_, geo) =>
      Float64Array.from({ length: cells }, (__, k) => (Math.floor(k / design.weeks) === geo ? 1 : 0)),
    );
    // Gram-Schmidt, twice for the digits.
    const basis: number[][] = [];
    const without = (values: readonly number[]): number[] => {
      let left = [...values];
      for (let pass = 0; pass < 2; pass++) {
        for (const unit of basis) {
          const along = left.reduce((total, value, k) => total + value * unit[k], 0);
          left = left.map((value, k) => value - along * unit[k]);
        }
      }
      return left;
    };
    const size = (values: readonly number[]): number => Math.hypot(...values);
    const of = (row: ArrayLike<number>): number[] => seen.map((k) => row[k]);
    const add = (row: ArrayLike<number>): void => {
      const left = without(of(row));
      if (size(left) > 1e-9 * size(of(row))) basis.push(left.map((value) => value / size(left)));
    };
    levels.forEach(add);
    const whole = size(without(of(own)));
    baselineRegressors(spec, design).forEach(add);
    const left = size(without(of(own)));
    const [{ channel, share, inflation }] = identifiedShares(model);
    expect(channel).toBe("Search");
    expect(share).toBeCloseTo((left / whole) ** 2, 8);
    expect(inflation * share).toBeCloseTo(1, 12);
  });

  it("is all beside a constant baseline, less the more a trend can bend, and nothing beside free week effects", async () => {
    const model = await under("none");
    // The effect of a national channel is the same in every geo, which draws that are made up do not know.
    const [weeks, geos] = [40, model.design.geos.length];
    const contribution = meanResponse(model).contribution.map((_, k, all) => {
      const channel = Math.floor(k / (weeks * geos));
      return all[channel * weeks * geos + (k % weeks)];
    });
    const shareIn = async (trend: string): Promise<number> =>
      identifiedShares(await under(trend), contribution)[0].share;
    const trends = [
      "none",
      "linear",
      "{ kind: knots, knots: [1, 20, 40] }",
      "{ kind: knots, knots: [1, 10, 20, 30, 40] }",
    ];
    const [all, ...shares] = await Promise.all(trends.map(shareIn));
    expect(all).toBeCloseTo(1, 10);
    expect(shares[0]).toBeLessThan(1);
    expect(shares[1]).toBeLessThan(shares[0]);
    expect(shares[2]).toBeLessThan(shares[1]);
    const free = { ...model, spec: { ...model.spec, week_effects: "independent" as const, periods: 40 } };
    const terms = { ...free.design.terms, week_effects: { weeks: 40, values: new Float64Array(40).fill(1) } };
    const freeDesign = { ...free, design: { ...free.design, terms } };
    expect(identifiedShares(freeDesign, contribution)[0].share).toBeLessThan(1e-8);
  });

  it("is asked of national channels alone", async () => {
    expect(identifiedShares(await madeUpPanel())).toEqual([]);
    expect(identifiedShares(await madeUpModel())).toEqual([]);
  });
});
