import { describe, it } from "vitest";
import { roiForest, type RoiForestData } from "../../src/charts/roi-forest.ts";
import { around, noise, threeChannels, twentyChannels } from "./data.ts";
import { expectChart } from "./harness.ts";

const data = (names: readonly string[]): RoiForestData => ({
  channels: names.map((name, index) => {
    const median = 0.4 + 2.4 * noise(index, 1);
    const roi = around(median, (0.25 + 0.5 * noise(index, 2)) * median);
    return {
      name,
      roi,
      inner: around(median, 0.38 * (roi.upper - median)),
      probabilityAboveBreakEven: Math.min(1, Math.max(0, (roi.upper - 1) / (roi.upper - roi.lower))),
    };
  }),
});

describe("The forest of ROI", () => {
  it("shows three channels against break-even", () =>
    expectChart("roi-forest", roiForest, data(threeChannels), { spendUnit: "EUR" }));
  it("holds twenty channels with long names", () => expectChart("roi-forest-20", roiForest, data(twentyChannels)));
});
