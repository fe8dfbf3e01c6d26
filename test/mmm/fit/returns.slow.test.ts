// Priors on returns: the quantity is what it is said to be, its prior is the one that is written, and every other parameter keeps its own.

import { describe, expect, it } from "vitest";
import { summarize } from "../../../src/diagnostics/index.ts";
import { distributionOf } from "../../../src/mmm/priors/index.ts";
import { allParameters, axesOf, isPrior, type Prior } from "../../../src/mmm/specification/index.ts";
import { randomStream, sample } from "../../../src/sampling/index.ts";
import { asReported, positions } from "../support/cases.ts";
import { ksDistance } from "../support/ks-distance.ts";
import { nationalTable, panelTable, plainReturns, returnModel } from "../support/return-cases.ts";
import { expectGradient } from "../support/gradient.ts";

const tables = { national: nationalTable, panel: panelTable } as const;
const window = "window: { from: 11, to: 20 }";

describe.each([
  ["national", `priors: { roi: { TV: { distribution: lognormal, location: 0, scale: 0.5, ${window} } } }`],
  ["national", `priors: { mroi: { TV: { distribution: gamma, mean: 1, sd: 0.5, ${window} }, Search: "gamma(4, 4)" } }`],
  ["national", `priors: { contribution: { distribution: beta, mean: 0.1, sd: 0.05, ${window} } }`],
  [
    "national",
    'likelihood: student_t\nadstock: weibull_pdf\nsaturation: logistic\npriors: { roi: "lognormal(0, 0.5)" }',
  ],
  [
    "national",
    `order: saturation_first\npriors: { mroi: { TV: "lognormal(0, 0.5)" }, roi: { Search: { distribution: lognormal, location: 0, scale: 0.5, ${window} } } }`,
  ],
  [
    "national",
    'target_kind: conversions\nlikelihood: negative_binomial\nadstock: none\nsaturation: power\npriors: { roi: "lognormal(0, 0.5)" }',
  ],
  [
    "panel",
    `priors: { roi: { TV: { distribution: lognormal, location: 0, scale: 0.5, ${window} } }, coefficient: { Search: fixed(0.2) } }`,
  ],
  ["panel", `week_effects: none\npriors: { mroi: { distribution: lognormal, location: 0, scale: 0.5, ${window} } }`],
  ["panel", `pooling: { coefficient: none }\npriors: { roi: "lognormal(0, 0.5)" }`],
  [
    "panel",
    `pooling: { coefficient: none }\npriors: { mroi: { TV: { distribution: lognormal, location: 0, scale: 0.5, ${window} } }, contribution: { Search: "beta(2, 10)" } }`,
  ],
  [
    "panel",
    `pooling: { coefficient: complete }\npriors: { contribution: { TV: "uniform(0, 0.3)" }, roi: { Search: { distribution: lognormal, location: 0, scale: 0.5, ${window} } } }`,
  ],
] as const)("A prior of a %s model on a return: %s", (table, file) => {
  it("is of what the channel brings by the book, and its density has a gradient and an inverse", async () => {
    const model = await returnModel(await tables[table](), file);
    const { spec, prior } = model;
    const density = prior.density();
    const [position] = positions(density.dimension, 1, 0.4);
    const { columns, blocks } = prior.constrainDraws(position, 1);
    spec.channels.forEach(({ name }, c) => {
      const kind = spec.returns?.[name];
      if (kind === undefined) return;
      const of = (parameter: string, geo: number): number => {
        const axes = axesOf(parameter, spec).map((axis) => axis.name);
        const labels = axes.map((axis) => (axis === "geo" ? (spec.geos ?? [""])[geo] : name));
        return columns.get(`${parameter}[${labels.join(",")}]`)![0];
      };
      const expected = plainReturns(model, c, of);
      const block = blocks.find((each) => each.name === `given ${kind} of ${name}` || each.name === `given ${kind}`)!;
      const place = block.name === `given ${kind}` ? c : 0;
      expected.forEach((value, k) => {
        const own = block.values[place * expected.length + k];
        expect(own / value, `${kind} of ${name}`).toBeCloseTo(1, kind === "mroi" ? 7 : 10);
      });
    });
    expectGradient(density, position);
    const values = Object.fromEntries(
      blocks.flatMap(({ kind, name, values: own }) => (kind === "parameter" ? [[name, own]] : [])),
    );
    prior.unconstrain(values).forEach((value, i) => {
      const name = prior.coordinateNames[i];
      expect(asReported(name, value)).toBeCloseTo(asReported(name, position[i]), 6);
    });
  });
});

