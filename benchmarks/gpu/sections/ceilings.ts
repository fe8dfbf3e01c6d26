// What the device can do at most: multiply-adds a second in registers, bytes a second copied, calls of division and of our exp.

import { middle, openForCheck, smallKernel, usage } from "../devices.ts";
import { mathCall, mathSource } from "../engine.ts";
import type { SectionContext } from "../record.ts";

const threadsOfWorkgroup = 256;
const turns = 256;
/** Multiply-adds of a turn: independent chains, so that none waits for another. */
const chains = 8;

function arithmetic(line: (k: number) => string, functions = ""): string {
  const each = (make: (k: number) => string): string => Array.from({ length: chains }, (_, k) => make(k)).join("\n");
  return `${functions}
@group(0) @binding(0) var<storage, read_write> x: array<f32>;
@compute @workgroup_size(${threadsOfWorkgroup}) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let a = x[0]; let b = x[1];
${each((k) => `  var v${k} = x[${k}] + f32(id.x) * 1e-9f;`)}
  for (var turn = 0u; turn < ${turns}u; turn += 1u) {
${each(line)}
  }
  let total = ${Array.from({ length: chains }, (_, k) => `v${k}`).join(" + ")};
  // Never so: the results must be wanted by something.
  if (total == 12345.678f) { x[0] = total; }
}`;
}

export async function ceilings({ quick, keep, log }: SectionContext): Promise<void> {
  const gpu = await openForCheck();
  const { device } = gpu;
  const found: Record<string, unknown> = {};
  const seed = device.createBuffer({ size: 64, usage: usage.storage | usage.copyTo });
  device.queue.writeBuffer(seed, 0, Float32Array.of(0.999, 0.001, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6));

  /** Operations a second with as many workgroups as take some 20 ms. */
  const rate = async (code: string): Promise<number> => {
    const kernel = await smallKernel(device, code, [seed]);
    await kernel.run(16);
    let workgroups = 64;
    while (workgroups < 65_535 && (await kernel.run(workgroups)) < (quick ? 5 : 20)) workgroups *= 2;
    workgroups = Math.min(workgroups, 65_535);
    const times: number[] = [];
    for (let i = 0; i < 5; i++) times.push(await kernel.run(workgroups));
    const best = Math.min(...times);
    return (workgroups * threadsOfWorkgroup * turns * chains) / (best / 1000);
  };
  const fused = await rate(arithmetic((k) => `    v${k} = fma(v${k}, a, b);`));
  found.multiplyAddsPerSecond = fused;
  found.peakOperationsPerSecond = 2 * fused;
  keep(found);
  log(`${(2 * fused) / 1e12} tera-operations a second in multiply-adds`);
  found.divisionsPerSecond = await rate(arithmetic((k) => `    v${k} = b / (v${k} + a);`));
  found.carryoverExpPerSecond = await rate(
    arithmetic((k) => `    v${k} = ${mathCall("exp", `v${k} * b`)};`, mathSource(["exp"])),
  );
  keep(found);

  const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  const bytes = Math.min(quick ? 2 ** 24 : 2 ** 30, 2 ** Math.floor(Math.log2(limit)));
  const from = device.createBuffer({ size: bytes, usage: usage.storage | usage.copyTo });
  const to = device.createBuffer({ size: bytes, usage: usage.storage });
  const vectors = bytes / 16;
  const workgroups = Math.min(65_535, Math.ceil(vectors / threadsOfWorkgroup));
  const copy = await smallKernel(
    device,
    `@group(0) @binding(0) var<storage, read_write> x: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4<f32>>;
@compute @workgroup_size(${threadsOfWorkgroup}) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  for (var i = id.x; i < ${vectors}u; i += ${workgroups * threadsOfWorkgroup}u) { y[i] = x[i]; }
}`,
    [from, to],
  );
  const repeats = quick ? 1 : 10;
  await copy.run(workgroups);
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push((await copy.run(workgroups, repeats)) / repeats);
  const sorted = times.toSorted((a, b) => a - b);
  found.copy = {
    bytes,
    // Each byte is read and written.
    bytesPerSecond: (2 * bytes) / (sorted[0] / 1000),
    medianBytesPerSecond: (2 * bytes) / (middle(sorted) / 1000),
  };
  keep(found);
  log(`${((2 * bytes) / sorted[0] / 1e6).toFixed(1)} GB/s copied`);
  gpu.dispose();
}
