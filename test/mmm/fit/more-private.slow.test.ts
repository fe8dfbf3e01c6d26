// The more private a table, the wider its intervals, and no higher its returns: scales and priors do not follow noise that is known.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/index.ts";
import { columnsByName, generate } from "../../../src/data/worlds/generate.ts";
import { presets } from "../../../src/data/worlds/index.ts";
import { quantile, sum } from "../../../src/numerics/index.ts";
import { elementsOf } from "../../../src/mmm/axes/index.ts";
import { fitMediaMix } from "../../../src/mmm/fit/index.ts";
import { parseModelFile, resolve } from "../../../src/mmm/specification/index.ts";
import { mechanisms } from "../../../src/privacy/mechanisms/index.ts";
import { seededSource } from "../../privacy/support/fixed-randomness.ts";

const { columns, truth } = generate(presets.media, { weeks: 104, seed: 31 });
const known = Object.values(truth.channels);
const trueRoi =
  sum(known.map(({ total_contribution }) => total_contribution)) / sum(known.map(({ total_spend }) => total_spend));

/** 5%, mean and 95% of the ROI of all media, of revenue released at this epsilon for users who add 25,000 at most. */
async function roiAt(
  epsilon: number,
): Promise<{ readonly lower: number; readonly mean: number; readonly upper: number }> {
  const l1 = 25_000n;
  const laplace = mechanisms.find(({ name }) => name === "laplace")!;
  const noise = laplace.calibrate(
    { mechanism: "laplace", epsilon },
    { l1, l2: Number(l1), roundingL1: 0n, roundingL2: 0 },
  );
  const draw = laplace.draw(noise.scale);
  const source = seededSource(7);
  const table = columnsByName(columns);
  table.revenue = table.revenue.map((value) => Math.round(value) + Number(draw(source)));
  const data = await mediaDataFromColumns(table, { noised: ["revenue"] });
  const text = [
    "data: t.csv",
    `noise: { revenue: { mechanism: laplace, scale: ${Number(l1) / epsilon} } }`,
    "sampling: { warmup: 400, draws: 500 }",
  ];
  const resolution = resolve(await parseModelFile(`${text.join("\n")}\n`, "m.yaml"), data);
  const { quantities, diagnostics } = await fitMediaMix(data, resolution, { pointwise: false });
  expect(diagnostics.divergences).toBe(0);
  const contributions = quantities
    .filter(({ name }) => name === "contribution")
    .flatMap(elementsOf)
    .map(({ draws }) => draws.values);
  const spend = sum(known.map(({ total_spend }) => total_spend));
  const rois = contributions[0].map((_, i) => sum(contributions.map((values) => values[i])) / spend);
  return { lower: quantile(rois, 0.05), mean: sum(rois) / rois.length, upper: quantile(rois, 0.95) };
}

describe("the ROI of all media of a table with known noise", () => {
  it("is held by intervals that widen as epsilon falls, around an estimate that stays where it is", async () => {
    // Noise of a third of the weekly variation, and of twice the weekly revenue.
    const [weak, drowned] = [await roiAt(2), await roiAt(0.02)];
    for (const { lower, mean, upper } of [weak, drowned]) {
      expect(lower).toBeLessThan(trueRoi);
      expect(upper).toBeGreaterThan(trueRoi);
      // Where the noise made the scale, this was 15 and more.
      expect(mean / trueRoi).toBeLessThan(2);
      expect(mean / trueRoi).toBeGreaterThan(0.5);
    }
    expect(drowned.upper - drowned.lower).toBeGreaterThan(weak.upper - weak.lower);
  });
});
