// Failures of a device turned into rejected promises: errors that nobody asked for, errors while things are made, and its loss.

import { gpuFailed } from "../../problems/gpu-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";

export interface DeviceWatch {
  /** The result of `work`, or a CarryoverError as soon as the device reports an error or is lost. */
  guard<T>(doing: string, work: () => Promise<T>): Promise<T>;
  /** Stops listening. */
  dispose(): void;
}

/** Listens to a device until it is disposed of. */
export function watchDevice(device: GPUDevice): DeviceWatch {
  let failure: string | undefined;
  let fail: ((reason: string) => void) | undefined;
  const report = (reason: string): void => {
    failure ??= reason;
    fail?.(reason);
  };
  const onError = (event: GPUUncapturedErrorEvent): void => report(event.error.message);
  device.addEventListener("uncapturederror", onError);
  void device.lost.then(({ reason, message }) => {
    report(reason === "destroyed" ? "The device was disposed of." : `The device was lost: ${message}`);
  });
  const error = (doing: string, reason: string): CarryoverError =>
    new CarryoverError([gpuFailed(doing, reason)], exitCodes.internal);
  return {
    async guard(doing, work) {
      if (failure !== undefined) throw error(doing, failure);
      const failed = new Promise<never>((_, reject) => {
        fail = (reason) => reject(error(doing, reason));
      });
      // Its rejection is seen through the race; when the work is done first, nobody looks at it.
      failed.catch(() => {});
      try {
        return await Promise.race([work(), failed]);
      } catch (cause) {
        if (cause instanceof CarryoverError) throw cause;
        throw error(doing, cause instanceof Error ? cause.message : String(cause));
      } finally {
        fail = undefined;
      }
    },
    dispose() {
      device.removeEventListener("uncapturederror", onError);
    },
  };
}

/** What `make` makes, once the device has found nothing wrong with it; rejects with the device's message otherwise. */
export async function checked<T>(device: GPUDevice, make: () => T): Promise<T> {
  const filters = ["validation", "out-of-memory", "internal"] as const;
  for (const filter of filters) device.pushErrorScope(filter);
  try {
    return make();
  } finally {
    const errors = await Promise.all(filters.map(() => device.popErrorScope()));
    const found = errors.find((error) => error !== null);
    // oxlint-disable-next-line no-unsafe-finally -- what the device says explains what `make` may have thrown.
    if (found) throw new Error(found.message);
  }
}
