// A graph on a backend against the interpreter.

import { expect } from "vitest";
import { type Backend, compile, instantiate } from "../../../src/compile/index.ts";
import * as g from "../../../src/graph/index.ts";
import { type Case, fill } from "../../graph/support/cases.ts";

/** Values of all outputs, relative to one plus their size. */
export function agree(backend: Backend, { parameters, data, outputs }: Case, tolerance = 1e-11): void {
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
