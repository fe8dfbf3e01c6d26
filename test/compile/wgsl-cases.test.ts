// The WGSL kernels on the graphs that every backend is tested on: values and derivatives of each output, several fits in one engine.

import { afterAll, describe, expect, test } from "vitest";
import type { CompileRequest } from "../../src/compile/index.ts";
import { wgslLaneEngine } from "../../src/compile/wgsl/index.ts";
import * as g from "../../src/graph/index.ts";
import { type Case, cases, fill } from "../graph/cases.ts";
import { expectAgreement } from "./agreement.ts";
import { makeTwin } from "./float32-twin.ts";
import { gpuOfTests } from "./gpu.ts";
import { lanesAt } from "./lanes-of-tests.ts";

const gpu = await gpuOfTests();
afterAll(() => gpu?.dispose());

const fits = 2;
const lanesPerFit = 3;

/** The sum of all elements, each times a parameter of its own: its gradient holds every element and every derivative. */
function probed({ parameters, data, outputs }: Case): CompileRequest {
  const weights = outputs.map((node, i) => g.parameterInput(`weight${i}`, node.shape));
  const total = outputs.map((node, i) => g.sum(g.multiply(node, weights[i]!))).reduce((a, b) => g.add(a, b));
  const all = [...weights, ...parameters];
  return {
    parameters: all,
    data,
    outputs: [
      { name: "total", node: total },
      ...g.gradient(total, all).map((node, i) => ({ name: `gradient ${i}`, node })),
    ],
  };
}

const sizeOf = (nodes: readonly g.Node[]): number => nodes.reduce((total, node) => total + g.sizeOf(node.shape), 0);

describe.skipIf(gpu === undefined)("WGSL lanes", () => {
  test.each(Object.keys(cases))("compute %s", async (name) => {
    const request = probed(cases[name]!());
    const dimension = sizeOf(request.parameters);
    const dataOf = (fit: number): Record<string, Float64Array> =>
      Object.fromEntries(
        request.data.map((node, i) => [
          node.kind === "input" ? node.name : "",
          fill(g.sizeOf(node.shape), 1 + i + 100 * fit),
        ]),
      );
    const data = Array.from({ length: fits }, (_, fit) => dataOf(fit));
    const engine = await wgslLaneEngine(request, data, lanesPerFit, gpu!.device);
    const positions = Array.from({ length: fits * lanesPerFit }, (_, lane) => fill(dimension, 1 + lane));
    const lanes = lanesAt(positions);
    // Twice, elsewhere at first: nothing may be left over from an earlier call.
    const elsewhere = lanesAt(positions.map((position) => position.map((value) => 0.3 * value)));
    await engine.integrate(elsewhere);
    await engine.integrate(lanes);
    const twins = data.map((each) => makeTwin(request, each));
    positions.forEach((_, lane) => expectAgreement(lanes, lane, twins[Math.floor(lane / lanesPerFit)]!, name));
    engine.dispose();
    expect(lanes.position).toEqual(lanesAt(positions).position);
  });
});
