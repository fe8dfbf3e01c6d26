// Charts of recovery studies.

import { afterAll, describe, expect, it } from "vitest";
import { calibrationRanks } from "../../../src/charts/studies/calibration-ranks.ts";
import { recoveryEstimates } from "../../../src/charts/studies/recovery-estimates.ts";
import { recoveryLearned } from "../../../src/charts/studies/recovery-learned.ts";
import { recoveryScores } from "../../../src/charts/studies/recovery-scores.ts";
import { closeSvgDocument, renderSvg } from "../../../src/charts/server/document.ts";
import { uniformityOfRanks } from "../../../src/diagnostics/index.ts";
import { noise, threeChannels, twentyChannels } from "../support/data.ts";
import { expectChart } from "../support/harness.ts";

afterAll(closeSvgDocument);

describe("Truth and estimates", () => {
  const numbersOf = (names: readonly string[], sets: number, spread: number) => ({
    numbers: names.map((name, k) => ({
      name: `contribution of ${name}`,
      sets: Array.from({ length: sets }, (_, i) => {
        const truth = 1e6 * (k + 1) * (1 + spread * (noise(i, k) - 0.5));
        const estimate = truth + 1.5e5 * (noise(i, k + 50) + noise(i, k + 90) - 1);
        return { truth, lower: estimate - 1e5, upper: estimate + 1e5 };
      }),
    })),
  });
  it("are shown in the order of the truth, with the intervals that miss it", () =>
    expectChart("recovery-estimates", recoveryEstimates, numbersOf(threeChannels, 40, 1)));
  it("are shown for one truth and more data sets than a panel holds", () =>
    expectChart("recovery-estimates-same", recoveryEstimates, numbersOf(twentyChannels.slice(0, 8), 150, 0)));
});

describe("Scores", () => {
  const numbersOf = (names: readonly string[], sets = 100) => ({
    numbers: names.map((name, k) => ({
      name: `contribution of ${name}`,
      mean: noise(k, 1) - 0.5,
      sd: sets > 1 ? 0.6 + noise(k, 2) : Number.NaN,
      sets,
    })),
  });
  it("show shifts beyond chance", () => expectChart("recovery-scores", recoveryScores, numbersOf(threeChannels)));
  it("hold twenty long names", () => expectChart("recovery-scores-20", recoveryScores, numbersOf(twentyChannels)));
  it("stay inside the picture where few data sets say little of a shift", () =>
    expectChart("recovery-scores-few", recoveryScores, numbersOf(threeChannels, 4)));
  it("find no shift in two data sets that only the quantile of a normal would call one, and none in one", async () => {
    const far = { name: "decay", mean: 3, sd: 1 };
    const shifted = async (sets: number, sd: number): Promise<number> => {
      const svg = await renderSvg(recoveryScores, { numbers: [{ ...far, sd, sets }] });
      expect(svg).not.toContain("NaN");
      expect(svg).not.toContain("Infinity");
      // The key of the legend is one more.
      return svg.split(`<circle`).filter((part) => part.includes("warning")).length;
    };
    const key = await shifted(1, Number.NaN);
    expect(await shifted(2, 1)).toBe(key);
    expect(await shifted(50, 1)).toBe(key + 1);
  });
});

describe("What is learned", () => {
  const numbersOf = (names: readonly string[]) => ({
    numbers: names.map((name, k) => ({ name: `half_saturation of ${name}`, narrowed: 1.1 * noise(k, 3) - 0.1 })),
    limits: [0.2, 0.5] as const,
  });
  it("shows what is left of the prior", () =>
    expectChart("recovery-learned", recoveryLearned, numbersOf(threeChannels)));
  it("holds twenty long names", () => expectChart("recovery-learned-20", recoveryLearned, numbersOf(twentyChannels)));
});

describe("Ranks of true values", () => {
  const numbersOf = (names: readonly string[], skew: (k: number) => number) => ({
    level: 0.99,
    numbers: names.map((name, k) => {
      const ranks = Array.from({ length: 100 }, (_, i) => Math.floor(100 * noise(i, k + 7) ** skew(k)));
      const { inside, ecdfDifference, lower, upper } = uniformityOfRanks(ranks, 99, 0.99);
      const curve = { difference: [...ecdfDifference], lower: [...lower], upper: [...upper] };
      return { name: `decay of ${name}`, ...curve, uniform: inside };
    }),
  });
  it("stay inside the band when they are uniform", () =>
    expectChart(
      "calibration-ranks",
      calibrationRanks,
      numbersOf(threeChannels, () => 1),
    ));
  it("leave it when they are not", () =>
    expectChart(
      "calibration-ranks-sick",
      calibrationRanks,
      numbersOf(twentyChannels.slice(0, 9), (k) => 1 + k / 4),
    ));
});
