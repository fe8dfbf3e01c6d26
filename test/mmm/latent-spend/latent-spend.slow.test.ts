// Models of noised tables: their coordinates leave the posterior as the specification says, for every kind of noise.

import { describe, expect, it } from "vitest";
import { laplaceSum, normal, normalLaplace } from "../../../src/distributions/index.ts";
import { constant, evaluate, type Node, sum } from "../../../src/graph/index.ts";
import { distributionOf } from "../../../src/mmm/priors/index.ts";
import { membersOf, type ParameterName } from "../../../src/mmm/specification/parameters.ts";
import { type ColumnNoise, type NamedPriors, noiseOf } from "../../../src/mmm/specification/resolved-spec.ts";
import { compileModel } from "../../../src/model/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";
import { derivative } from "../../distributions/support/differences.ts";
import { positions } from "../support/cases.ts";
import { jacobianColumns, logDeterminant } from "../../support/determinant.ts";
import { noisyCases, prepareNoisy, type PreparedNoise } from "../support/noisy-cases.ts";
import { plainModel } from "../support/plain-model.ts";

const weeks = 22;
const number = (node: Node): number => evaluate([sum(node)], {})[0][0];

/** Log density of what was published around the truth, clipped values by their probability; in scaled units. */
function publishedTerm(
  noise: ColumnNoise,
  unit: number,
  truth: number[],
  sigma: number,
  seen: number[],
  lower: number,
): number {
  const cells = noise.cells_summed;
  const b = noise.scale / unit;
  return truth.reduce((total, mean, t) => {
    const distribution =
      noise.mechanism === "gaussian"
        ? normal(mean, Math.hypot(sigma, b * Math.sqrt(cells)))
        : cells >= 5
          ? normal(mean, Math.hypot(sigma, b * Math.sqrt(2 * cells)))
          : sigma > 0
            ? normalLaplace(mean, sigma, b)
            : laplaceSum(mean, b, cells);
    const censored = noise.clip !== "none" && seen[t] <= lower;
    return (
      total + number(censored ? distribution.logCdf(constant([lower])) : distribution.logDensity(constant([seen[t]])))
    );
  }, 0);
}

/** Log prior and log likelihood of a draw as the specification says, from the slow twin with the true spend as its data. */
function byTheBook(
  prepared: PreparedNoise,
  values: ReadonlyMap<string, number>,
): { prior: number; likelihood: number } {
  const { spec, design } = prepared;
  const { noise: _, latent_spend, ...plain } = spec;
  const truth = spec.channels.map(({ name }, c) =>
    Array.from({ length: weeks }, (_week, t) => {
      const drawn = values.get(`weekly spend[${name},${t + 1}]`);
      return drawn === undefined ? design.media[c * weeks + t] : drawn / design.mediaScales[c].scale;
    }),
  );
  const model = plainModel(plain, weeks);
  const data = { media: truth.flat(), "target row": design.target };
  const twin = compileModel(model, data);
  const own = new Set(twin.reported.map(({ name }) => name));
  const at = twin.unconstrain(Object.fromEntries([...values].filter(([name]) => own.has(name))));
  let prior = twin.constrainDraws(at, 1).logPrior[0];

  const hyper = (name: ParameterName, member: string): number => {
    const own = (spec.priors[name] as NamedPriors)[member];
    const value = values.get(`${name}[${member}]`) ?? own.parameters[0];
    if (own.distribution !== "fixed") prior += number(distributionOf(own).logDensity(constant([value])));
    return value;
  };
  let likelihood = 0;
  for (const name of membersOf("spend_location", spec)) {
    const c = spec.channels.findIndex((channel) => channel.name === name);
    const [location, scale] = [hyper("spend_location", name), hyper("spend_scale", name)];
    const memory = latent_spend?.autocorrelated ? hyper("spend_autocorrelation", name) : 0;
    const z = truth[c].map((value) => (Math.log(value) - location) / scale);
    z.forEach((value, t) => {
      const [mean, sd] = t === 0 ? [0, 1] : [memory * z[t - 1], Math.sqrt(1 - memory ** 2)];
      prior += number(normal(mean, sd).logDensity(constant([value]))) - Math.log(scale);
    });
    const { scale: unit } = design.mediaScales[c];
    const noise = noiseOf(spec, spec.channels[c].column)!;
    const spend = prepared.table.channels[c].spend;
    likelihood += publishedTerm(
      noise,
      unit,
      truth[c],
      0,
      Array.from(spend, (value) => value / unit),
      0,
    );
  }

  const [observation] = model.observations;
  let start = 0;
  const bindings: Record<string, ArrayLike<number>> = { ...data };
  for (const { input } of model.coordinates) {
    const size = input.shape.reduce((product, extent) => product * extent, 1);
    if (input.kind === "input") bindings[input.name] = at.subarray(start, (start += size));
  }
  const [expected, sigma] = evaluate(
    observation.distribution.parameters.map(({ node }) => node),
    bindings,
  );
  const noise = noiseOf(spec, spec.target);
  const { location, scale } = design.targetScale;
  likelihood +=
    noise === undefined
      ? number(normal(constant(expected), sigma[0]).logDensity(constant(design.target)))
      : publishedTerm(noise, scale, [...expected], sigma[0], [...design.target], (0 - location) / scale);
  return { prior, likelihood };
}

