// Predictions of panels: rows of every geo, against the geos as models by themselves.

import { beforeAll, describe, expect, it } from "vitest";
import { modelOfGeo } from "../../../src/decisions/draws/index.ts";
import type { FittedModel } from "../../../src/decisions/draws/index.ts";
import { knownSeries, oneSeries, targetOf } from "../../../src/decisions/predictions/cells.ts";
import { scoreHoldout, trainingData } from "../../../src/decisions/predictions/holdout.ts";
import { type Predictions, predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { priorPredictive, priorSample } from "../../../src/decisions/predictions/predictive-prior.ts";
import { autocorrelations, durbinWatson } from "../../../src/decisions/predictions/residuals.ts";
import { pointScores } from "../../../src/decisions/predictions/scores.ts";
import { specOfRows } from "../../../src/mmm/specification/index.ts";
import { madeUpPanel } from "../support/made-up-panel.ts";

describe("predictions of a panel", () => {
  let model: FittedModel;
  let predictions: Predictions;
  beforeAll(async () => {
    model = await madeUpPanel();
    predictions = predictionsOf(model);
  });

  it("are of the rows whose target is known, geo by geo, and apart from these of those where it is not", () => {
    const { data } = model;
    const observed = targetOf(data, predictions.series);
    expect(observed).toHaveLength(predictions.weeks);
    expect(observed.every(Number.isFinite)).toBe(true);
    const empty = data.geos!.reduce((rows, { first, end }) => rows + end - first, 0) - predictions.weeks;
    expect(empty).toBeGreaterThan(0);
    expect(predictions.withoutTarget?.weeks).toBe(empty);
    expect(predictions.series.map(({ geo }) => geo)).toEqual(data.geos!.map(({ name }) => name));
  });

  it("are those of each geo as a model by itself", () => {
    const { count } = predictions;
    for (const { geo, from, to } of predictions.series) {
      const own = predictionsOf(modelOfGeo(model, geo));
      expect(own.weeks).toBe(to - from);
      for (let k = 0; k < own.weeks * count; k++) {
        expect(predictions.expected[from * count + k] / own.expected[k]).toBeCloseTo(1, 10);
        expect(predictions.media[from * count + k]).toBeCloseTo(own.media[k], 4);
      }
    }
  });

  it("add up: contributions of all channels are the media of all rows", () => {
    const { count, contributions, withoutTarget } = predictions;
    for (let i = 0; i < count; i++) {
      let media = 0;
      for (const part of [predictions, withoutTarget!]) {
        for (let row = 0; row < part.weeks; row++) media += part.media[row * count + i];
      }
      let brought = 0;
      for (let c = 0; c < contributions.length / count; c++) brought += contributions[c * count + i];
      expect(brought / media).toBeCloseTo(1, 10);
    }
  });

  it("score the last rows of all geos, beside forecasts from the rows of each geo", () => {
    const { data, spec } = model;
    const training = trainingData(data, { spec }, 5);
    expect(training).toMatchObject({ rows: 35 });
    expect(training.target.values).toHaveLength(4 * 35);
    expect(training.geos!.map(({ end }) => end)).toEqual([35, 35, 35, 31]);
    expect(training.target.values[35 + 3]).toBe(data.target.values[40 + 3]);
    const own = specOfRows(spec, training.rows);
    const trained = { ...model, spec: own, data: training };
    const { posterior } = model;
    const parameters = posterior.blocks.map(({ name, axes, size, start }) => {
      const fewer = axes.map((axis) => (axis.name === "time" ? { ...axis, labels: axis.labels.slice(0, 35) } : axis));
      const kept = axes.some((axis) => axis.name === "time") ? 35 : size;
      const values = Float64Array.from(
        { length: kept * posterior.count },
        (_, k) => posterior.values[(k % posterior.count) * posterior.width + start + Math.floor(k / posterior.count)],
      );
      return { name, axes: fewer, chains: 1, draws: posterior.count, values };
    });
    const { holdout } = scoreHoldout({ ...trained, parameters, diagnostics: { converged: true } }, data);
    const known = knownSeries(data, 35).at(-1)!.to;
    expect(holdout).toMatchObject({ rows: 5, trainingRows: 35 });
    expect(holdout.scores.rows).toBe(known);
    expect(holdout.bands.geos).toHaveLength(known);
    expect(new Set(holdout.bands.geos)).toEqual(new Set(["North", "South", "Isles"]));
    expect(() => trainingData({ ...data, geos: [{ ...data.geos![0], first: 36 }] }, { spec }, 5)).toThrow(
      /"?North"? has no row before 36/,
    );
  });

  it("are drawn from the prior for the same rows", () => {
    const sample = priorSample(model, 50);
    expect(sample.predicted).toHaveLength(50 * predictions.weeks);
    expect(sample.predicted.every(Number.isFinite)).toBe(true);
    const { mediaShare, bands } = priorPredictive(model, sample);
    expect(mediaShare.lower).toBeGreaterThan(0);
    expect(bands.geos).toHaveLength(predictions.weeks);
  });
});

describe("series of several geos", () => {
  const first = [1.2, -0.4, 0.3, 2.2, -1.5, 0.8];
  const series = [oneSeries(6), { ...oneSeries(6), geo: "b", index: 1, from: 6, to: 12 }];

  it("have no neighbors across the boundary of a geo", () => {
    const both = [...first, ...first.map((value) => value + 100)];
    autocorrelations(both, 3, series).forEach((value, k) => {
      expect(value).toBeCloseTo(autocorrelations(first, 3)[k], 12);
    });
    expect(durbinWatson([...first, ...first], series)).toBeCloseTo(durbinWatson(first), 12);
  });

  it("make no pairs over rows that are missing in between", () => {
    const gap = [{ ...oneSeries(4), rows: Int32Array.of(0, 1, 5, 6) }];
    const values = [1, 2, -1, -2];
    expect(autocorrelations(values, 1, gap)[0]).toBeCloseTo((1 * 2 + -1 * -2) / 10, 12);
    expect(autocorrelations(values, 4, gap)[3]).toBeCloseTo((2 * -1) / 10, 12);
  });

  it("are explained beyond the level of each", () => {
    const both = [...first, ...first.map((value) => value + 100)];
    const level = first.map(() => first.reduce((sum, value) => sum + value) / 6);
    expect(pointScores(both, [...level, ...level.map((value) => value + 100)], series).r2).toBeCloseTo(0, 12);
  });
});
