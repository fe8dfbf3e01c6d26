import { describe, expect, it } from "vitest";
import {
  beta,
  dirichlet,
  gamma,
  halfNormal,
  negativeBinomial,
  normal,
  orderedVector,
  studentT,
  truncatedNormal,
  uniform,
} from "../../src/distributions/index.ts";
import {
  add,
  constant,
  divide,
  evaluate,
  exp,
  log1p,
  matrixProduct,
  multiply,
  negate,
  pick,
  subtract,
  sum,
} from "../../src/graph/index.ts";
import { positive } from "../../src/distributions/index.ts";
import {
  bindModel,
  compileModel,
  compileProgram,
  type DensityPayload,
  type Model,
  ModelBuilder,
} from "../../src/model/index.ts";
import { psisLoo } from "../../src/diagnostics/index.ts";
import { randomStream } from "../../src/numerics/index.ts";
import { compiledBackends, hasFused } from "../compile/support/compiled-backends.ts";
import { derivative } from "../distributions/support/differences.ts";
import { eightSchools, schools } from "./support/eight-schools.ts";

/** A model with every kind of statement. */
function everything(): Model {
  const m = new ModelBuilder();
  const decay = m.parameter("decay", beta(2, 3), { shape: [2], labels: ["TV", "Radio"] });
  const steady = m.coordinate("steady", positive, { shape: [2], labels: ["TV", "Radio"] });
  const half = m.define("half_saturation", divide(steady, subtract(1, decay)), { labels: ["TV", "Radio"] });
  m.recover("steady", multiply(half, subtract(1, decay)));
  m.prior("half_saturation", gamma(2, 1.5), half, negate(log1p(negate(decay))));
  const shares = m.parameter("share", dirichlet(constant([1, 2, 3])));
  const cuts = m.parameter("cut", orderedVector(normal(0, 2), 3));
  const scale = m.parameter("scale", truncatedNormal(0.5, 1, 0.1, 4));
  const sigma = m.parameter("sigma", halfNormal(1));
  const group = m.parameter("group", studentT(4, pick(cuts, 1), sigma), { shape: [3], centered: false });
  const dispersion = m.parameter("dispersion", gamma(3, 0.1));
  m.potential("near", multiply(-0.5, multiply(scale, sigma)));
  const design = m.data("design", [5, 3]);
  const y = m.data("y", [5]);
  const n = m.data("n", [5]);
  const mean = add(matrixProduct(design, group), sum(multiply(half, decay)));
  m.observe("y", studentT(5, mean, scale), y);
  m.observe("n", negativeBinomial(exp(matrixProduct(design, shares)), dispersion), n);
  m.derive("total", sum(half), { unit: "EUR" });
  return m.build();
}

const everythingData = {
  design: [1, 0.2, -0.4, 0.3, 1.2, 0.5, -0.7, 0.1, 0.9, 0.4, -1.1, 0.6, 0.2, 0.3, -0.8],
  y: [0.3, 1.7, -0.4, 2.2, 0.9],
  n: [0, 3, 1, 7, 2],
};

const position = Float64Array.from({ length: 15 }, (_, i) => 0.9 * Math.sin(1.7 * i + 0.3));

describe("a backend", () => {
  it("that there is not is told with those that there are", () => {
    expect(() => compileProgram(eightSchools(true), { backend: "llvm" as "wasm" })).toThrow(
      'backend must be one of "wasm", "wasm-fma", "javascript".',
    );
  });

  it.skipIf(hasFused)("that this version of Node cannot compile for is told with what to do", () => {
    expect(() => compileProgram(eightSchools(true), { backend: "wasm-fma" })).toThrow(/relaxed SIMD/);
  });
});

