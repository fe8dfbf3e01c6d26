// What the adapter is and what the smallest things cost on it: dispatches, transfers, compiling the kernel.

import { adapterItself, middle, openForCheck, smallKernel, timesOf, usage } from "../devices.ts";
import { wgslLaneEngine } from "../engine.ts";
import { checkedModel } from "../models.ts";
import type { SectionContext } from "../record.ts";

export async function adapter({ quick, keep, log }: SectionContext): Promise<void> {
  const found: Record<string, unknown> = {};
  const itself = await adapterItself();
  const { vendor, architecture, device: deviceName, description } = itself.info;
  found.info = { vendor, architecture, device: deviceName, description };
  found.features = [...itself.features].toSorted();
  const limits: Record<string, number> = {};
  for (const name in itself.limits) limits[name] = itself.limits[name as "maxBufferSize"];
  found.limits = limits;
  keep(found);
  log(`adapter ${description || deviceName}: ${vendor} ${architecture}`);

  const begin = performance.now();
  const gpu = await openForCheck();
  found.openMilliseconds = performance.now() - begin;
  found.name = gpu.adapter;
  found.software = gpu.software;
  const { device } = gpu;
  const given: Record<string, number> = {};
  for (const name in device.limits) given[name] = device.limits[name as "maxBufferSize"];
  found.deviceLimits = given;
  keep(found);

  const repeats = quick ? 20 : 300;
  const small = device.createBuffer({ size: 4, usage: usage.storage | usage.copyFrom | usage.copyTo });
  const empty = await smallKernel(
    device,
    `@group(0) @binding(0) var<storage, read_write> x: array<u32>;
@compute @workgroup_size(1) fn main() { x[0] = 1u; }`,
    [small],
  );
  found.emptyDispatchMilliseconds = middle(await timesOf(repeats, () => empty.run(1)));
  found.thousandDispatchesInOneSubmissionMilliseconds = middle(await timesOf(3, () => empty.run(1, 1000)));
  const staging = device.createBuffer({ size: 4, usage: usage.copyTo | usage.mapRead });
  const roundTrip = async (): Promise<void> => {
    device.queue.writeBuffer(small, 0, new Uint32Array(1));
    const commands = device.createCommandEncoder();
    commands.copyBufferToBuffer(small, 0, staging, 0, 4);
    device.queue.submit([commands.finish()]);
    await staging.mapAsync(1);
    staging.unmap();
  };
  found.roundTripMilliseconds = middle(await timesOf(repeats, roundTrip));
  // The same dispatch, waited for by mapping a copy of what it wrote instead of by asking the queue.
  found.emptyDispatchReadBackMilliseconds = middle(
    await timesOf(repeats, async () => {
      empty.submit(1);
      const commands = device.createCommandEncoder();
      commands.copyBufferToBuffer(small, 0, staging, 0, 4);
      device.queue.submit([commands.finish()]);
      await staging.mapAsync(1);
      staging.unmap();
    }),
  );
  keep(found);
  log(
    `empty dispatch ${String(found.emptyDispatchMilliseconds)} ms, read back ${String(found.emptyDispatchReadBackMilliseconds)} ms, round trip ${String(found.roundTripMilliseconds)} ms`,
  );

  const bytes = quick ? 2 ** 22 : 2 ** 26;
  const large = device.createBuffer({ size: bytes, usage: usage.storage | usage.copyFrom | usage.copyTo });
  const back = device.createBuffer({ size: bytes, usage: usage.copyTo | usage.mapRead });
  const values = new Float32Array(bytes / 4).fill(1);
  const up = await timesOf(5, async () => {
    device.queue.writeBuffer(large, 0, values);
    await device.queue.onSubmittedWorkDone();
  });
  const down = await timesOf(5, async () => {
    const commands = device.createCommandEncoder();
    commands.copyBufferToBuffer(large, 0, back, 0, bytes);
    device.queue.submit([commands.finish()]);
    await back.mapAsync(1);
    values.set(new Float32Array(back.getMappedRange()));
    back.unmap();
  });
  found.transfers = {
    bytes,
    upGigabytesPerSecond: bytes / middle(up) / 1e6,
    downGigabytesPerSecond: bytes / middle(down) / 1e6,
  };
  for (const buffer of [small, staging, large, back]) buffer.destroy();
  keep(found);

  // The second device compiles again, unless the driver remembers.
  const model = await checkedModel("model A");
  const { lane } = await model.fit(1);
  const compile = async (on: GPUDevice): Promise<number> => {
    const before = performance.now();
    const engine = await wgslLaneEngine(model.request, [lane], 16, on);
    engine.dispose();
    return performance.now() - before;
  };
  const again = await openForCheck();
  found.kernelMilliseconds = {
    first: await compile(device),
    sameDevice: await compile(device),
    otherDevice: await compile(again.device),
  };
  keep(found);
  log(`kernel compiled: ${JSON.stringify(found.kernelMilliseconds)}`);
  again.dispose();
  gpu.dispose();
}
