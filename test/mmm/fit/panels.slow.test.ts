// Models of a small panel with missing targets and a late geo, as files can ask for them: gradients, and coordinates of given parameters.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns, type MediaData } from "../../../src/data/panel/index.ts";
import { makeDesign, mediaMixModel, modelData } from "../../../src/mmm/fit/index.ts";
import { parseModelFile, resolve } from "../../../src/mmm/specification/index.ts";
import { compileModel } from "../../../src/model/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";
import { asReported, positions } from "../support/cases.ts";
import { expectGradient } from "../support/gradient.ts";

async function table(): Promise<MediaData> {
  const random = randomStream([20260202]);
  const rows = [
    { region: "North", people: 4000, from: 1 },
    { region: "South", people: 1000, from: 1 },
    { region: "West, far", people: 2500, from: 9 },
  ].flatMap(({ region, people, from }) =>
    Array.from({ length: 40 - from + 1 }, (_, k) => ({
      region,
      week: from + k,
      population: people,
      spend_TV: random.uniform() < 0.3 ? 0 : people * random.uniform(),
      spend_Search: people * 0.2 * random.uniform(),
      price: 10 + random.normal(),
      revenue: k % 11 === 5 ? "" : String(Math.round(people * (4 + 0.5 * random.normal()))),
    })),
  );
  const columns = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
  return mediaDataFromColumns(Object.fromEntries(columns.map((name) => [name, rows.map((row) => row[name])])) as never);
}

describe.each([
  "",
  "week_effects: none\ntrend: linear",
  "pooling: { intercept: none, coefficient: none, control: none, trend: none }",
  "pooling: { intercept: complete, coefficient: complete, control: complete }",
  "likelihood: student_t",
  "mundlak: all",
  'mundlak: [spend_TV]\nlikelihood: negative_binomial\npriors: { mundlak: { TV: "normal(0, 0.3)" } }',
  "pooling: { sigma: none }",
  "pooling: { season: partial }",
  "pooling: { season: none }\nseasonality: { period: 13, harmonics: 1 }",
  "pooling: { sigma: complete }",
  "pooling: { sigma: partial }\npriors: { sigma: gamma(2, 2), sigma_population: fixed(1), sigma_spread: fixed(0.3) }",
  "likelihood: negative_binomial",
  "noise: { spend_TV: { mechanism: gaussian, scale: 300 }, spend_Search: { mechanism: laplace, scale: 60 } }\nlatent_spend: { force: true }",
  'likelihood: negative_binomial\npooling: { overdispersion: none }\npriors: { overdispersion: "lognormal(-1, 1)" }',
  "noise: { revenue: { mechanism: gaussian, scale: 500 } }",
  "noise: { revenue: { mechanism: laplace, scale: 500, clip: { lower: 0 } } }",
  "likelihood: student_t\nnoise: { revenue: { mechanism: laplace, scale: 300 } }",
  "likelihood: negative_binomial\nnoise: { revenue: { mechanism: laplace, scale: 3 } }",
  "trend: { kind: knots, knots: 5 }",
  "week_effects: none\ntrend: local_level\npooling: { trend: complete }",
  "trend: hsgp\nlikelihood: student_t",
  'priors: { mroi: { TV: "lognormal(0, 0.5)" } }',
  'priors: { mroi: "lognormal(0, 0.5)" }',
  'controls: none\npriors: { roi: { TV: "lognormal(0, 0.5)" }, coefficient_spread: fixed(0.3) }',
  'priors: { coefficient: { TV: "lognormal(0, 0.5)", Search: half_normal(1) } }',
  'priors: { contribution: "beta(2, 10)", intercept: fixed(0) }',
])("A panel under %j", (file) => {
  it("has a gradient that is the derivative of its density, and coordinates that follow from its parameters", async () => {
    const data = await table();
    const { spec } = resolve(await parseModelFile(`data: t.csv\n${file}\n`, "m.yaml"), data);
    const design = makeDesign(data, spec);
    const posterior = compileModel(mediaMixModel(spec, design.weeks), modelData(design));
    const density = posterior.density();
    const [position] = positions(density.dimension, 1, 0.5);
    expectGradient(density, position);
    // Weights of a noised Student-t, and true spend in scaled units, are not reported.
    if (posterior.coordinates.some(({ name }) => ["precision of the target", "true spend"].includes(name))) return;
    const { blocks } = posterior.constrainDraws(position, 1);
    const values = Object.fromEntries(
      blocks.flatMap(({ kind, name, values: own }) => (kind === "parameter" ? [[name, own]] : [])),
    );
    posterior.unconstrain(values).forEach((value, i) => {
      const name = posterior.coordinateNames[i];
      expect(asReported(name, value)).toBeCloseTo(asReported(name, position[i]), 6);
    });
  });
});
