// TensorFlow.js on the graphs that every backend is tested on: values and derivatives of each output, fits with data of their own.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  openTensorflow,
  type TensorFlowBackend,
  tensorflowLaneEngine,
  tensorflowProgram,
} from "../../../src/compile/tensorflow/index.ts";
import * as g from "../../../src/graph/index.ts";
import { build, cases, fill } from "../../graph/support/cases.ts";
import { matrixCases } from "../../graph/support/matrix-cases.ts";
import { scanCases } from "../../graph/support/scan-cases.ts";
import { checkRequest, graphLanes, probed, twins } from "../support/check-lanes.ts";
import { everywhere, webgpuOfTests } from "../support/tensorflow-of-tests.ts";

const requests = Object.fromEntries(Object.entries(cases).map(([name, make]) => [name, probed(make())]));
const twinOf = twins();
const gpu = await webgpuOfTests();
const backends: TensorFlowBackend[] = gpu === undefined ? [...everywhere] : [...everywhere, "webgpu"];

/** What a processor plays slowly, and what becomes the same operations on every backend: steps that are unrolled. */
const unrolled = new Set([...Object.keys(scanCases), ...Object.keys(matrixCases)]);
const namesFor = (backend: TensorFlowBackend): string[] =>
  Object.keys(requests).filter((name) => backend !== "webgpu" || !unrolled.has(name));

describe.each(backends)("TensorFlow.js on %s", (backend) => {
  it.each(namesFor(backend))("computes %s", async (name) => {
    const { tf } = await openTensorflow(backend);
    const { data, at } = graphLanes(requests[name], 2);
    const before = tf.memory().numTensors;
    await checkRequest(
      requests[name],
      data,
      at,
      (request, fits, lanesPerFit) => tensorflowLaneEngine(request, fits, lanesPerFit, tf),
      twinOf,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("TensorFlow.js", () => {
  it("agrees with the interpreter on random graphs of tame operations and on their gradients", async () => {
    const { tf } = await openTensorflow("wasm");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { minLength: 3, maxLength: 14 }),
        async (script) => {
          const { parameters, data, outputs } = build(script);
          const nodes = [...outputs, ...g.gradient(g.sum(outputs[0]), parameters)];
          // Six axes and more are refused.
          fc.pre(nodes.every(({ shape }) => shape.length <= 4));
          const all = [...parameters, ...data].map((node) => (node.kind === "input" ? node.name : ""));
          const bindings = Object.fromEntries(
            [...parameters, ...data].map((node, i) => [all[i], fill(g.sizeOf(node.shape), i + 1).map(Math.fround)]),
          );
          const request = { parameters, data, outputs: nodes.map((node, i) => ({ name: `out${i}`, node })) };
          const program = tensorflowProgram(request, [bindings], 1, tf);
          const position = parameters.flatMap((_, i) => [...bindings[all[i]]]);
          const values = await program.evaluate(position);
          program.dispose();
          g.evaluate(nodes, bindings).forEach((wanted, i) => {
            // Fourteen operations on numbers that stay moderate, sums of up to 500: relative errors of a few thousand roundings.
            const size = wanted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
            wanted.forEach((value, j) => {
              expect(Math.abs(values[i][j] - value), `out${i}[${j}]`).toBeLessThanOrEqual(4096 * 2 ** -24 * size);
            });
          });
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });
});
