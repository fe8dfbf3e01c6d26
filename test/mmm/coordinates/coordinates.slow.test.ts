// The engine's coordinates leave the posterior as the specification says, on every kind of model and on hard tables.

import { describe, expect, it } from "vitest";
import { compileModel } from "../../../src/model/index.ts";
import { randomStream, sample } from "../../../src/sampling/index.ts";
import { derivative } from "../../distributions/support/differences.ts";
import { cases, positions, prepare } from "../support/cases.ts";
import { jacobianColumns, logDeterminant } from "../../support/determinant.ts";
import { plainModel } from "../support/plain-model.ts";

describe.each(cases)("$name", (each) => {
  it("has the log prior and log likelihood of the same model with every parameter sampled as itself", async () => {
    const { spec, weeks, data, posterior } = await prepare(each);
    const engine = posterior();
    const twin = plainModel(spec, weeks);
    const own = new Set(twin.data.map(({ name }) => name));
    const plain = compileModel(twin, Object.fromEntries(Object.entries(data).filter(([name]) => own.has(name))));
    for (const position of positions(engine.dimension, 5, 1.5)) {
      const draw = engine.constrainDraws(position, 1);
      const values = engine.reported.filter(({ kind }) => kind === "parameter");
      const at = plain.unconstrain(Object.fromEntries(values.map(({ name }) => [name, draw.columns.get(name)![0]])));
      const expected = plain.constrainDraws(at, 1);
      const close = (received: number, wanted: number): void =>
        expect(Math.abs(received - wanted)).toBeLessThan(1e-9 * Math.max(1, Math.abs(wanted)));
      close(draw.logPrior[0], expected.logPrior[0]);
      close(draw.logLikelihood[0], expected.logLikelihood[0]);
    }
  });

  it("has the Jacobian of the map from coordinates to parameters", async () => {
    const engine = (await prepare(each)).posterior();
    const reported = engine.reported.filter(({ kind }) => kind === "parameter").map(({ name }) => name);
    expect(reported.length).toBe(engine.dimension);
    for (const position of positions(engine.dimension, 2, 1)) {
      const columns = jacobianColumns(position, (at) => {
        const { columns: values } = engine.constrainDraws(at, 1);
        return reported.map((name) => values.get(name)![0]);
      });
      const { logJacobian } = engine.constrainDraws(position, 1);
      expect(Math.abs(logDeterminant(columns) - logJacobian[0])).toBeLessThan(1e-6 * engine.dimension);
    }
  });

  it("has a finite gradient that is the derivative of its density, the same on both backends", async () => {
    const { posterior } = await prepare(each);
    const [wasm, javascript] = [posterior("wasm").density(), posterior("javascript").density()];
    const { dimension } = wasm;
    const gradient = new Float64Array(dimension);
    const other = new Float64Array(dimension);
    const scratch = new Float64Array(dimension);
    for (const position of positions(dimension, 2, 1)) {
      const value = wasm.evaluate(position, gradient);
      const scale = Math.max(...gradient.map(Math.abs));
      expect(Number.isFinite(value) && Number.isFinite(scale)).toBe(true);
      expect(Math.abs(javascript.evaluate(position, other) - value)).toBeLessThan(1e-10 * Math.abs(value));
      for (let i = 0; i < dimension; i++) {
        expect(Math.abs(other[i] - gradient[i])).toBeLessThan(1e-9 * Math.max(1, scale));
        const along = derivative((x) => wasm.evaluate(position.with(i, x), scratch), position[i], 0.02);
        expect(Math.abs(gradient[i] - along.value)).toBeLessThan(1e-6 * Math.max(1, scale));
      }
    }
  });

  it("comes back to its coordinates from prior draws of its parameters", async () => {
    const engine = (await prepare(each)).posterior();
    const count = 5;
    const { columns } = engine.priorDraws(randomStream([11]), count);
    const names = new Map<string, string[]>();
    for (const { kind, of, name } of engine.reported) {
      if (kind === "parameter") names.set(of, [...(names.get(of) ?? []), name]);
    }
    for (let i = 0; i < count; i++) {
      const given = [...names].map(([of, elements]) => [of, elements.map((name) => columns.get(name)![i])] as const);
      const back = engine.constrainDraws(engine.unconstrain(Object.fromEntries(given)), 1).columns;
      for (const [, elements] of names) {
        for (const name of elements) {
          const wanted = columns.get(name)![i];
          const size = name === "intercept" ? Math.max(...given.flatMap(([, values]) => values.map(Math.abs))) : 1;
          expect(Math.abs(back.get(name)![0] - wanted)).toBeLessThan(1e-8 * Math.max(size, Math.abs(wanted)));
        }
      }
    }
  });

  it("starts chains that arrive where the posterior is", async () => {
    const engine = (await prepare(each)).posterior();
    const settings = { chains: 4, warmup: 150, draws: 25, seed: 3 };
    const { chains } = await sample(engine.density(), settings, { names: engine.coordinateNames });
    // The log density of draws varies by about sqrt(dimension / 2) about its mean.
    const means = chains.map(({ logDensity }) => logDensity.reduce((sum, value) => sum + value, 0) / 25);
    const spread = Math.max(...means) - Math.min(...means);
    expect(spread).toBeLessThan(6 * Math.sqrt(engine.dimension / 2));
  });
});