describe.each(compiledBackends)("a compiled posterior on %s", (backend) => {
  it("has the log density of the interpreted graph", () => {
    const model = everything();
    const posterior = compileModel(model, everythingData, { backend });
    expect(posterior.dimension).toBe(position.length);
    const value = posterior.density().evaluate(position, new Float64Array(15));
    const bindings: Record<string, ArrayLike<number>> = { ...everythingData };
    let start = 0;
    for (const { input, elementNames, name } of model.coordinates) {
      bindings[input.kind === "input" ? input.name : name] = position.slice(start, start + elementNames.length);
      start += elementNames.length;
    }
    const [[expected], [prior], [jacobian], [likelihood]] = evaluate(
      [model.logDensity, model.logPrior, model.logJacobian, model.logLikelihood],
      bindings,
    );
    expect(Math.abs(value - expected)).toBeLessThan(1e-12 * Math.abs(expected));
    expect(Math.abs(prior + jacobian + likelihood - expected)).toBeLessThan(1e-12 * Math.abs(expected));
  });

  it.each([
    ["every kind of statement", everything(), everythingData],
    ["the centered eight schools", eightSchools(true), schools],
    ["the non-centered eight schools", eightSchools(false), schools],
  ] as const)("has the gradient that finite differences give: %s", (_, model, data) => {
    const density = compileModel(model, data, { backend }).density();
    const gradient = new Float64Array(density.dimension);
    const scratch = new Float64Array(density.dimension);
    const at = position.slice(0, density.dimension);
    density.evaluate(at, gradient);
    gradient.forEach((received, i) => {
      const along = derivative((x) => density.evaluate(at.with(i, x), scratch), at[i], 0.1);
      expect(Math.abs(received - along.value)).toBeLessThan(1e-8 * Math.max(1, Math.abs(along.value)));
    });
  });

  it("reports every parameter, derived quantity and part of the log density of a draw", () => {
    const posterior = compileModel(everything(), everythingData, { backend });
    const out = new Float64Array(posterior.reported.length + 3);
    posterior.evaluateDraw(position, out);
    const names = posterior.reported.map(({ name }) => name);
    expect(names).toEqual([
      ..."decay[TV] decay[Radio] half_saturation[TV] half_saturation[Radio] share[1] share[2] share[3]".split(" "),
      ..."cut[1] cut[2] cut[3] scale sigma group[1] group[2] group[3] dispersion total".split(" "),
    ]);
    const value = (name: string): number => out[names.indexOf(name)];
    expect(value("total")).toBe(value("half_saturation[TV]") + value("half_saturation[Radio]"));
    expect(Math.abs(value("share[1]") + value("share[2]") + value("share[3]") - 1)).toBeLessThan(1e-15);
    const logDensity = posterior.density().evaluate(position, new Float64Array(15));
    const [prior, jacobian, likelihood] = out.slice(-3);
    expect(Math.abs(prior + jacobian + likelihood - logDensity)).toBeLessThan(1e-12 * Math.abs(logDensity));
    const pointwise = posterior.pointwiseLogLikelihood(position, { chains: 1, draws: 1 }).values;
    expect(posterior.observed).toEqual("y[1] y[2] y[3] y[4] y[5] n[1] n[2] n[3] n[4] n[5]".split(" "));
    const total = pointwise.reduce((a, b) => a + b, 0);
    expect(Math.abs(total - likelihood)).toBeLessThan(1e-12 * Math.abs(likelihood));
  });

  it("gives a pointwise log likelihood with its chains and draws, as leave-one-out takes it", () => {
    const posterior = compileModel(eightSchools(false), schools, { backend });
    const positions = Float64Array.from({ length: 10 * 2 * 60 }, (_, i) => Math.sin(1.3 * i) + 0.2 * Math.cos(i * i));
    const pointwise = posterior.pointwiseLogLikelihood(positions, { chains: 2, draws: 60 });
    expect(pointwise).toMatchObject({ chains: 2, draws: 60, observations: 8 });
    const { logLikelihood } = posterior.constrainDraws(positions, 120);
    const totals = Array.from({ length: 120 }, (_, i) => {
      return pointwise.values.subarray(8 * i, 8 * i + 8).reduce((a, b) => a + b, 0);
    });
    totals.forEach((total, i) => expect(Math.abs(total - logLikelihood[i])).toBeLessThan(1e-12 * Math.abs(total)));
    expect(psisLoo(pointwise)).toMatchObject({ totalDraws: 120, pointwise: { length: 8 } });
  });

  it("refuses positions that are fewer than asked for, instead of repeating the last", () => {
    const posterior = compileModel(eightSchools(false), schools, { backend });
    const positions = new Float64Array(30);
    const random = randomStream([1]);
    const message = "4 positions of 10 coordinates take 40 numbers. Received 30.";
    expect(() => posterior.constrainDraws(positions, 4)).toThrow(message);
    expect(() => posterior.pointwiseLogLikelihood(positions, { chains: 2, draws: 2 })).toThrow(message);
    expect(() => posterior.posteriorPredictive(random, positions, 4)).toThrow(message);
    expect(() => posterior.constrainDraws(positions, 2.5)).toThrow("must be a whole number");
    expect(() => posterior.evaluateDraw(new Float64Array(9), new Float64Array(13))).toThrow("1 position of 10");
  });

  it("gives columns of many draws that equal the draws one by one", () => {
    const posterior = compileModel(eightSchools(false), schools, { backend });
    const positions = Float64Array.from({ length: 30 }, (_, i) => Math.cos(i));
    const draws = posterior.constrainDraws(positions, 3);
    const out = new Float64Array(posterior.reported.length + 3);
    posterior.evaluateDraw(positions.subarray(20), out);
    posterior.reported.forEach(({ name }, j) => {
      expect(draws.columns.get(name)![2]).toBe(out[j]);
    });
    expect([draws.logPrior[2], draws.logJacobian[2], draws.logLikelihood[2]]).toEqual(Array.from(out.slice(-3)));
  });

  it("returns to the position from the values of its parameters, through recoveries", () => {
    const posterior = compileModel(everything(), everythingData, { backend });
    const { columns } = posterior.constrainDraws(position, 1);
    const values: Record<string, number[]> = {};
    for (const { name, of, kind } of posterior.reported) {
      if (kind === "parameter") (values[of] ??= []).push(columns.get(name)![0]);
    }
    posterior.unconstrain(values).forEach((x, i) => {
      expect(Math.abs(x - position[i])).toBeLessThan(1e-12);
    });
  });

  it("serves other data of the same shapes with the same program", () => {
    const program = compileProgram(eightSchools(true), { backend });
    const other = { y: schools.y.map((value) => value / 2), sigma: schools.sigma };
    const at = position.slice(0, 10);
    const scratch = new Float64Array(10);
    const first = bindModel(program, schools).density();
    const second = bindModel(program, other).density();
    const fresh = compileModel(eightSchools(true), other, { backend }).density();
    const before = first.evaluate(at, scratch);
    expect(second.evaluate(at, scratch)).toBe(fresh.evaluate(at, scratch));
    expect(first.evaluate(at, scratch)).toBe(before);
    expect(before).not.toBe(fresh.evaluate(at, scratch));
  });

  it("gives workers a source whose module, factory and cloned payload make the same density", async () => {
    const posterior = compileModel(eightSchools(true), schools, { backend });
    const source = posterior.densitySource();
    const module = (await import(source.module)) as Record<
      string,
      (payload: unknown) => ReturnType<typeof posterior.density>
    >;
    const { data } = source.payload as DensityPayload;
    expect(data.y.buffer).toBeInstanceOf(SharedArrayBuffer);
    const density = module[source.factory](backend === "javascript" ? structuredClone(source.payload) : source.payload);
    const [a, b] = [new Float64Array(10), new Float64Array(10)];
    const at = position.slice(0, 10);
    expect(density.evaluate(at, a)).toBe(posterior.density().evaluate(at, b));
    expect(a).toEqual(b);
  });
});

