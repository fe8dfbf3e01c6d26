// The functions of the WGSL kernels against the float64 functions, over their domains and beyond.

import { afterAll, describe, expect, it } from "vitest";
import { beyond, toFloat32 } from "../../../src/compile/float32/range.ts";
import { float32Literal } from "../../../src/compile/wgsl/literal.ts";
import { mathCall, type MathName, mathNames, mathSource } from "../../../src/compile/wgsl/math/index.ts";
import * as special from "../../../src/numerics/special/index.ts";
import { bounds, epsilon, scaleOf } from "../support/float32-bounds.ts";
import { gpuOfTests } from "../support/gpu.ts";

const gpu = await gpuOfTests();
afterAll(() => gpu?.dispose());

const exact: Readonly<Record<MathName, (x: number) => number>> = { ...special, sqrt: Math.sqrt };

/** Every function of every x, in the order of `mathNames`. */
async function onDevice(x: Float32Array<ArrayBuffer>): Promise<Record<MathName, Float32Array>> {
  const device = gpu!.device;
  const count = x.length;
  const lines = mathNames.map((name, i) => `  y[${i * count}u + id.x] = ${mathCall(name, "x[id.x]")};`);
  const module = device.createShaderModule({
    code: `${mathSource(mathNames)}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= ${count}u) { return; }
${lines.join("\n")}
}`,
  });
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
  const bytes = 4 * count * mathNames.length;
  const [storage, copyFrom, copyTo, mapRead] = [128, 4, 8, 1];
  const input = device.createBuffer({ size: 4 * count, usage: storage | copyTo });
  const output = device.createBuffer({ size: bytes, usage: storage | copyFrom });
  const staging = device.createBuffer({ size: bytes, usage: copyTo | mapRead });
  device.queue.writeBuffer(input, 0, x);
  const commands = device.createCommandEncoder();
  const pass = commands.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = [input, output].map((buffer, binding) => ({ binding, resource: { buffer } }));
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(Math.ceil(count / 64));
  pass.end();
  commands.copyBufferToBuffer(output, 0, staging, 0, bytes);
  device.queue.submit([commands.finish()]);
  await staging.mapAsync(mapRead);
  const all = new Float32Array(staging.getMappedRange().slice(0));
  for (const buffer of [input, output, staging]) buffer.destroy();
  return Object.fromEntries(mathNames.map((name, i) => [name, all.subarray(i * count, (i + 1) * count)])) as Record<
    MathName,
    Float32Array
  >;
}

/** Numbers of every size and of either sign, dense where the functions bend. */
function grid(): Float32Array<ArrayBuffer> {
  const x: number[] = [0];
  for (let exponent = -37.9; exponent < 38; exponent += 0.01) x.push(10 ** exponent, -(10 ** exponent));
  for (let value = -100; value <= 100; value += 0.0137) x.push(value);
  for (let value = -3; value <= 5; value += 0.00171) x.push(value);
  for (const center of [1, 2, -1, 1.4616321]) for (let k = -200; k <= 200; k++) x.push(center + k * epsilon * 2);
  return Float32Array.from(x);
}

describe.skipIf(gpu === undefined)("the functions of the WGSL kernels", async () => {
  const x = grid();
  const results = gpu === undefined ? undefined : await onDevice(x);

  it.each(mathNames)("stay within their stated bounds over their domains: %s", (name) => {
    const { epsilons, domain } = bounds[name];
    let worst = { error: 0, x: 0 };
    x.forEach((value, i) => {
      if (value < domain[0] || value > domain[1]) return;
      const wanted = exact[name](value);
      // Beyond the range of float32 and close to its subnormal numbers there are no relative errors.
      if (Math.abs(wanted) > 1e38 || (wanted !== 0 && Math.abs(wanted) < 1e-36)) return;
      const error =
        wanted === results![name][i] ? 0 : Math.abs(results![name][i]! - wanted) / scaleOf(name, wanted) / epsilon;
      if (!(error <= worst.error)) worst = { error, x: value };
    });
    expect(worst.error, `at ${worst.x}`).toBeLessThanOrEqual(epsilons);
  });

  it("are finite, whatever the argument", () => {
    for (const name of mathNames) {
      const at = results![name].findIndex((y) => !Number.isFinite(y));
      expect(x[at], `a place where ${name} is not finite`).toBeUndefined();
    }
  });

  it("are a number beyond every log density where they have no value", () => {
    const at = (name: MathName, value: number): number => results![name][x.indexOf(Math.fround(value))]!;
    const least = -Math.fround(10 ** -37.9);
    for (const value of [0, -1, least]) {
      expect(at("log", value)).toBe(-beyond);
      expect(at("digamma", value)).toBe(-beyond);
      expect(at("lgamma", value)).toBe(beyond);
      expect(at("trigamma", value)).toBe(beyond);
    }
    expect(at("log1p", -1)).toBe(-beyond);
    expect(at("sqrt", -1)).toBe(-beyond);
    expect(at("exp", -100)).toBe(0);
    expect(at("exp", 100)).toBeGreaterThan(1.6e38);
  });
});

describe("numbers on their way to the device", () => {
  it("keep their sign, stay positive when they are tiny, and stay in range when they are huge", () => {
    expect(toFloat32(0.1)).toBe(Math.fround(0.1));
    expect(toFloat32(1e-300)).toBe(2 ** -100);
    expect(toFloat32(-1e-300)).toBe(-(2 ** -100));
    expect(toFloat32(Number.POSITIVE_INFINITY)).toBe(beyond);
    expect(toFloat32(Number.NEGATIVE_INFINITY)).toBe(-beyond);
    expect(toFloat32(Number.NaN)).toBe(beyond);
    expect(float32Literal(-0)).toBe("-0f");
    expect(float32Literal(1 / 3)).toBe(`${Math.fround(1 / 3)}f`);
  });
});
