// Trends that bend: what their rows are, what their priors say, and how they go on after the table.

import { describe, expect, it } from "vitest";
import { makeDesign } from "../../../../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../../../../src/mmm/fit/model.ts";
import { baselineAdder, placeOf, termAdder } from "../../../../src/mmm/response/index.ts";
import { evenKnots, hatFunctions, smoothTrendFor, termsOf } from "../../../../src/mmm/terms/baseline/index.ts";
import { kernels } from "../../../../src/mmm/terms/baseline/hsgp.ts";
import { evaluate } from "../../../../src/graph/index.ts";
import * as g from "../../../../src/graph/index.ts";
import { compileModel } from "../../../../src/model/index.ts";
import { randomStream } from "../../../../src/numerics/random.ts";
import { madeUpModel } from "../../../decisions/support/made-up-model.ts";
import { positions, prepare } from "../../support/cases.ts";
import { expectGradient } from "../../support/gradient.ts";

const bent = ["{ kind: knots, knots: 6 }", "{ kind: knots, knots: [5, 20, 40, 50] }", "local_level", "hsgp"];

describe("hat functions", () => {
  it("add up to one, lie on lines between knots, and keep the nearest knot's value outside of them", () => {
    const hats = hatFunctions([3, 5, 9], 11);
    for (let t = 0; t < 11; t++) expect(hats[0][t] + hats[1][t] + hats[2][t]).toBeCloseTo(1, 14);
    expect([...hats[0]]).toEqual([1, 1, 1, 0.5, 0, 0, 0, 0, 0, 0, 0]);
    expect([...hats[1]]).toEqual([0, 0, 0, 0.5, 1, 0.75, 0.5, 0.25, 0, 0, 0]);
    expect([...hats[2]]).toEqual([0, 0, 0, 0, 0, 0.25, 0.5, 0.75, 1, 1, 1]);
    expect(evenKnots(4, 11)).toEqual([1, 4, 7, 11]);
  });
});

describe("A smooth trend", () => {
  it.each(["matern32", "matern52", "squared_exponential"] as const)(
    "has the covariance of its kernel (%s) for the lengths that its rule is made for",
    (kernel) => {
      const [rows, shortest] = [104, 26];
      const { functions, boundary } = smoothTrendFor(kernel, shortest, rows);
      const width = boundary / shortest;
      const density = (w: number): number =>
        evaluate([kernels[kernel].density(g.constant(1), g.constant(w * w))], {})[0][0] as number;
      const exact = (d: number): number =>
        kernel === "squared_exponential"
          ? Math.exp(-0.5 * d * d)
          : kernel === "matern32"
            ? (1 + Math.sqrt(3) * d) * Math.exp(-Math.sqrt(3) * d)
            : (1 + Math.sqrt(5) * d + (5 * d * d) / 3) * Math.exp(-Math.sqrt(5) * d);
      const waves = Array.from({ length: functions }, (_, j) => ((j + 1) * Math.PI) / (2 * width));
      const weights = waves.map(density);
      const x = (t: number): number => (t - (rows - 1) / 2) / shortest;
      let largest = 0;
      for (let a = 0; a < rows; a += 7) {
        for (let b = 0; b < rows; b += 7) {
          const sum = waves.reduce(
            (total, w, j) => total + (weights[j] * Math.sin(w * (x(a) + width)) * Math.sin(w * (x(b) + width))) / width,
            0,
          );
          largest = Math.max(largest, Math.abs(sum - exact(Math.abs(x(a) - x(b)))));
        }
      }
      // As the reference measured it for this rule: 0.01 to 0.08.
      expect(largest).toBeLessThan(0.09);
    },
  );
});

describe.each(bent)("A national model with the trend %s", (trend) => {
  const file = `trend: ${trend}`;

  it("has a gradient that is the derivative of its density, and coordinates that follow from its parameters", async () => {
    const posterior = (await prepare({ name: "", file })).posterior();
    const density = posterior.density();
    const [position] = positions(density.dimension, 1, 0.5);
    expectGradient(density, position);
    const values = Object.fromEntries(
      posterior
        .constrainDraws(position, 1)
        .blocks.flatMap(({ kind, name, values: own }) => (kind === "parameter" ? [[name, own]] : [])),
    );
    posterior.unconstrain(values).forEach((value, i) => expect(value).toBeCloseTo(position[i], 6));
  });

  it("stays what it was in the rows that were fitted, and goes on from there, in a longer table", async () => {
    const model = await madeUpModel({ file, weeks: 60, draws: 3 });
    const longer = await madeUpModel({ file, weeks: 64, draws: 3 });
    const design = makeDesign(longer.data, model.spec, model.design);
    const { posterior } = model;
    const [own, later] = [new Float64Array(60), new Float64Array(64)];
    const row = posterior.values.subarray(0, posterior.width);
    baselineAdder(model.spec, model.design, posterior)(row, own);
    baselineAdder(model.spec, design, posterior)(row, later);
    const trendless = { ...model.spec, trend: "none" as const };
    const [ownRest, laterRest] = [new Float64Array(60), new Float64Array(64)];
    baselineAdder(trendless, model.design, posterior)(row, ownRest);
    baselineAdder(trendless, design, posterior)(row, laterRest);
    for (let t = 0; t < 60; t++) expect(later[t] - laterRest[t]).toBeCloseTo(own[t] - ownRest[t], 10);
    if (trend === "hsgp") return;
    for (let t = 60; t < 64; t++) expect(later[t] - laterRest[t]).toBeCloseTo(own[59] - ownRest[59], 10);
  });
});

