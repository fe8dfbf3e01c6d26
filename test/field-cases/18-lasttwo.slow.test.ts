// A channel on in the last two weeks only: its posterior has corners in which long steps diverge.

import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readMediaData } from "../../src/data/panel/index.ts";
import { type FitOptions, fitMediaMix, type MediaMixFit } from "../../src/mmm/fit/index.ts";
import { parseModelFile, resolve } from "../../src/mmm/specification/index.ts";

const path = fileURLToPath(new URL("tables/18-lasttwo.csv", import.meta.url));
/** Steps as long as these surely diverge. */
const longSteps = "sampling: { schedule: stan, chains: 2, warmup: 250, draws: 150, target_accept: 0.1, seed: 3";

async function fitOf(sampling: string, options: FitOptions = {}): Promise<MediaMixFit> {
  const data = await readMediaData(path);
  const document = await parseModelFile(`data: 18-lasttwo.csv\n${sampling} }\n`, "model.yaml");
  return fitMediaMix(data, resolve(document, data), { threads: 2, ...options });
}

describe("a fit with divergences", () => {
  it("converges at the defaults", async () => {
    const data = await readMediaData(path);
    const { diagnostics } = await fitMediaMix(data, resolve(undefined, data));
    expect(diagnostics).toMatchObject({ converged: true, divergences: 0 });
  });

  it("is sampled again, says so, and has the draws of a fit that asked for the higher acceptance", async () => {
    const again = await fitOf(longSteps);
    const { resampled, checks, seconds } = again.diagnostics;
    expect(resampled!.earlier[0]).toMatchObject({ target_accept: 0.1 });
    expect(resampled!.earlier[0].divergences).toBeGreaterThan(0);
    expect(seconds.total).toBeGreaterThan(resampled!.earlier[0].seconds);
    expect(checks.find(({ name }) => name === "divergences")!.detail).toContain("sampled again");

    const asked = await fitOf(longSteps.replace("0.1", String(resampled!.target_accept)).concat(", resample: 0"));
    expect(asked.positions).toEqual(again.positions);
    expect(asked.diagnostics.resampled).toBeUndefined();
  });

  it("stays as it is where that is turned off", async () => {
    const { diagnostics } = await fitOf(`${longSteps}, resample: 0`);
    expect(diagnostics.resampled).toBeUndefined();
    expect(diagnostics.divergences).toBeGreaterThan(0);
    expect(diagnostics.converged).toBe(false);
  });

  it("goes on where it was canceled while it was sampled again, to the same draws", async () => {
    const whole = await fitOf(longSteps);
    const controller = new AbortController();
    let again = false;
    const half = await fitOf(longSteps, {
      inThisThread: true,
      signal: controller.signal,
      onResample: () => {
        again = true;
      },
      onProgress: (chains) => {
        if (again && chains.some(({ iteration }) => iteration > 0)) controller.abort();
      },
    });
    expect(half.complete).toBe(false);
    const resumed = await fitOf(longSteps, { resume: half.resumable });
    expect(resumed.complete).toBe(true);
    expect(resumed.positions).toEqual(whole.positions);
    expect(resumed.diagnostics.resampled!.earlier[0]).toMatchObject({ target_accept: 0.1 });
  });
});
