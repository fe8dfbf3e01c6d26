// A model on the GPU against its float64 twin, and what float32 rounding does to it.

import { wgslLaneEngine } from "../../../src/compile/wgsl/index.ts";
import type { Model } from "../../../src/model/index.ts";
import { checkRequest, modelLanes, twins } from "./check-lanes.ts";

/** What float32 rounding does at most at some positions, in root mean squares. */
export interface Rounding {
  /** Error of the log density. */
  readonly logDensity: number;
  /** Error of an element of the gradient, relative to one more than its size. */
  readonly gradient: number;
}

/**
 * Rounding that a sampler does not notice: energies that are off by less than this change acceptance by less than one in a hundred, and
 * gradients by less than this make less of an energy error than steps of ordinary size do.
 */
export const harmless: Rounding = { logDensity: 0.01, gradient: 1e-3 };

/** Holds every fit's lanes to the twin; returns the most that rounding does. */
export async function checkModel(
  device: GPUDevice,
  model: Model,
  fits: readonly Readonly<Record<string, ArrayLike<number>>>[],
): Promise<Rounding> {
  const { request, data, at } = modelLanes(model, fits);
  const twinOf = twins();
  const make: Parameters<typeof checkRequest>[3] = (...lanes) => wgslLaneEngine(...lanes, device);
  await checkRequest(request, data, at, make, twinOf);
  let [logDensity, gradient] = [0, 0];
  at.forEach((position, lane) => {
    const fit = Math.floor((lane * fits.length) / at.length);
    const twin = twinOf(request, data[fit]!, fit);
    const exact = twin.exact(position);
    twin.error(position).forEach((error, i) => {
      if (i === 0) logDensity = Math.max(logDensity, error);
      else gradient = Math.max(gradient, error / (1 + Math.abs(exact[i]!)));
    });
  });
  return { logDensity, gradient };
}
