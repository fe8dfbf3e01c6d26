import { beforeAll, describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { baselines } from "../../../src/decisions/comparison/baselines.ts";
import { holdout, naiveForecasts, trainingData } from "../../../src/decisions/predictions/holdout.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { compileModel } from "../../../src/model/index.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";

const [weeks, held] = [104, 13];
const { columns } = simulate("ecommerce", { weeks, seed: 3 });
const table = columnsByName(columns);
const data = await mediaDataFromColumns(table);
const document = await parseModelFile(
  "data: table.csv\ntrend: linear\nsampling: { chains: 2, warmup: 200, draws: 200 }",
  "model.yaml",
);
const resolution = resolve(document, data);

describe("a holdout of the last weeks", () => {
  let result: Awaited<ReturnType<typeof holdout>>;
  beforeAll(async () => {
    result = await holdout(data, resolution, held, { threads: 1 });
  });

  it("fits the first rows only, with scales of their own", () => {
    const { trained, from } = result.heldOut;
    expect(from).toBe(weeks - held);
    expect(trained.design.weeks).toBe(weeks - held);
    const mean = data.target.values.subarray(0, from).reduce((sum, value) => sum + value, 0) / from;
    expect(trained.design.targetScale.location).toBeCloseTo(mean, 8);
  });

  it("expects of the rows held out what the model of all rows does at the same parameters", () => {
    const { trained, from } = result.heldOut;
    const { posterior: draws, spec } = trained;
    const design = makeDesign(data, spec, trained.design);
    const whole = compileModel(mediaMixModel(spec, weeks), modelData(design));
    const predictions = predictionsOf(trained, { data, from });
    const { location, scale } = trained.design.targetScale;
    for (const i of [0, 150]) {
      const row = draws.values.subarray(i * draws.width, (i + 1) * draws.width);
      const values = Object.fromEntries(
        draws.blocks.map(({ name, start, size, axes }) => [
          name,
          axes.length === 0 ? row[start] : row.slice(start, start + size),
        ]),
      );
      const logs = whole.pointwiseLogLikelihood(whole.unconstrain(values), { chains: 1, draws: 1 }).values;
      const sd = predictions.sigma[i] / scale;
      for (let t = from; t < weeks; t++) {
        const mean = (predictions.expected[(t - from) * draws.count + i] - location) / scale;
        const z = (design.target[t] - mean) / sd;
        const exact = -0.5 * z * z - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
        expect(Math.abs(logs[t] - exact)).toBeLessThan(1e-7 * (1 + z * z));
      }
    }
  });

  it("is scored like the rows that were fitted, and beats forecasts without a model on a world that the model describes", () => {
    const { scores, naive, skill, bands, rows, trainingRows } = result.holdout;
    expect([rows, trainingRows, scores.rows, bands.median.length]).toEqual([held, weeks - held, held, held]);
    expect(bands.dates).toEqual(data.dates.slice(-held));
    expect(skill).toBe(1 - scores.mae / Math.min(...naive.map((each) => each.scores.mae)));
    expect(skill).toBeGreaterThan(0.3);
    expect(scores.coverage[1].inside).toBeGreaterThan(held / 2);
  });

  it("scores the simpler models on the same rows", () => {
    const { trained } = result.heldOut;
    const table_ = baselines(trained, undefined, result.heldOut);
    for (const { holdout: own } of table_.scores) expect(own?.rows).toBe(held);
    expect(table_.scores[3].holdout?.mae).toBeCloseTo(result.holdout.scores.mae, 8);
    // Regressions see the rows held out only through their regressors: another target changes their errors, not their expectations.
    const values = data.target.values.map((value, t) => (t < weeks - held ? value : value + 1e5));
    const other = baselines(trained, undefined, {
      ...result.heldOut,
      data: { ...data, target: { ...data.target, values } },
    });
    for (const k of [0, 1, 2]) {
      const before = table_.scores[k].holdout?.mae ?? 0;
      expect(other.scores[k].holdout?.mae).toBeGreaterThan(before + 5e4);
    }
  });
});

describe("forecasts without a model", () => {
  it("repeat last year, the mean and the last row", () => {
    const values = Float64Array.from({ length: 120 }, (_, t) => t);
    const long = { ...data, rows: 120, target: { ...data.target, values } };
    const [year, mean, last] = naiveForecasts(long, 60);
    // Rows 60 to 111 are those 52 before; rows 112 to 119 those 104 before: the errors are 52 and 104.
    expect(year.method).toBe("same week last year");
    expect(year.scores.mae).toBeCloseTo((52 * 52 + 8 * 104) / 60, 12);
    expect(mean.scores.mae).toBeCloseTo(89.5 - 29.5, 12);
    expect(last.scores.mae).toBeCloseTo(89.5 - 59, 12);
    expect(naiveForecasts(long, 51).map(({ method }) => method)).toEqual([
      "mean of the training rows",
      "last training row",
    ]);
  });
});

describe("what cannot be held out", () => {
  it("is refused: too many rows, a channel without spend before, a control that does not change before", async () => {
    expect(() => trainingData(data, resolution, 90)).toThrow("Too few of 104 rows would remain");
    expect(() => trainingData(data, resolution, 0)).toThrow(CarryoverError);
    const late = await mediaDataFromColumns({
      ...table,
      spend_Meta: table.spend_Meta.map((value, t) => (t < 95 ? 0 : value)),
      promotions: table.promotions.map((_, t) => (t > 96 ? t % 2 : 0)),
    });
    const own = resolve(undefined, late);
    try {
      trainingData(late, own, held);
      expect.unreachable();
    } catch (error) {
      const { problems } = error as CarryoverError;
      expect(problems.map(({ code, where }) => [code, where])).toEqual([
        ["no-spend-in-training", "spend_Meta"],
        ["constant-in-training", "promotions"],
      ]);
    }
  });
});
