// The functions of one argument on TensorFlow.js against src/special, over their domains and to the errors that forms.ts states.

import { beforeAll, describe, expect, it } from "vitest";
import { type OpenTensorFlow, openTensorflow, tensorflowProgram } from "../../../src/compile/tensorflow/index.ts";
import { parameterInput } from "../../../src/graph/index.ts";
import { rawUnary } from "../../../src/graph/operations.ts";
import type { UnaryFunction } from "../../../src/graph/node.ts";
import { unaryFunctions } from "../../../src/graph/scalar.ts";
import { epsilon } from "../support/float32-bounds.ts";
import { everywhere, webgpuOfTests } from "../support/tensorflow-of-tests.ts";

interface Domain {
  /** Largest error in units of epsilon times the result, which is taken for at least `least`. */
  readonly epsilons: number;
  readonly least?: number;
  readonly from: number;
  readonly to: number;
}

/** exp of the kernels themselves is right to 2 epsilon, and the logistic function of the wasm backend to 4. */
const domains: Readonly<Record<UnaryFunction, Domain>> = {
  negate: { epsilons: 0, from: -1e30, to: 1e30 },
  absolute: { epsilons: 0, from: -1e30, to: 1e30 },
  sqrt: { epsilons: 2, from: 0, to: 1e30 },
  exp: { epsilons: 2, from: -87, to: 88 },
  log: { epsilons: 2, from: 1e-37, to: 1e38 },
  log1p: { epsilons: 8, from: -0.999, to: 1e30 },
  expm1: { epsilons: 8, from: -1e30, to: 88 },
  tanh: { epsilons: 8, from: -1e30, to: 1e30 },
  logistic: { epsilons: 8, from: -80, to: 1e30 },
  softplus: { epsilons: 8, from: -80, to: 1e30 },
  lgamma: { epsilons: 12, least: 1, from: 1e-30, to: 1e30 },
  digamma: { epsilons: 16, least: 1, from: 1e-29, to: 1e30 },
  trigamma: { epsilons: 24, from: 1e-17, to: 1e18 },
  erf: { epsilons: 8, from: -1e30, to: 1e30 },
  erfc: { epsilons: 32, from: -1e30, to: 9 },
  erfcx: { epsilons: 32, from: -9, to: 1e30 },
  sin: { epsilons: 8, from: -12_000, to: 12_000 },
  cos: { epsilons: 8, from: -12_000, to: 12_000 },
  tan: { epsilons: 16, from: -12_000, to: 12_000 },
  atan: { epsilons: 8, from: -1e30, to: 1e30 },
};

/**
 * What WGSL allows the built-in exp, in units of epsilon, is 6 + 4 |x|; the argument of an exponential inside a form is the square in erfc and
 * erfcx. Its log has an absolute error of 2^-21, or 8 epsilon, near 1.
 */
const onGpu = (name: UnaryFunction, x: number): number => {
  if (name === "exp" || name === "expm1" || name === "softplus" || name === "logistic") return 8 + 4 * Math.abs(x);
  if (name === "erfc" || name === "erfcx") return 8 + 4 * x * x;
  return name === "negate" || name === "absolute" ? 0 : 16;
};

/** Even steps about zero, and steps of a constant factor toward both ends. */
function grid({ from, to }: Domain): Float32Array {
  const points: number[] = [];
  for (let i = 0; i <= 3000; i++)
    points.push(Math.max(from, -40) + ((Math.min(to, 40) - Math.max(from, -40)) * i) / 3000);
  for (let exponent = -30; exponent <= 30; exponent += 0.02) points.push(10 ** exponent, -(10 ** exponent));
  return Float32Array.from(points.map(Math.fround).filter((x) => x >= from && x <= to));
}

async function worst(name: UnaryFunction, { tf, backend }: OpenTensorFlow): Promise<{ share: number; at: number }> {
  const x = grid(domains[name]);
  const { epsilons, least = 0 } = domains[name];
  const input = parameterInput("x", [x.length]);
  const request = { parameters: [input], data: [], outputs: [{ name: "y", node: rawUnary(name, input) }] };
  const program = tensorflowProgram(request, [{}], 1, tf);
  const [values] = await program.evaluate(x);
  program.dispose();
  let found = { share: 0, at: Number.NaN };
  values.forEach((value, i) => {
    const wanted = unaryFunctions[name](x[i]);
    const allowed = backend === "webgpu" ? epsilons + onGpu(name, x[i]) : epsilons;
    const size = Math.max(backend === "webgpu" && name === "log" ? 1 : least, Math.abs(wanted));
    // Results below the normal numbers have fewer digits, or none.
    const error = Math.abs(value - wanted) - 2 ** -126;
    const share = error <= 0 ? 0 : error / (allowed * epsilon * size);
    if (!(share <= found.share)) found = { share, at: x[i] };
  });
  return found;
}

describe.each(everywhere)("TensorFlow.js on %s", (backend) => {
  let open: OpenTensorFlow;
  beforeAll(async () => {
    open = await openTensorflow(backend);
  });

  it.each(Object.keys(domains) as UnaryFunction[])("computes %s to the stated error", async (name) => {
    const { share, at } = await worst(name, open);
    expect(share, `at ${at}`).toBeLessThanOrEqual(1);
  });
});

const gpu = await webgpuOfTests();
describe.skipIf(gpu === undefined)("TensorFlow.js on webgpu", () => {
  beforeAll(() => openTensorflow("webgpu"));

  it.each(Object.keys(domains) as UnaryFunction[])("computes %s to the error that WGSL allows", async (name) => {
    const { share, at } = await worst(name, gpu!);
    expect(share, `at ${at}`).toBeLessThanOrEqual(1);
  });
});
