import { describe, expect, it } from "vitest";
import { uniformityOfRanks } from "../../src/diagnostics/index.ts";
import { sample } from "../../src/sampling/index.ts";
import { calibrate, rankedDraws } from "./calibration-study.ts";

describe("simulation-based calibration of the default model (small; benchmarks/calibration.ts has more fits)", () => {
  it("gives uniform ranks for every parameter and quantity (bands that hold with probability 0.999 each)", async () => {
    const settings = { chains: 2, warmup: 400, draws: 600, seed: 8 };
    const { ranks } = await calibrate(80, settings, (posterior, own) => sample(posterior.density(), own));
    const uneven = [...ranks].filter(([, itsRanks]) => !uniformityOfRanks(itsRanks, rankedDraws, 0.999).inside);
    expect(uneven.map(([name]) => name)).toEqual([]);
  });
});
