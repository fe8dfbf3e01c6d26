// Every backend against the interpreter of the graph, on hand-picked and on random graphs.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Backend, compile, instantiate } from "../../src/compile/index.ts";
import * as g from "../../src/graph/index.ts";
import { build, type Case, cases, fill, weightedTotal } from "../graph/support/cases.ts";

const backends: Backend[] = ["javascript", "wasm"];

function agree(backend: Backend, { parameters, data, outputs }: Case, tolerance = 1e-11): void {
  const bindings: Record<string, Float64Array> = {};
  [...parameters, ...data].forEach((node, i) => {
    if (node.kind === "input") bindings[node.name] = fill(g.sizeOf(node.shape), i + 1);
  });
  const expected = g.evaluate(outputs, bindings);
  const program = compile(
    { parameters, data, outputs: outputs.map((node, i) => ({ name: `out${i}`, node })) },
    backend,
  );
  const executable = instantiate(structuredClone(program));
  executable.setData(bindings);
  const position = parameters.flatMap((node) => (node.kind === "input" ? [...bindings[node.name]!] : []));
  // Twice, with other values between: nothing may be left over from an earlier run.
  for (const scale of [0.3, 1]) {
    executable.parameters.set(position.map((value) => value * scale));
    executable.run();
  }
  outputs.forEach((_, i) => {
    const actual = executable.output(`out${i}`);
    expected[i]!.forEach((value, j) => {
      const got = actual[j]!;
      if (Number.isNaN(value)) expect(got, `out${i}[${j}]`).toBeNaN();
      else if (!Number.isFinite(value)) expect(got, `out${i}[${j}]`).toBe(value);
      else
        expect(Math.abs(got - value), `out${i}[${j}]: ${got} instead of ${value}`).toBeLessThanOrEqual(
          tolerance * (1 + Math.abs(value)),
        );
    });
  });
}

describe.each(backends)("the %s backend", (backend) => {
  it.each(Object.keys(cases))("agrees with the interpreter on %s", (name) => agree(backend, cases[name]!()));

  it.each(Object.keys(cases))("agrees with the interpreter on the gradient of %s", (name) => {
    const { parameters, data, outputs } = cases[name]!();
    const total = weightedTotal(outputs);
    agree(backend, { parameters, data, outputs: g.gradient(total, parameters) }, 1e-10);
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
