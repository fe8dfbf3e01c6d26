import { describe, expect, it } from "vitest";
import {
  beta,
  flat,
  gamma,
  halfNormal,
  normal,
  orderedVector,
  poisson,
  positive,
  real,
  dirichlet,
} from "../../src/distributions/index.ts";
import { add, constant, divide, exp, log, log1p, multiply, negate, pick, subtract } from "../../src/graph/index.ts";
import { compileModel, type Model, ModelBuilder } from "../../src/model/index.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { eightSchools, schools } from "./support/eight-schools.ts";

const count = 4000;
/** Exceeded in size by a standard normal with probability 1e-6; seeds are fixed. */
const limit = 4.892;

/** Standardized distance of the mean of `values` from `mean`, for draws of this standard deviation. */
function zOfMean(values: Float64Array, mean: number, sd: number): number {
  const average = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.abs(average - mean) / (sd / Math.sqrt(values.length));
}

/** The same for the variance of standard normal draws. */
function zOfSquares(values: Float64Array): number {
  return zOfMean(
    values.map((z) => z * z),
    1,
    Math.SQRT2,
  );
}

/** Level and steady half-saturation in place of intercept and half-saturation, as media mix models sample. */
function reparametrized(): Model {
  const m = new ModelBuilder();
  const decay = m.parameter("decay", beta(2, 3));
  const steady = m.coordinate("steady", positive);
  const half = m.define("half_saturation", divide(steady, subtract(1, decay)));
  m.prior("half_saturation", gamma(2, 1.5), half, negate(log1p(negate(decay))));
  m.recover("steady", multiply(half, subtract(1, decay)));
  const sigma = m.parameter("sigma", halfNormal(2));
  const level = m.coordinate("level", real);
  const intercept = m.define("intercept", subtract(level, multiply(3, half)));
  m.prior("intercept", normal(10, 0.5), intercept);
  m.recover("level", add(intercept, multiply(3, half)));
  m.derive("log of sigma", log(sigma));
  m.derive("log of steady", log(steady));
  m.derive("base", level);
  const y = m.data("y", [2]);
  m.observe("y", normal(level, sigma), y);
  return m.build();
}

