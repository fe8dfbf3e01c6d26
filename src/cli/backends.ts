// Which backends work on this machine, found out by compiling a small graph with each and running it.

import { compile, instantiate, type Backend } from "../compile/index.ts";
import * as graph from "../graph/index.ts";

export interface BackendReport {
  readonly name: string;
  readonly live: boolean;
  /** What was run, or why it cannot be. */
  readonly detail: string;
}

/** Largest relative difference from the interpreter that counts as agreement: some hundred roundings of the sums. */
const tolerance = 1e-12;
const rows = 64;

/** The backends of this version, each run for real, and those that are looked for but not used yet. */
export function backendReports(): readonly BackendReport[] {
  return [probe("wasm"), probe("javascript"), absent("tfjs", "@tensorflow/tfjs"), absent("webgpu", "webgpu")];
}

/** Compiles a softplus regression and its gradient, runs it and compares it with the interpreter. */
function probe(backend: Backend): BackendReport {
  try {
    const slope = graph.parameterInput("slope", [3]);
    const x = graph.dataInput("x", [rows, 3]);
    const total = graph.sum(graph.log1p(graph.exp(graph.multiply(slope, x))));
    const outputs = [total, ...graph.gradient(total, [slope])];
    const bindings = {
      slope: Float64Array.of(0.3, -0.7, 1.1),
      x: Float64Array.from({ length: rows * 3 }, (_, i) => Math.sin(i + 1)),
    };
    const before = performance.now();
    const program = compile(
      { parameters: [slope], data: [x], outputs: outputs.map((node, i) => ({ name: String(i), node })) },
      backend,
    );
    const executable = instantiate(program);
    executable.setData({ x: bindings.x });
    executable.parameters.set(bindings.slope);
    executable.run();
    const milliseconds = performance.now() - before;
    const expected = graph.evaluate(outputs, bindings).flatMap((values) => [...values]);
    const worst = expected.reduce(
      (most, value, i) => Math.max(most, Math.abs(executable.outputs[i] - value) / (1 + Math.abs(value))),
      0,
    );
    // Written so that NaN is no agreement.
    if (!(worst <= tolerance)) return { name: backend, live: false, detail: `its results are off by ${worst}` };
    const what = backend === "wasm" ? "WebAssembly with SIMD, float64" : "JavaScript, float64";
    return { name: backend, live: true, detail: `${what}; compiled and ran a probe in ${milliseconds.toFixed(1)} ms` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name: backend, live: false, detail: `${reason}; use the other backend, or a newer Node` };
  }
}

/** A backend that this version does not sample with; its package is looked for all the same. */
function absent(name: string, packageName: string): BackendReport {
  let installed = true;
  try {
    import.meta.resolve(packageName);
  } catch {
    installed = false;
  }
  const detail = installed
    ? `${packageName} is installed, but this version of carryover does not sample with it`
    : `${packageName} is not installed (npm install ${packageName}), and this version of carryover does not sample with it`;
  return { name, live: false, detail };
}
