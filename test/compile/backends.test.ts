// Every backend against the interpreter of the graph, on hand-picked and on random graphs.

import fc from "fast-check";
import { describe, it } from "vitest";
import * as g from "../../src/graph/index.ts";
import { build, cases, weightedTotal } from "../graph/support/cases.ts";
import { agree } from "./support/agree.ts";
import { compiledBackends } from "./support/compiled-backends.ts";

describe.each(compiledBackends)("the %s backend", (backend) => {
  it.each(Object.keys(cases))("agrees with the interpreter on %s", (name) => agree(backend, cases[name]!()));

  it.each(Object.keys(cases))("agrees with the interpreter on the gradient of %s", (name) => {
    const { parameters, data, outputs } = cases[name]!();
    const total = weightedTotal(outputs);
    agree(backend, { parameters, data, outputs: g.gradient(total, parameters) }, 1e-10);
  });

  it("reads nothing above the diagonals of triangles and symmetric matrices", () => {
    const matrix = g.parameterInput("matrix", [3, 3]);
    const [column, columns] = [g.parameterInput("column", [3]), g.parameterInput("columns", [3, 2])];
    const above = g.constant([
      [4, Number.NaN, Number.POSITIVE_INFINITY],
      [0, 4, Number.NEGATIVE_INFINITY],
      [0, 0, 4],
    ]);
    const m = g.add(g.exp(matrix), above);
    const outputs = [column, columns].flatMap((b) => [
      g.triangularSolve(m, b),
      g.triangularSolve(m, b, { transposed: true }),
      g.choleskySolve(m, b),
    ]);
    outputs.push(g.cholesky(m), g.logDeterminant(m));
    const parameters = [matrix, column, columns];
    agree(backend, { parameters, data: [], outputs });
    agree(backend, { parameters, data: [], outputs: g.gradient(weightedTotal(outputs), parameters) }, 1e-10);
  });

  it("agrees with the interpreter on matrices that are worked on in blocks", () => {
    for (const n of [19, 34, 129]) {
      const [x, b] = [g.parameterInput("x", [2, n]), g.parameterInput("b", [n, 3])];
      const across = (row: number): g.Node => g.pick(x, row);
      const outer = g.outerProduct(across(0), across(1));
      const factor = g.cholesky(g.add(g.add(outer, g.transpose(outer)), g.multiply(3 * n, g.identity(n))));
      const solved = [false, true].flatMap((transposed) => [
        g.triangularSolve(factor, b, { transposed }),
        g.triangularSolve(factor, across(0), { transposed }),
      ]);
      const matrices = { parameters: [x, b], data: [], outputs: [factor, ...solved] };
      agree(backend, matrices);
      if (n > 40) continue;
      agree(backend, { ...matrices, outputs: g.gradient(weightedTotal(matrices.outputs), matrices.parameters) }, 1e-10);
    }
  });

  it("agrees with the interpreter on random graphs and their gradients", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { minLength: 3, maxLength: 14 }),
        (script) => {
          const random = build(script);
          agree(backend, random, 1e-9);
          const total = g.sum(random.outputs[0]!);
          agree(backend, { ...random, outputs: g.gradient(total, random.parameters) }, 1e-8);
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });
});
