import { describe, expect, it } from "vitest";
import { carryOver } from "../../../src/decisions/quantities/carry-over.ts";
import { madeUpModel, parameterAt, sum } from "../support/made-up-model.ts";

/** Weights are exp(lag log(decay)), so they are exact up to some units in the last place. */
function expectClose(values: readonly number[], expected: (lag: number) => number, length: number): void {
  expect(values).toHaveLength(length);
  values.forEach((value, lag) => expect(value).toBeCloseTo(expected(lag), 14));
}

describe("carry-over", () => {
  it("of geometric adstock with decay 1/2 halves every week", async () => {
    const { channels, unit } = carryOver(await madeUpModel({ fixed: { decay: 0.5 } }));
    const [{ halfLife, meanLag, later, share, cumulative }] = channels;
    expect(unit).toBe("week");
    expect([halfLife?.median, meanLag.median, later.median]).toEqual([1, 1, 0.5]);
    // 1 - 2^-7 is the first above 0.99, before the eighth lag that is always shown.
    expectClose(share.median, (lag) => 0.5 ** (lag + 1), 9);
    expectClose(cumulative.median, (lag) => 1 - 0.5 ** (lag + 1), 9);
  });

  it("goes on until 99% is out", async () => {
    const { channels } = carryOver(await madeUpModel({ fixed: { decay: 0.8 } }));
    const { cumulative } = channels[1];
    // 1 - 0.8^(lag + 1) passes 0.99 at lag 20.
    expect(cumulative.mean).toHaveLength(21);
    expect(cumulative.mean.at(-1)).toBeGreaterThan(0.99);
    expect(cumulative.mean.at(-2)).toBeLessThan(0.99);
  });

  it("stops where it would go on for years", async () => {
    const { channels } = carryOver(await madeUpModel({ fixed: { decay: 0.999 } }));
    expect(channels[0].share.mean).toHaveLength(105);
    expect(channels[0].meanLag.mean).toBeCloseTo(999, 6);
  });

  it("of a window stops with it, and its weights add up to 1", async () => {
    for (const normalize of [true, false]) {
      const file = `adstock: { kind: geometric, window: 3, normalize: ${normalize} }`;
      const [{ window, share, cumulative, meanLag, later }] = carryOver(
        await madeUpModel({ file, fixed: { decay: 0.5 } }),
      ).channels;
      expect(window).toBe(3);
      expectClose(share.median.slice(0, 5), (lag) => [8, 4, 2, 1, 0][lag] / 15, 5);
      expect(cumulative.median.slice(3)).toEqual([1, 1, 1, 1, 1, 1]);
      expect(meanLag.mean).toBeCloseTo((4 + 4 + 3) / 15, 12);
      expect(later.mean).toBeCloseTo(7 / 15, 12);
    }
  });

  it("without adstock is none", async () => {
    const [tv] = carryOver(await madeUpModel({ file: "adstock: { kind: none }" })).channels;
    expect(tv).not.toHaveProperty("halfLife");
    expect([tv.meanLag.mean, tv.later.mean, tv.share.mean[0], tv.share.mean[1]]).toEqual([0, 0, 1, 0]);
  });

  it("is averaged over draws, which is not the carry-over of the average decay", async () => {
    const model = await madeUpModel({ draws: 200 });
    const decays = Array.from({ length: 200 }, (_, draw) => parameterAt(model, draw, "decay", "Social"));
    const { meanLag, share } = carryOver(model).channels[2];
    const average = sum(decays) / 200;
    expect(meanLag.mean).toBeCloseTo(sum(decays.map((decay) => decay / (1 - decay))) / 200, 10);
    expect(meanLag.mean).toBeGreaterThan(1.1 * (average / (1 - average)));
    expect(share.mean[2]).toBeCloseTo(sum(decays.map((decay) => (1 - decay) * decay ** 2)) / 200, 12);
  });

  it("of daily tables is counted in days", async () => {
    expect(carryOver(await madeUpModel({ daily: true, weeks: 150 })).unit).toBe("day");
  });
});