describe("What is drawn of a walk after the table", () => {
  it.each([
    ["{ kind: knots, knots: 6 }", "knot_spread"],
    ["local_level", "local_level_spread"],
  ])("spreads like the walk itself: %s", async (trend, spread) => {
    const model = await madeUpModel({ file: `trend: ${trend}`, weeks: 60, draws: 1, fixed: { [spread]: 2 } });
    const longer = await madeUpModel({ file: `trend: ${trend}`, weeks: 76, draws: 1 });
    const design = makeDesign(longer.data, model.spec, model.design);
    const random = randomStream([4]);
    const add = baselineAdder(model.spec, design, model.posterior, () => random.normal());
    const mean = baselineAdder(model.spec, design, model.posterior);
    const row = model.posterior.values;
    const [drawn, still] = [new Float64Array(76), new Float64Array(76)];
    mean(row, still);
    const draws = 4000;
    let squares = 0;
    for (let i = 0; i < draws; i++) {
      add(row, drawn);
      squares += (drawn[75] - still[75]) ** 2 / draws;
      expect(drawn[59]).toBeCloseTo(still[59], 12);
    }
    // 16 rows of a walk that has a standard deviation of 2 over 59; four standard errors of a variance.
    const variance = (4 * 16) / 59;
    expect(Math.abs(squares - variance)).toBeLessThan(4 * variance * Math.sqrt(2 / draws));
  });
});

describe("The prior of a walk", () => {
  it("has its spread over the whole table, and the mean zero", async () => {
    const { spec, weeks, data } = await prepare({
      name: "",
      file: "trend: local_level\npriors: { local_level_spread: fixed(1.5) }",
    });
    const posterior = compileModel(mediaMixModel(spec, weeks), data as ReturnType<typeof modelData>);
    const draws = 2000;
    const { blocks } = posterior.priorDraws(randomStream([6]), draws);
    const { values } = blocks.find(({ name }) => name === "local_level")!;
    let squares = 0;
    for (let i = 0; i < draws; i++) {
      squares += (values[(weeks - 1) * draws + i] - values[i]) ** 2 / draws;
      let sum = 0;
      for (let t = 0; t < weeks; t++) sum += values[t * draws + i];
      expect(Math.abs(sum)).toBeLessThan(1e-10);
    }
    expect(Math.abs(squares - 2.25)).toBeLessThan(4 * 2.25 * Math.sqrt(2 / draws));
  });
});

describe("A smooth trend after the table", () => {
  it("goes on from where it is, also where its sines have ended, and comes back to its mean", async () => {
    const model = await madeUpModel({ file: "trend: hsgp", weeks: 60, draws: 8 });
    const longer = await madeUpModel({ file: "trend: hsgp", weeks: 400, draws: 1 });
    const { spec, posterior } = model;
    const design = makeDesign(longer.data, spec, model.design);
    const [size, length] = ["hsgp_size", "hsgp_length"].map((name) => placeOf(posterior, name).start);
    const term = termsOf(spec).find(({ name }) => name === "hsgp")!;
    // Without normals: as it goes on, on average.
    const add = termAdder(term, spec, design, posterior);
    for (let i = 0; i < posterior.count; i++) {
      const row = posterior.values.slice(i * posterior.width, (i + 1) * posterior.width);
      row[length] = 1;
      const path = new Float64Array(design.weeks);
      add(row, path);
      expect(path.every(Number.isFinite)).toBe(true);
      // A step is no larger than a few steps of the process, whose slope has a deviation of sqrt(5/3) a length.
      expect(Math.abs(path[60] - path[59])).toBeLessThan((5 * row[size] * Math.sqrt(5 / 3)) / 13);
      // Nothing is left of the table after twenty lengths; what remains is the mean of the process over the table.
      expect(Math.abs(path[399] - path[340])).toBeLessThan(1e-3 * row[size]);
    }
  });
});
