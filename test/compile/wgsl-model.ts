// A model on the GPU against its float64 twin: log density and gradient of several lanes, of fits with data of their own.

import { wgslLaneEngine } from "../../src/compile/wgsl/index.ts";
import { type DataValues, type Model } from "../../src/model/index.ts";
import { densityRequest } from "../../src/model/program.ts";
import { positions } from "../mmm/cases.ts";
import { expectAgreement } from "./agreement.ts";
import { makeTwin } from "./float32-twin.ts";
import { lanesAt } from "./lanes-of-tests.ts";

const lanesPerFit = 4;
/** Of the box around the origin that positions are drawn from, on the unconstrained scale, where chains start in twice that. */
const radius = 1;

/** Holds every fit's lanes to the twin; returns the largest share of the error that is allowed. */
export async function checkModel(device: GPUDevice, model: Model, fits: readonly DataValues[]): Promise<number> {
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
    if (process.env.SHOW) {
      let worst = 0,
        lp = 0;
      at.forEach((p, lane) => {
        const t = twins[Math.floor(lane / lanesPerFit)]!;
        const e = t.error(p);
        const x = t.exact(p);
        lp = Math.max(lp, e[0]!);
        e.forEach((v, i) => {
          if (i) worst = Math.max(worst, v / (1 + Math.abs(x[i]!)));
        });
      });
      console.log(
        "   twin lp rms",
        lp.toExponential(1),
        "gradient rel",
        worst.toExponential(1),
        "lp",
        twins[0]!.exact(at[0]!)[0]!.toFixed(1),
      );
    }
    return Math.max(
      ...at.map((_, lane) => expectAgreement(lanes, lane, twins[Math.floor(lane / lanesPerFit)]!, "the model")),
    );
  } finally {
    engine.dispose();
  }
}
