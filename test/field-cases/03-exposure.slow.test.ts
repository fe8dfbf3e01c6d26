// Tables with exposures and with columns made of the target, fitted from the table alone: the true returns lie in their intervals.

import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { fitMediaMix } from "../../src/mmm/fit/fit.ts";
import type { MediaMixFit } from "../../src/mmm/fit/fit-types.ts";
import { readTableWithModel } from "../../src/mmm/fit/input.ts";

/** Of the world that made both tables (the README of the field cases). */
const trueRoi = { TV: 1.04, Search: 1.99, Radio: 0.92 };
const trueShare = 0.179;

describe.each(["03-exposure", "04-orders"])("%s", (name) => {
  let fit: MediaMixFit;
  beforeAll(async () => {
    const path = fileURLToPath(new URL(`tables/${name}.csv`, import.meta.url));
    const flags = { chains: 2, warmup: 400, draws: 500, seed: 3 };
    const { data, resolution } = await readTableWithModel(path, undefined, flags);
    fit = await fitMediaMix(data, resolution, { threads: 1 });
  }, 240_000);

  it.each(Object.entries(trueRoi))("has the true ROI of %s, %f, in its interval", (channel, roi) => {
    const row = fit.summary.quantities.find((quantity) => quantity.name === `roi[${channel}]`);
    expect(row).toBeDefined();
    expect(row!.q5).toBeLessThan(roi);
    expect(row!.q95).toBeGreaterThan(roi);
  });

  it("does not give the effect of media to other columns", () => {
    const roiOf = (channel: string): number =>
      fit.summary.quantities.find((quantity) => quantity.name === `roi[${channel}]`)!.mean;
    const spend = fit.data.channels.map((channel) => channel.spend.reduce((sum, value) => sum + value, 0));
    const brought = fit.data.channels.reduce((sum, channel, index) => sum + roiOf(channel.name) * spend[index], 0);
    const share = brought / fit.data.target.values.reduce((sum, value) => sum + value, 0);
    expect(share).toBeGreaterThan(trueShare / 2);
    expect(share).toBeLessThan(2 * trueShare);
  });
});