const latentCases = noisyCases.filter(
  ({ name }) => !["noise in revenue", "noise too weak"].some((known) => name.startsWith(known)),
);

describe.each(latentCases)("$name, near its kinks", (each) => {
  it("has a gradient without a jump where a true value passes the published one", async () => {
    const { posterior, table, spec } = await prepareNoisy(each, weeks);
    const engine = posterior();
    const density = engine.density();
    const gradient = new Float64Array(engine.dimension);
    // The first week whose published spend is one that the true spend can have.
    const [first, name, published] = spec.channels
      .flatMap(({ name: channel }, c) =>
        Array.from(table.channels[c].spend, (value, t) => ({ value, at: `${channel},${t + 1}` })),
      )
      .filter(({ value }) => value > 0)
      .map(
        ({ value, at }) => [engine.coordinateNames.indexOf(`true spend[${at}]`), `weekly spend[${at}]`, value] as const,
      )
      .find(([index]) => index >= 0)!;
    const [start] = positions(engine.dimension, 1, 0.5);
    // Bisection for the coordinate at which the truth is what was published.
    let [low, high] = [-60, 60];
    for (let i = 0; i < 200; i++) {
      const middle = (low + high) / 2;
      if (engine.constrainDraws(start.with(first, middle), 1).columns.get(name)![0] < published) low = middle;
      else high = middle;
    }
    const slopeAt = (x: number): number => {
      density.evaluate(start.with(first, x), gradient);
      return gradient[first];
    };
    const step = 1e-6;
    expect(Math.abs(slopeAt(high + step) - slopeAt(low - step))).toBeLessThan(
      1e-4 * Math.max(1, Math.abs(slopeAt(low))),
    );
  });
});

describe.each(noisyCases)("$name", (each) => {
  it("has the log prior and log likelihood that the specification says", async () => {
    const prepared = await prepareNoisy(each, weeks);
    const engine = prepared.posterior();
    for (const position of positions(engine.dimension, 2, 1)) {
      const draw = engine.constrainDraws(position, 1);
      const values = new Map([...draw.columns].map(([name, column]) => [name, column[0]]));
      const expected = byTheBook(prepared, values);
      expect(Math.abs(draw.logPrior[0] - expected.prior)).toBeLessThan(1e-8 * Math.abs(expected.prior));
      expect(Math.abs(draw.logLikelihood[0] - expected.likelihood)).toBeLessThan(1e-8 * Math.abs(expected.likelihood));
    }
  });

  it("has the Jacobian of the map from coordinates to parameters and logs of true spend", async () => {
    const engine = (await prepareNoisy(each, weeks)).posterior();
    const names = engine.reported
      .filter(({ kind, of }) => kind === "parameter" || of === "weekly spend")
      .map(({ name, of }) => ({ name, isSpend: of === "weekly spend" }));
    expect(names.length).toBe(engine.dimension);
    const [position] = positions(engine.dimension, 1, 1);
    const columns = jacobianColumns(position, (at) => {
      const { columns: values } = engine.constrainDraws(at, 1);
      return names.map(({ name, isSpend }) => (isSpend ? Math.log(values.get(name)![0]) : values.get(name)![0]));
    });
    const { logJacobian } = engine.constrainDraws(position, 1);
    expect(Math.abs(logDeterminant(columns) - logJacobian[0])).toBeLessThan(1e-6 * engine.dimension);
  });

  it("has a finite gradient that is the derivative of its density, the same on both backends", async () => {
    const { posterior } = await prepareNoisy(each, weeks);
    const [wasm, javascript] = [posterior("wasm").density(), posterior("javascript").density()];
    const { dimension } = wasm;
    const [gradient, other, scratch] = [0, 1, 2].map(() => new Float64Array(dimension));
    for (const position of positions(dimension, 2, 1)) {
      const value = wasm.evaluate(position, gradient);
      const scale = Math.max(...gradient.map(Math.abs));
      expect(Number.isFinite(value) && Number.isFinite(scale)).toBe(true);
      expect(Math.abs(javascript.evaluate(position, other) - value)).toBeLessThan(1e-10 * Math.abs(value));
      for (let i = 0; i < dimension; i++) {
        expect(Math.abs(other[i] - gradient[i])).toBeLessThan(1e-9 * Math.max(1, scale));
        const along = derivative((x) => wasm.evaluate(position.with(i, x), scratch), position[i], 1e-3);
        expect(Math.abs(gradient[i] - along.value)).toBeLessThan(1e-6 * Math.max(1, scale));
      }
    }
  });

  it("comes back to its coordinates from prior draws of its parameters", async () => {
    const engine = (await prepareNoisy(each, weeks)).posterior();
    const { columns, observed } = engine.priorDraws(randomStream([11]), 3);
    for (const column of columns.values()) expect(column.every(Number.isFinite)).toBe(true);
    expect(observed.observations[0].name).toBe("target");
    expect(observed.observations.slice(1).every(({ name }) => name.startsWith("published spend"))).toBe(true);
  });
});
