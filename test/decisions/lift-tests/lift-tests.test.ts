// Lift tests beside the model: read-outs without a test by weights against plain arithmetic, the bias of a source, and conflicts.

import { describe, expect, it } from "vitest";
import { liftTests, testReadings, withoutTests } from "../../../src/decisions/lift-tests/index.ts";
import { biasGiven, liftGiven, logDensityOfSource } from "../../../src/decisions/lift-tests/sources.ts";
import { momentsOf, resampled } from "../../../src/decisions/lift-tests/weighted.ts";
import { leftOut, psisLoo } from "../../../src/diagnostics/index.ts";
import { fittedModel, type FittedModel } from "../../../src/decisions/draws/index.ts";
import type { Experiment } from "../../../src/mmm/experiments/index.ts";
import { assembleDraws } from "./support/prior-draws.ts";
import { testedModel } from "../../mmm/support/experiment-cases.ts";
import { nationalTable } from "../../mmm/support/return-cases.ts";

const file = (lift: number, use = "likelihood", se = 400): string => `experiments:
  - { name: off, channels: TV, start: 20, end: 26, cooldown: 4, counterfactual: { multiply: 0 }, lift: ${lift}, se: ${se}, use: ${use} }
  - { name: one, channels: Search, start: 8, end: 9, counterfactual: { add: 300 }, lift: -80, se: 60, source: agency, bias: 0.3 }
  - { name: two, channels: TV, start: 30, end: 32, counterfactual: { multiply: 0.5 }, lift: 90, se: 90, source: agency, bias: 0.3 }`;

async function model(
  lift: number,
  use?: string,
  se?: number,
): Promise<{ model: FittedModel; readings: (name: string) => Float64Array }> {
  const tested = await testedModel(await nationalTable(), file(lift, use, se));
  const { parameters, quantities } = assembleDraws(tested, 400);
  const found = fittedModel({
    spec: tested.resolution.spec,
    data: tested.data,
    parameters,
    diagnostics: { converged: true },
  });
  const column = quantities.find(({ name }) => name === "experiment")!;
  const labels = column.axes[0].labels;
  return {
    model: found,
    readings: (name) => column.values.subarray(labels.indexOf(name) * 400, (labels.indexOf(name) + 1) * 400),
  };
}

describe("Lift tests beside a model", () => {
  it("are expected to read what the model derives of them at every draw", async () => {
    const { model: fitted, readings } = await model(900);
    const experiments = fitted.spec.experiments as readonly Experiment[];
    testReadings(fitted, experiments).forEach((own, k) => {
      readings(experiments[k].name).forEach((value, i) => expect(own[i] / value).toBeCloseTo(1, 9));
    });
  });

  it("that are only compared are held against the draws as they are", async () => {
    const { model: fitted, readings } = await model(900, "comparison");
    const [off] = liftTests(fitted)!.tests;
    const own = readings("off");
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
    expect(off.z).toBeCloseTo((900 - mean) / Math.sqrt(variance + 400 ** 2), 9);
    expect([off.learned, off.reliable, off.paretoK, off.withIt]).toEqual([false, true, undefined, undefined]);
    expect(off.interval[1] - off.lift).toBeCloseTo(400 * 1.6448536, 3);
  });

  it("that the model learned from are held against draws weighted as if it had not", async () => {
    const weak = 40_000;
    const { model: fitted, readings } = await model(900, "likelihood", weak);
    const own = readings("off");
    const values = own.map((value) => -((900 - value) ** 2) / 2 / weak ** 2);
    const { weights } = leftOut({ chains: 1, draws: 400, values });
    const { mean, sd } = momentsOf(weights, (i) => ({ mean: own[i], variance: weak ** 2 }));
    // The same weights leave an observation out of leave-one-out.
    const loo = psisLoo({ observations: 1, chains: 1, draws: 400, values });
    const left = Math.log(values.reduce((sum, value, i) => sum + weights[i] * Math.exp(value), 0));
    expect(left).toBeCloseTo(loo.elpd, 9);
    const {
      tests: [test],
      threshold,
    } = liftTests(fitted)!;
    expect([test.learned, test.reliable]).toEqual([true, test.paretoK! <= threshold]);
    expect(test.z).toBeCloseTo((900 - mean) / sd, 9);
    const { model: without, reliable } = withoutTests(fitted)!;
    expect([without.posterior.count, reliable]).toEqual([400, expect.any(Boolean)]);
    const rows = (values: Float64Array): Set<number> =>
      new Set(values.filter((_, k) => k % without.posterior.width === 0));
    expect([...rows(without.posterior.values)].every((value) => rows(fitted.posterior.values).has(value))).toBe(true);
  });

  it("of one source tell of its bias", async () => {
    const { sources } = liftTests((await model(900)).model)!;
    expect(sources.map(({ source, tests, prior }) => [source, tests, prior])).toEqual([
      ["agency", ["one", "two"], 0.3],
    ]);
    expect(sources[0].bias.lower).toBeLessThan(sources[0].bias.upper);
  });
});

describe("The bias of a source", () => {
  const test = { bias: 0.3, bias_mean: 0.1, bias_unit: "share", se: 2, lift: 12, age: 0 } as unknown as Experiment;

  it("is that of the normal model given its lifts", () => {
    const other = { ...test, se: 3, lift: 25 };
    const { mean, variance } = biasGiven(test, [test, other], [10, 20]);
    // Least squares with the prior as one more observation.
    const precision = 1 / 0.3 ** 2 + (10 / 2) ** 2 + (20 / 3) ** 2;
    expect(variance).toBeCloseTo(1 / precision, 12);
    expect(mean).toBeCloseTo((0.1 / 0.3 ** 2 + (10 * 2) / 2 ** 2 + (20 * 5) / 3 ** 2) / precision, 12);
  });

  it("is integrated out of the density of its lifts", () => {
    const other = { ...test, se: 3, lift: 25 };
    const density = (bias: number): number =>
      [test, other].reduce(
        (product, each, k) => {
          const { mean, variance } = liftGiven(each, [10, 20][k], { mean: bias, variance: 0 });
          return (product * Math.exp(-((each.lift - mean) ** 2) / 2 / variance)) / Math.sqrt(2 * Math.PI * variance);
        },
        Math.exp(-((bias - 0.1) ** 2) / 2 / 0.09) / Math.sqrt(2 * Math.PI * 0.09),
      );
    let total = 0;
    for (let k = -4000; k < 4000; k++) total += density(0.1 + (k + 0.5) / 1000) / 1000;
    expect(logDensityOfSource([test, other], [10, 20])).toBeCloseTo(Math.log(total), 6);
  });
});

describe("Draws with weights", () => {
  it("have the moments of the mixture, and stand as often as they weigh", () => {
    const weights = Float64Array.of(0.5, 0.25, 0.25, 0);
    const { mean, sd } = momentsOf(weights, (i) => ({ mean: i, variance: 2 }));
    expect([mean, sd ** 2]).toEqual([0.75, expect.closeTo(2 + 0.25 + 1 - 0.5625, 12)]);
    expect([...resampled(weights)]).toEqual([0, 0, 1, 2]);
  });
});
