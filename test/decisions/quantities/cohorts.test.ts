import { describe, expect, it } from "vitest";
import { channelDraws } from "../../../src/decisions/draws/channel-draws.ts";
import { cohortDraws, cohortLags } from "../../../src/decisions/draws/cohort-draws.ts";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { modelOfGeo } from "../../../src/decisions/draws/geos.ts";
import { cohorts } from "../../../src/decisions/quantities/cohorts.ts";
import { madeUpModel, plainContribution, sum } from "../support/made-up-model.ts";
import { madeUpPanel } from "../support/made-up-panel.ts";

const small = { weeks: 30, draws: 6 } as const;

/** [channel] Sums of all cohorts of the whole table. */
function sumsOf(model: FittedModel): { readonly inTable: Float64Array; readonly total: Float64Array }[] {
  return model.spec.channels.map((_, index) => {
    const { count } = model.posterior;
    const [inTable, total] = [new Float64Array(count), new Float64Array(count)];
    for (const cohort of cohortDraws(model, index, { from: 0, to: model.data.rows })) {
      for (let i = 0; i < count; i++) {
        inTable[i] += cohort.inTable[i];
        total[i] += cohort.total[i];
      }
    }
    return { inTable, total };
  });
}

describe.each([
  { name: "the default model", file: "trend: linear" },
  { name: "saturation first", file: "order: saturation_first" },
  { name: "a delayed window", file: "adstock: { kind: delayed, window: 6 }" },
])("cohorts of $name", ({ file }) => {
  it("are what a table without the week's spend lacks, week by week and after its end", async () => {
    const model = await madeUpModel({ file, ...small });
    for (const index of [0, 1]) {
      const lags = cohortLags(model, index);
      const spend = [...model.data.channels[index].spend, ...new Array<number>(lags).fill(0)];
      for (const { week, byLag, inTable, total } of cohortDraws(model, index, { from: 11, to: 30 })) {
        for (const draw of [0, 5]) {
          const actual = plainContribution(model, draw, index, spend);
          const without = plainContribution(model, draw, index, spend.with(week, 0));
          const brought = actual.map((value, t) => value - without[t]);
          const rounding = 1e-9 * sum(actual);
          byLag.forEach((draws, lag) => expect(Math.abs(draws[draw] - brought[week + lag])).toBeLessThan(rounding));
          expect(Math.abs(inTable[draw] - sum(brought.slice(0, 30)))).toBeLessThan(rounding);
          expect(Math.abs(total[draw] - sum(brought))).toBeLessThan(rounding);
        }
      }
    }
  });
});

describe("cohorts without saturation", () => {
  it.each([
    { name: "of a national table", make: () => madeUpModel({ file: "saturation: { kind: none }", ...small }) },
    { name: "of a panel", make: () => madeUpPanel({ file: "saturation: { kind: none }", draws: 4 }) },
  ])(
    "add up to the contributions $name in every draw, with what comes after the table told apart",
    async ({ make }) => {
      const model = await make();
      const sums = sumsOf(model);
      for (const { index, inTable, withCarryOver } of channelDraws(model, {
        period: { from: 0, to: model.data.rows },
        weekly: false,
      })) {
        for (let i = 0; i < model.posterior.count; i++) {
          expect(sums[index].inTable[i] / inTable[i]).toBeCloseTo(1, 10);
          expect(sums[index].total[i] / withCarryOver[i]).toBeCloseTo(1, 10);
        }
      }
    },
  );
});

describe("cohorts", () => {
  it("pay back as geometric adstock does where nothing bends it", async () => {
    // Half of the weights 1, 1/2, 1/4, ... is out at the end of the first week, 0.875 after 3 weeks, and 90% after 0.4 of the fourth.
    const model = await madeUpModel({ file: "saturation: { kind: none }", fixed: { decay: 0.5 }, ...small });
    for (const { payback } of cohorts(model).channels) {
      // Effects are told up to some last lag, when up to 0.001 of them is left.
      expect(payback.half.mean).toBeGreaterThan(0.998);
      expect(payback.half.mean).toBeLessThanOrEqual(1);
      expect(payback.ninetyPercent.mean).toBeGreaterThan(3.37);
      expect(payback.ninetyPercent.mean).toBeLessThanOrEqual(3.4);
    }
  });

  it("tell the parts of a week's effect so that their means add up", async () => {
    const { channels, media } = cohorts(await madeUpModel(small));
    for (const { weeks, eachWeekAlone, removedAlone } of channels) {
      for (const { now, laterInTable, afterTable, total, byLag } of weeks) {
        expect(now.mean + laterInTable.mean + afterTable.mean).toBeCloseTo(total.mean, 6);
        expect(byLag.mean[0]).toBe(now.mean);
      }
      expect(sum(weeks.map(({ total }) => total.mean)) / eachWeekAlone.total.mean).toBeCloseTo(1, 10);
      expect(removedAlone.mean).toBeGreaterThan(0);
    }
    expect(sum(channels.map(({ removedAlone }) => removedAlone.mean)) / media.removedTogether.mean).toBeCloseTo(1, 10);
  });

  it("of the geos of a panel add up to those of the panel", async () => {
    const model = await madeUpPanel({ draws: 4 });
    const names = model.data.geos!.map(({ name }) => name);
    const last = { period: { from: 27, to: 33 } };
    const [whole, ...geos] = [model, ...names.map((name) => modelOfGeo(model, name))].map((each) =>
      cohorts(each, last),
    );
    whole.channels.forEach(({ weeks }, c) => {
      weeks.forEach(({ now, total }, t) => {
        const own = geos.map((each) => each.channels[c].weeks[t]);
        expect(sum(own.map((week) => week.now.mean))).toBeCloseTo(now.mean, 5);
        expect(sum(own.map((week) => week.total.mean))).toBeCloseTo(total.mean, 5);
      });
    });
  });

  it("are in the target, whatever each conversion is worth", async () => {
    const last = { period: { from: 34, to: 36 } };
    const conversions = { conversions: true, draws: 4, file: "trend: linear\ntarget_kind: conversions" } as const;
    const [plain, valued] = [
      await madeUpPanel(conversions),
      await madeUpPanel({ ...conversions, worth: (geo) => 20 + geo }),
    ].map((model) => cohorts(model, last));
    expect(valued.channels).toEqual(plain.channels);
  });

  it("have no payback where nothing was spent", async () => {
    const { channels } = cohorts(await madeUpModel(small), { period: { from: 0, to: 6 } });
    const social = channels.find(({ name }) => name === "Social")!;
    expect(social.payback.half.estimate).toBeNaN();
    expect(social.eachWeekAlone.total.mean).toBe(0);
  });
});
