import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { knownSeries, trainingData } from "../../../src/decisions/predictions/index.ts";
import {
  backtestOf,
  backtestOrigins,
  horizonOf,
  largestShift,
  scoreOrigin,
} from "../../../src/decisions/validation/backtest.ts";
import { crpsOfNormal, naiveTotals } from "../../../src/decisions/validation/totals.ts";
import { fittedModel } from "../../../src/decisions/draws/index.ts";
import { fitMediaMix } from "../../../src/mmm/fit/index.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";

const data = await mediaDataFromColumns(columnsByName(simulate("ecommerce", { weeks: 104, seed: 3 }).columns));

describe("a backtest", () => {
  it("has origins in the second half of the table, and refuses too many", () => {
    expect(backtestOrigins({ rows: 104, cadence: "weekly" }, 4)).toEqual([52, 65, 78, 91]);
    expect(backtestOrigins({ rows: 36, cadence: "weekly" }, 4)).toEqual([20, 24, 28, 32]);
    expect(backtestOrigins({ rows: 60, cadence: "monthly" }, 2)).toEqual([54, 57]);
    expect(() => backtestOrigins({ rows: 35, cadence: "weekly" }, 4)).toThrow(
      "35 rows are too few for a backtest from 4 origins",
    );
  });

  it("adds up scores of the rows that a horizon has after each origin that it fits", () => {
    const origin = { from: 50, converged: true, isSeasonal: true, roi: new Map() };
    const long = {
      ...origin,
      observed: Float64Array.of(10, 20, 5),
      expected: Float64Array.of(11, 18, 5),
      crps: [1, 3, 9],
      naiveCrps: [4, 4, 9],
      isInside: [true, false, true],
    };
    const short = {
      ...long,
      observed: Float64Array.of(10),
      expected: Float64Array.of(10),
      crps: [0],
      naiveCrps: [0],
      isInside: [true],
    };
    const [horizon] = horizonOf([long, short], 4, 2);
    expect(horizon).toMatchObject({ origins: 1, rows: 2, crps: 2, naiveCrps: 4, skill: 0.5, inside: 1, coverage: 0.5 });
    expect(horizon.mape).toBeCloseTo(0.1, 12);
    expect(horizonOf([short], 4, 2)).toEqual([]);
    const roi = { statistic: "mean" as const, mean: 0, median: 0 };
    const estimates = [1, 2, 2].map((estimate) => ({
      ...roi,
      estimate,
      lower: estimate - 1.6448536269514722,
      upper: estimate + 1.6448536269514722,
    }));
    expect(largestShift(estimates)).toBeCloseTo(1, 10);
  });

  it("compares with a normal forecast of a year before, or of the last value", () => {
    expect(crpsOfNormal(0, 1)).toBeCloseTo(0.23369497725510913, 12);
    expect(crpsOfNormal(-3, 0)).toBe(3);
    const own = (from: number) => naiveTotals(data, knownSeries(data, from), [from], from);
    expect([own(52).isSeasonal, own(65).isSeasonal]).toEqual([false, true]);
    const { values } = data.target;
    const changes = Array.from({ length: 13 }, (_, k) => values[52 + k] - values[k]);
    const spread = Math.sqrt(changes.reduce((total, value) => total + value ** 2 / 13, 0));
    expect(
      naiveTotals(data, [{ geo: "", index: 0, from: 0, to: 1, rows: Int32Array.of(65) }], [65], 65).crps[0],
    ).toBeCloseTo(crpsOfNormal(values[65] - values[13], spread), 6);
  });

  it("scores refits of a national table", async () => {
    const document = await parseModelFile(
      "data: table.csv\ntrend: linear\nsampling: { chains: 2, warmup: 100, draws: 50 }",
      "model.yaml",
    );
    const resolution = resolve(document, data);
    const fits = [];
    for (const rows of [26, 13])
      fits.push(await fitMediaMix(trainingData(data, resolution, rows), resolution, { pointwise: false, threads: 1 }));
    const result = backtestOf(
      fittedModel(fits[1]),
      fits.map((fit) => scoreOrigin(fit, data)),
    );
    expect(result.origins).toEqual([78, 91]);
    expect(result.horizons.map(({ weeks, origins, rows }) => [weeks, origins, rows])).toEqual([
      [4, 2, 8],
      [13, 2, 26],
      [26, 1, 26],
    ]);
    for (const { crps, naiveCrps } of result.horizons) expect(crps).toBeLessThan(naiveCrps);
    for (const { roi } of result.channels) expect(roi[2]).toEqual(roi[1]);
  });
});
