import { elementsOf } from "../../../src/mmm/axes/index.ts";
import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { mapPoint } from "../../../src/decisions/comparison/baselines-map.ts";
import { fittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { predictiveBands, predictiveStatistics } from "../../../src/decisions/predictions/predictive-bands.ts";
import { priorColumn, priorPredictive, priorSample } from "../../../src/decisions/predictions/predictive-prior.ts";
import { placeOf } from "../../../src/mmm/response/natural-parameters.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { looScore } from "../../../src/decisions/predictions/scores-loo.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { priorsByName } from "../../../src/mmm/specification/resolved-spec.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";

const weeks = 70;
const { columns } = simulate("ecommerce", { weeks, seed: 11 });
const data = await mediaDataFromColumns(columnsByName(columns));
const fitOf = async (text: string) => {
  const document = await parseModelFile(`data: table.csv\n${text}`, "model.yaml");
  return fitMediaMix(data, resolve(document, data), { threads: 1 });
};
const sampling = "sampling: { chains: 2, warmup: 200, draws: 100 }";

describe("predictions of a fit", async () => {
  const fit = await fitOf(`trend: linear\nseasonality: { harmonics: 2 }\n${sampling}`);
  const model = fittedModel(fit);
  const predictions = predictionsOf(model);
  const { count } = predictions;

  it("expect what the stored log likelihood of every row and draw says", () => {
    const { location, scale } = model.design.targetScale;
    const sigma = placeOf(model.posterior, "sigma").start;
    for (let i = 0; i < count; i++) {
      const sd = model.posterior.values[i * model.posterior.width + sigma];
      expect(predictions.sigma[i]).toBeCloseTo(sd * scale, 9);
      for (let t = 0; t < weeks; t++) {
        const mean = (predictions.expected[t * count + i] - location) / scale;
        const z = (model.design.target[t] - mean) / sd;
        const exact = -0.5 * z * z - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
        expect(Math.abs((fit.pointwise?.values[i * weeks + t] ?? Number.NaN) - exact)).toBeLessThan(1e-8 * (1 + z * z));
      }
    }
  });

  it("have the contributions that the fit reports, and media that are their sum", () => {
    data.channels.forEach(({ name }, c) => {
      const reported = fit.quantities.flatMap(elementsOf).find((quantity) => quantity.name === `contribution[${name}]`);
      for (const i of [0, 50, 199]) {
        expect(predictions.contributions[c * count + i] / (reported?.draws.values[i] ?? Number.NaN)).toBeCloseTo(1, 10);
      }
    });
    const media = Array.from({ length: weeks }, (_, t) => predictions.media[t * count + 7]).reduce((a, b) => a + b, 0);
    const channels = data.channels.map((_, c) => predictions.contributions[c * count + 7]).reduce((a, b) => a + b, 0);
    expect(media / channels).toBeCloseTo(1, 12);
  });

  it("add normal noise of the draw's own size, the same every time", () => {
    let squares = 0;
    for (let t = 0; t < weeks; t++) {
      for (let i = 0; i < count; i++) {
        squares +=
          ((predictions.predicted[t * count + i] - predictions.expected[t * count + i]) / predictions.sigma[i]) ** 2;
      }
    }
    // The mean of n squared standard normals has the standard deviation sqrt(2 / n).
    const n = weeks * count;
    expect(Math.abs(squares / n - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(predictionsOf(model).predicted).toEqual(predictions.predicted);
  });

  it("of a longer table begin as those of the fitted one", () => {
    const whole = predictionsOf(model, { data, from: 30 });
    expect(whole.weeks).toBe(weeks - 30);
    for (let t = 30; t < weeks; t++) {
      for (const i of [0, 99]) {
        expect(whole.expected[(t - 30) * count + i]).toBe(predictions.expected[t * count + i]);
      }
    }
    expect(() => predictionsOf(model, { data, from: weeks })).toThrow(RangeError);
  });

  it("make bands that lie inside each other, and p values that are shares of draws", () => {
    const bands = predictiveBands(predictions, data.target.values, { dates: data.dates });
    for (let t = 0; t < weeks; t++) {
      const order = [bands.lower90, bands.lower50, bands.median, bands.upper50, bands.upper90].map((list) => list[t]);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      // The band of what is expected has less in it than that of what is predicted.
      expect(bands.expectedUpper90[t] - bands.expectedLower90[t]).toBeLessThan(bands.upper90[t] - bands.lower90[t]);
    }
    const statistics = predictiveStatistics(predictions, data.target.values);
    const mean = statistics.find(({ statistic }) => statistic === "mean");
    expect(mean?.p).toBeGreaterThan(0.2);
    expect(mean?.p).toBeLessThan(0.8);
    const shifted = predictiveStatistics(
      predictions,
      data.target.values.map((value) => value * 2),
    );
    expect(shifted.map(({ p }) => p).slice(0, 2)).toEqual([0, 0]);
  });

  it("count tables with the same smallest value one half: all tables of small counts have a zero", () => {
    const predicted = Float64Array.of(0, 0, 0, 3, 4, 5, 1, 2, 9, 3, 0, 2); // [row][table]
    const [, , smallest, largest] = predictiveStatistics({ weeks: 4, count: 3, predicted }, [0, 4, 2, 2]);
    expect([smallest.p, largest.p]).toEqual([0.5, 0.5]);
  });

  it("have a leave-one-out density in the target's own units, and none without pointwise log likelihood", () => {
    const loo = looScore(model, fit.pointwise);
    expect(loo?.elpdInUnits).toBeCloseTo((loo?.elpd ?? 0) - weeks * Math.log(model.design.targetScale.scale), 8);
    expect(loo?.pointwise.reduce((sum, { elpdInUnits }) => sum + elpdInUnits, 0)).toBeCloseTo(loo?.elpdInUnits ?? 0, 8);
    expect(looScore(model, undefined)).toBeUndefined();
  });

  it("come from the prior before the data: quantiles of the prior, shares of the observed target", () => {
    const sample = priorSample(model, 1000);
    const coefficient = priorColumn(sample, "coefficient", [data.channels[0].name])?.slice().sort();
    // The log of a log-normal is normal around its median; the median of 1000 draws has a standard error of 0.5 / (density sqrt(1000)).
    const [location, scale] = priorsByName(model.spec, "coefficient")[data.channels[0].name].parameters;
    const density = 1 / (scale * Math.sqrt(2 * Math.PI));
    const error = 0.5 / (density * Math.sqrt(1000));
    expect(Math.abs(Math.log(coefficient?.[500] ?? 0) - location)).toBeLessThan(4 * error);
    const found = priorPredictive(model, sample);
    const total = data.target.values.reduce((sum, value) => sum + value, 0);
    const shares = Float64Array.from({ length: 1000 }, (_, i) =>
      data.channels.reduce((sum, { name }) => sum + (priorColumn(sample, "contribution", [name])?.[i] ?? 0), 0),
    ).map((value) => value / total);
    expect(found.mediaShare.mean).toBeCloseTo(shares.reduce((sum, value) => sum + value, 0) / 1000, 10);
    expect(found.mediaAboveAll).toBe(shares.filter((share) => share > 1).length / 1000);
    expect(found.channelAboveAll).toBeLessThanOrEqual(found.mediaAboveAll);
    expect(found.negative).toBeGreaterThan(0);
    expect(priorSample(model, 1000).predicted).toEqual(sample.predicted);
  });
});

describe("predictions under a Student-t likelihood", async () => {
  const fit = await fitOf(`likelihood: student_t\npriors: { degrees_of_freedom: fixed(6) }\n${sampling}`);
  const model = fittedModel(fit);
  const { predicted, expected, sigma, count } = predictionsOf(model);

  it("have its variance, df / (df - 2) times the squared scale", () => {
    const squares: number[] = [];
    for (let t = 0; t < weeks; t++) {
      for (let i = 0; i < count; i++)
        squares.push(((predicted[t * count + i] - expected[t * count + i]) / sigma[i]) ** 2);
    }
    const n = squares.length;
    const mean = squares.reduce((sum, value) => sum + value, 0) / n;
    const variance = squares.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
    expect(Math.abs(mean - 6 / 4)).toBeLessThan(4 * Math.sqrt(variance / n));
  });
});

describe("predictions of a target that was published with noise", async () => {
  const noise = "noise: { revenue: { mechanism: laplace, scale: 5000, cells_summed: 2 } }";
  const fit = await fitOf(`${noise}\n${sampling}`);
  const model = fittedModel(fit);

  it("are spread by the likelihood and by the noise of publication", () => {
    const { predicted, expected, sigma, count } = predictionsOf(model);
    // Laplace noise has the variance 2 b^2 a cell.
    const extra = 2 * 2 * 5000 ** 2;
    const ratios: number[] = [];
    for (let t = 0; t < weeks; t++) {
      for (let i = 0; i < count; i++) {
        ratios.push((predicted[t * count + i] - expected[t * count + i]) ** 2 / (sigma[i] ** 2 + extra));
      }
    }
    const n = ratios.length;
    const mean = ratios.reduce((sum, value) => sum + value, 0) / n;
    const variance = ratios.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
    expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(variance / n));
  });

  it("have no mode beside them when the size of each week's noise is an unknown", () => {
    expect(mapPoint(model)).toBeUndefined();
  });
});