describe("A prior on the ROI of a channel whose spend was published with noise", () => {
  it("is of what its true spend brings", async () => {
    const noise = "noise: { spend_TV: { mechanism: laplace, scale: 150 } }\nlatent_spend: { force: true }";
    const { prior } = await returnModel(await nationalTable(), `${noise}\npriors: { roi: "lognormal(0, 0.5)" }`);
    const [position] = positions(prior.density().dimension, 1, 0.3);
    const { columns } = prior.constrainDraws(position, 1);
    for (const [place, name] of ["TV", "Search"].entries()) {
      expect(columns.get(`given roi[${place}]`)![0] / columns.get(`roi[${name}]`)![0]).toBeCloseTo(1, 10);
    }
  });
});

describe.each([
  ["national", 'roi: { TV: "lognormal(0.2, 0.5)" }'],
  ["national", 'mroi: { TV: "gamma(4, 4)" }'],
  ["national", 'contribution: { TV: "beta(2, 10)" }'],
  ["national", `roi: { TV: { distribution: gamma, quantiles: { 0.05: 0.5, 0.95: 3 }, ${window} } }`],
  [
    "panel",
    `mroi: { TV: { distribution: lognormal, mean: 1, sd: 0.5, ${window} } }, coefficient_spread: half_normal(0.3)`,
  ],
] as const)("Sampling the prior of a %s model alone with %s", (table, written) => {
  it("gives the return its prior, and all other parameters those that they have without it", async () => {
    const draws = table === "panel" ? 4000 : 1500;
    const base = `week_effects: none\npooling: { intercept: complete }\n`;
    const sigma = "sigma: half_normal(1), coefficient: { Search: half_normal(1) }";
    const { prior, spec } = await returnModel(
      await tables[table](),
      `${table === "panel" ? base : ""}priors: { ${sigma}, ${written} }`,
    );
    const [kind] = Object.values(spec.returns ?? {});
    const { chains } = await sample(prior.density(), { seed: 7, draws });
    const positionsOfAll = Float64Array.from(chains.flatMap((chain) => [...chain.positions]));
    const { columns } = prior.constrainDraws(positionsOfAll, 4 * draws);
    const check = (name: string, values: Float64Array | undefined, own: Prior): void => {
      if (values === undefined) throw new Error(`There is no column ${name}.`);
      const random = randomStream([11]);
      const distribution = distributionOf(own);
      const exact = Float64Array.from({ length: 20_000 }, () => distribution.draw(random, own.parameters));
      const { ess_bulk } = summarize({ chains: 4, draws, values });
      expect(ess_bulk, name).toBeGreaterThan(400);
      // The distance of two samples of one distribution exceeds this once in 10,000 times.
      expect(ksDistance(values, exact), name).toBeLessThan(2.23 * Math.sqrt(1 / ess_bulk + 1 / exact.length));
    };
    let checked = 0;
    for (const [parameter, priors] of Object.entries(spec.priors)) {
      if (priors === undefined) continue;
      const center = allParameters()[parameter].overGeos?.center.name;
      const reported = center !== undefined && columns.has(`${center}[Search]`) ? center : parameter;
      if (isPrior(priors)) check(parameter, columns.get(reported), priors);
      else
        for (const [channel, own] of Object.entries(priors)) {
          const name = `${reported}[${channel}]`;
          const given = `given ${kind} of TV[0]`;
          const isGiven = parameter === kind && channel === "TV";
          check(name, columns.get(isGiven ? given : name), own);
        }
      checked++;
    }
    expect(checked).toBeGreaterThan(5);
  });
});
