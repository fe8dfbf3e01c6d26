// Which backends work on this machine, found out by compiling a small graph for each and running it.

import { type LaneDeviceKind, openLaneDevice } from "../../jobs/tasks/index.ts";
import { type Backend, type CompileRequest, compile, instantiate } from "../../compile/index.ts";
import * as graph from "../../graph/index.ts";
import { CarryoverError, formatProblem } from "../../problems/problem.ts";
import { runSettings } from "../../settings/index.ts";
import { figure } from "../../words/index.ts";

export interface BackendReport {
  readonly name: string;
  readonly live: boolean;
  /** What was run, or why it cannot be. */
  readonly detail: string;
}

/** Largest relative difference from the interpreter that counts as agreement: some hundred roundings of the sums. */
const tolerance = { float64: 1e-12, float32: 1e-4 } as const;
const rows = 64;

/** Those that run many chains at once in float32, and what they are told apart by here. */
const laneBackends: readonly (readonly [name: string, kind: LaneDeviceKind])[] = [
  ["webgpu", "gpu"],
  ["tfjs webgpu", "webgpu"],
  ["tfjs node", "node"],
  ["tfjs wasm", "wasm"],
  ["tfjs cpu", "cpu"],
];

/** Every backend, each run for real: those of single fits first, then those of batches. */
export async function backendReports(): Promise<readonly BackendReport[]> {
  const reports: BackendReport[] = runSettings.backend.choices.map(probe);
  // One after another: TensorFlow.js has one current backend at a time.
  for (const [name, kind] of laneBackends) reports.push(await laneProbe(name, kind));
  return reports;
}

/** A softplus regression and its gradient, with numbers to run it on. */
function example(): {
  readonly request: CompileRequest;
  readonly slope: Float64Array;
  readonly x: Float64Array;
  readonly expected: readonly number[];
} {
  const slope = graph.parameterInput("slope", [3]);
  const x = graph.dataInput("x", [rows, 3]);
  const total = graph.sum(graph.log1p(graph.exp(graph.multiply(slope, x))));
  const outputs = [total, ...graph.gradient(total, [slope])];
  const bindings = {
    slope: Float64Array.of(0.3, -0.7, 1.1),
    x: Float64Array.from({ length: rows * 3 }, (_, i) => Math.sin(i + 1)),
  };
  return {
    request: { parameters: [slope], data: [x], outputs: outputs.map((node, i) => ({ name: String(i), node })) },
    ...bindings,
    expected: graph.evaluate(outputs, bindings).flatMap((values) => [...values]),
  };
}

const targets: Readonly<Record<Backend, string>> = {
  wasm: "WebAssembly with SIMD",
  "wasm-fma": "WebAssembly with relaxed SIMD (fused multiply-adds)",
  javascript: "JavaScript",
};

/** Compiles the example, runs it and compares it with the interpreter. */
function probe(backend: Backend): BackendReport {
  try {
    const { request, slope, x, expected } = example();
    const before = performance.now();
    const executable = instantiate(compile(request, backend));
    executable.setData({ x });
    executable.parameters.set(slope);
    executable.run();
    return judged(backend, executable.outputs, expected, "float64", targets[backend], performance.now() - before);
  } catch (error) {
    return { name: backend, live: false, detail: reasonOf(error) };
  }
}

/** The same on the lanes of a device, two of them. */
async function laneProbe(name: string, kind: LaneDeviceKind): Promise<BackendReport> {
  try {
    const device = await openLaneDevice(kind);
    try {
      const { request, slope, x, expected } = example();
      const before = performance.now();
      const engine = await device.engine(request, [{ x }], 2);
      const trajectories = {
        position: Float32Array.of(...slope, ...slope),
        momentum: new Float32Array(6),
        gradient: new Float32Array(6),
        logDensity: new Float32Array(2),
        stepSize: new Float32Array(2),
        steps: new Uint32Array(2),
      };
      await engine.integrate(trajectories);
      engine.dispose();
      const { logDensity, gradient } = trajectories;
      const both = [...expected, ...expected];
      const found = [logDensity[0], ...gradient.subarray(0, 3), logDensity[1], ...gradient.subarray(3)];
      const what = device.software ? `${device.name}, emulated by the CPU` : device.name;
      return judged(name, found, both, "float32", what, performance.now() - before);
    } finally {
      device.dispose();
    }
  } catch (error) {
    return { name, live: false, detail: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof CarryoverError) return error.problems.map(formatProblem).join(" ");
  return error instanceof Error ? error.message : String(error);
}

function judged(
  name: string,
  found: ArrayLike<number>,
  expected: readonly number[],
  precision: keyof typeof tolerance,
  what: string,
  milliseconds: number,
): BackendReport {
  const worst = expected.reduce(
    (most, value, i) => Math.max(most, Math.abs(found[i] - value) / (1 + Math.abs(value))),
    0,
  );
  // Written so that NaN is no agreement.
  if (!(worst <= tolerance[precision])) return { name, live: false, detail: `its results are off by ${worst}` };
  return {
    name,
    live: true,
    detail: `${what}, ${precision}; compiled and ran a probe in ${figure(milliseconds)} ms`,
  };
}
