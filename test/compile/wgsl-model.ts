// A model on the GPU against its float64 twin: log density and gradient of several lanes, of fits with data of their own.

import { wgslLaneEngine } from "../../src/compile/wgsl/index.ts";
import type { DataValues, Model } from "../../src/model/index.ts";
import { densityRequest } from "../../src/model/program.ts";
import { positions } from "../mmm/cases.ts";
import { expectAgreement, type Rounding } from "./agreement.ts";
import { makeTwin } from "./float32-twin.ts";
import { lanesAt } from "./lanes-of-tests.ts";

const lanesPerFit = 3;
/** Of the box around the origin that positions are drawn from, on the unconstrained scale, where chains start in twice that. */
const radius = 1;

/**
 * Rounding that a sampler does not notice: energies that are off by less than this change acceptance by less than one in a hundred, and
 * gradients by less than this make less of an energy error than steps of ordinary size do.
 */
export const harmless: Rounding = { logDensity: 0.01, gradient: 1e-3 };

/** Holds every fit's lanes to the twin; returns the most that rounding does. */
export async function checkModel(device: GPUDevice, model: Model, fits: readonly DataValues[]): Promise<Rounding> {
  const request = densityRequest(model);
  const data = fits.map((fit) =>
    Object.fromEntries(Object.entries(fit).map(([name, values]) => [name, Float64Array.from(values)])),
  );
  const engine = await wgslLaneEngine(request, data, lanesPerFit, device);
  try {
    const at = positions(engine.dimension, fits.length * lanesPerFit, radius).map((position) =>
      Float32Array.from(position),
    );
    const lanes = lanesAt(at);
    await engine.integrate(lanes);
    const twins = data.map((each) => makeTwin(request, each));
    const roundings = at.map((_, lane) =>
      expectAgreement(lanes, lane, twins[Math.floor(lane / lanesPerFit)]!, "the model"),
    );
    return {
      logDensity: Math.max(...roundings.map(({ logDensity }) => logDensity)),
      gradient: Math.max(...roundings.map(({ gradient }) => gradient)),
    };
  } finally {
    engine.dispose();
  }
}