describe("prior draws", () => {
  const posterior = compileModel(reparametrized(), { y: [0, 0] });
  const { columns, observed } = posterior.priorDraws(randomStream([1]), count);
  const column = (name: string): Float64Array => columns.get(name)!;

  it("have the distribution of each prior, also of priors on computed nodes", () => {
    expect(zOfMean(column("decay"), 0.4, 0.2)).toBeLessThan(limit);
    expect(zOfMean(column("half_saturation"), 2 / 1.5, Math.sqrt(2) / 1.5)).toBeLessThan(limit);
    expect(zOfMean(column("intercept"), 10, 0.5)).toBeLessThan(limit);
    expect(zOfSquares(column("sigma").map((x) => x / 2))).toBeLessThan(limit);
  });

  it("leave quantities with priors independent of each other, whatever the coordinates", () => {
    const product = column("intercept").map((x, i) => ((x - 10) / 0.5) * ((column("decay")[i] - 0.4) / 0.2));
    expect(zOfMean(product, 0, 1)).toBeLessThan(limit);
  });

  it("compute everything else from them, coordinates by their recovery", () => {
    for (const i of [0, 1, count - 1]) {
      expect(column("base")[i]).toBeCloseTo(column("intercept")[i] + 3 * column("half_saturation")[i], 12);
      expect(column("log of sigma")[i]).toBeCloseTo(Math.log(column("sigma")[i]), 12);
      const steady = column("half_saturation")[i] * (1 - column("decay")[i]);
      expect(column("log of steady")[i]).toBeCloseTo(Math.log(steady), 12);
    }
  });

  it("come with observations drawn from the likelihood", () => {
    const [{ name, size, values }] = observed.observations;
    expect([name, size, values.length]).toEqual(["y", 2, 2 * count]);
    const standardized = values.map((y, i) => {
      const draw = Math.floor(i / 2);
      return (y - column("base")[draw]) / column("sigma")[draw];
    });
    expect(zOfMean(standardized, 0, 1)).toBeLessThan(limit);
    expect(zOfSquares(standardized)).toBeLessThan(limit);
  });

  it("are the same for the same stream and do not depend on how many are drawn", () => {
    const fewer = posterior.priorDraws(randomStream([1]), 5);
    for (const [name, values] of columns) expect(fewer.columns.get(name)).toEqual(values.slice(0, 5));
    expect(fewer.observed.observations[0].values).toEqual(observed.observations[0].values.slice(0, 10));
  });

  it.each([true, false])("follow parents, centered: %s", (centered) => {
    const draws = compileModel(eightSchools(centered), schools).priorDraws(randomStream([2]), count).columns;
    const standardized = draws.get("theta[3]")!.map((x, i) => (x - draws.get("mu")![i]) / draws.get("tau")![i]);
    expect(zOfMean(standardized, 0, 1)).toBeLessThan(limit);
    expect(zOfSquares(standardized)).toBeLessThan(limit);
    expect(zOfSquares(draws.get("mu")!.map((x) => x / 5))).toBeLessThan(limit);
  });

  it("draw vectors inside their supports", () => {
    const m = new ModelBuilder();
    const share = m.parameter("share", dirichlet(constant([0.5, 1, 4])));
    const cut = m.parameter("cut", orderedVector(normal(0, 1), 3));
    m.derive("log share", log(share));
    m.derive("first step", log(subtract(pick(cut, 1), pick(cut, 0))));
    const draws = compileModel(m.build()).priorDraws(randomStream([3]), 100).columns;
    for (let i = 0; i < 100; i++) {
      const [a, b, c] = [1, 2, 3].map((k) => draws.get(`share[${k}]`)![i]);
      expect(Math.abs(a + b + c - 1)).toBeLessThan(1e-15);
      expect(draws.get("log share[1]")![i]).toBeCloseTo(Math.log(a), 10);
      expect(Number.isFinite(draws.get("first step")![i])).toBe(true);
    }
  });

  it("are refused where a prior is improper or a coordinate does not follow, by name", () => {
    const m = new ModelBuilder();
    m.parameter("slope", flat());
    m.parameter("noise", halfNormal(1));
    expect(() => compileModel(m.build()).priorDraws(randomStream([1]), 1)).toThrow(
      'There is no proper prior to draw "slope" from.',
    );
    const n = new ModelBuilder();
    const steady = n.coordinate("steady", positive);
    const half = n.define("half", multiply(2, steady));
    n.prior("half", gamma(2, 1), half, Math.log(2));
    n.derive("steady spend", steady);
    expect(() => compileModel(n.build()).priorDraws(randomStream([1]), 1)).toThrow(
      'There is no proper prior to draw "steady" from.',
    );
  });

  it("are refused where a prior depends on a later one, or a node has two", () => {
    const m = new ModelBuilder();
    const shift = m.coordinate("shift", real);
    const scale = m.coordinate("scale", positive);
    m.prior("shift", normal(0, scale), shift);
    m.prior("scale", gamma(2, 1), scale);
    expect(() => compileModel(m.build()).priorDraws(randomStream([1]), 1)).toThrow(
      'prior "shift": Its prior depends on "scale", whose own prior comes later.',
    );
    const n = new ModelBuilder();
    const x = n.parameter("x", normal(0, 1));
    n.prior("x again", normal(0, 2), x);
    expect(() => compileModel(n.build()).priorDraws(randomStream([1]), 1)).toThrow("The same quantity has two priors");
  });
});

describe("posterior predictive draws", () => {
  it("have the distribution of the likelihood at each position", () => {
    const m = new ModelBuilder();
    const rate = m.parameter("rate", gamma(2, 1), { shape: [2] });
    m.observe("n", poisson(rate), m.data("n", [2]));
    const posterior = compileModel(m.build(), { n: [3, 4] });
    const one = [Math.log(2), Math.log(9)];
    const positions = Float64Array.from({ length: 2 * count }, (_, i) => one[i % 2]);
    const [{ values }] = posterior.posteriorPredictive(randomStream([4]), positions, count).observations;
    expect(
      zOfMean(
        values.filter((_, i) => i % 2 === 0),
        2,
        Math.sqrt(2),
      ),
    ).toBeLessThan(limit);
    expect(
      zOfMean(
        values.filter((_, i) => i % 2 === 1),
        9,
        3,
      ),
    ).toBeLessThan(limit);
  });
});

describe("recoveries", () => {
  it("may not lead back to themselves", () => {
    const m = new ModelBuilder();
    const a = m.coordinate("a", positive);
    const b = m.define("b", exp(a));
    m.recover("a", log(add(b, a)));
    m.prior("other", normal(0, 1), m.coordinate("c", real));
    m.derive("d", a);
    expect(() => compileModel(m.build()).priorDraws(randomStream([1]), 1)).toThrow("A value is computed from itself.");
  });
});