describe("centered and non-centered parameters", () => {
  it("have the same log prior and log likelihood at the same values", () => {
    const values = { mu: 2, tau: 3, theta: [1, 2, 3, 4, 5, 6, 7, 8] };
    const draws = [true, false].map((centered) => {
      const posterior = compileModel(eightSchools(centered), schools);
      return posterior.constrainDraws(posterior.unconstrain(values), 1);
    });
    expect(Math.abs(draws[0].logPrior[0] - draws[1].logPrior[0])).toBeLessThan(1e-12);
    expect(draws[0].logLikelihood[0]).toBe(draws[1].logLikelihood[0]);
    expect(draws[1].logJacobian[0] - draws[0].logJacobian[0]).toBeCloseTo(8 * Math.log(3), 12);
  });
});

describe("a prior on a computed node", () => {
  it("gives the density of the parameter sampled directly, whatever the coordinates", () => {
    const direct = new ModelBuilder();
    direct.parameter("decay", beta(2, 3));
    direct.parameter("half", gamma(2, 1.5));
    const indirect = new ModelBuilder();
    const decay = indirect.parameter("decay", beta(2, 3));
    const steady = indirect.coordinate("steady", positive);
    const half = indirect.define("half", divide(steady, subtract(1, decay)));
    indirect.prior("half", gamma(2, 1.5), half, negate(log1p(negate(decay))));
    indirect.recover("steady", multiply(half, subtract(1, decay)));
    const values = { decay: 0.7, half: 1.9 };
    const [a, b] = [direct, indirect].map((m) => {
      const posterior = compileModel(m.build());
      return posterior.constrainDraws(posterior.unconstrain(values), 1);
    });
    expect(a.logPrior[0]).toBeCloseTo(b.logPrior[0], 13);
    // log half = log steady - log(1 - decay) is a shift given decay: both Jacobians are the same.
    expect(a.logJacobian[0]).toBeCloseTo(b.logJacobian[0], 13);
  });

  it("has density zero outside the support, and no parameter is drawn there", () => {
    const m = new ModelBuilder();
    const free = m.coordinate("free", { kind: "real" });
    m.define("bounded", free);
    m.prior("bounded", beta(2, 2), free);
    const density = compileModel(m.build()).density();
    const gradient = new Float64Array(1);
    expect(Number.isFinite(density.evaluate(Float64Array.of(0.4), gradient))).toBe(true);
    expect(Number.isFinite(density.evaluate(Float64Array.of(1.4), gradient))).toBe(false);
  });
});

describe("observations whose bounds are parameters", () => {
  it("have likelihood zero when a bound passes them", () => {
    const m = new ModelBuilder();
    const end = m.parameter("end", gamma(2, 1));
    m.observe("y", uniform(0, end), m.data("y", [2]));
    const posterior = compileModel(m.build(), { y: [1, 3] });
    const at = (value: number): number =>
      posterior.constrainDraws(posterior.unconstrain({ end: value }), 1).logLikelihood[0];
    expect(at(4)).toBeCloseTo(-2 * Math.log(4), 13);
    expect(at(2)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("coordinate names", () => {
  it("name each free number after its parameter", () => {
    const posterior = compileModel(everything(), everythingData);
    expect(posterior.coordinateNames).toEqual([
      ..."decay[TV] decay[Radio] steady[TV] steady[Radio]".split(" "),
      "share[free 1]",
      "share[free 2]",
      ..."cut[1] cut[2] cut[3] scale sigma group[1] group[2] group[3] dispersion".split(" "),
    ]);
  });
});
