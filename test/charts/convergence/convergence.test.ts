// Charts of the convergence page.

import { describe, expect, it } from "vitest";
import { convergenceEnergy } from "../../../src/charts/convergence/energy.ts";
import { convergenceMcse } from "../../../src/charts/convergence/mcse.ts";
import { convergencePairs } from "../../../src/charts/convergence/pairs.ts";
import { convergenceRanks, rankCounts } from "../../../src/charts/convergence/ranks.ts";
import { convergenceRhatEss } from "../../../src/charts/convergence/rhat-ess.ts";
import { convergenceTrace } from "../../../src/charts/convergence/trace.ts";
import { evenGrid, kernelDensity } from "../../../src/charts/frame/kernel-density.ts";
import { autoregressive, independent } from "../../diagnostics/support/simulate.ts";
import { divergentDraws, parametersOf, summaries } from "../support/convergence-data.ts";
import { threeChannels, twentyChannels } from "../support/data.ts";
import { expectChart } from "../support/harness.ts";

describe("Rank histograms", () => {
  it("show chains that agree", () =>
    expectChart("convergence-ranks", convergenceRanks, {
      parameters: parametersOf(threeChannels, { kinds: ["decay", "ROI"] }),
    }));
  it("show chains that stand apart, of parameters with long names", () =>
    expectChart("convergence-ranks-sick", convergenceRanks, {
      parameters: parametersOf(twentyChannels, { sick: 2, kinds: ["decay"] }).slice(0, 8),
    }));
  it("count every draw once and give chains that agree equal shares", () => {
    const counts = rankCounts(independent(4, 500, 3), 20);
    expect(counts.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual([500, 500, 500, 500]);
    expect(counts[0].map((_, bin) => counts.reduce((sum, row) => sum + row[bin], 0))).toEqual(new Array(20).fill(100));
  });
  it("put the draws of a chain that stands apart into its own bins", () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? i : 1000 + i));
    expect(rankCounts({ chains: 2, draws: 100, values }, 4)).toEqual([
      [50, 50, 0, 0],
      [0, 0, 50, 50],
    ]);
  });
});

describe("Traces", () => {
  it("show chains that mix", () =>
    expectChart("convergence-trace", convergenceTrace, {
      parameters: parametersOf(threeChannels, { kinds: ["decay"], draws: 1000 }),
    }));
  it("show a chain that stands apart, divergences and long names", () =>
    expectChart("convergence-trace-sick", convergenceTrace, {
      parameters: parametersOf(twentyChannels, { sick: 3, kinds: ["decay"], draws: 1000 }).slice(0, 6),
      divergent: divergentDraws(4, 1000, 90),
    }));
  it("hold sixteen chains", () =>
    expectChart("convergence-trace-16", convergenceTrace, {
      parameters: parametersOf(threeChannels, { chains: 16, kinds: ["decay"], draws: 250 }),
    }));
});

describe("R-hat and effective draws", () => {
  it("stand beside their limits", () =>
    expectChart("convergence-rhat-ess", convergenceRhatEss, {
      parameters: summaries(parametersOf(threeChannels)),
      chains: 4,
    }));
  it("hold eighty parameters by showing the worst, and say how the others stand", async () => {
    const rows = [
      ...summaries(
        parametersOf(twentyChannels, { sick: 4, kinds: ["decay", "slope", "half-saturation", "coefficient"] }),
      ),
      { name: "constant", rhat: Number.NaN, ess_bulk: Number.NaN, ess_tail: Number.NaN },
    ];
    const svg = await expectChart("convergence-rhat-ess-80", convergenceRhatEss, { parameters: rows, chains: 4 });
    expect(svg).toContain("55 more: R-hat at most");
    expect(svg).toContain("1 without figures");
  });
});

describe("Monte Carlo errors", () => {
  it("stand beside their limit", () =>
    expectChart("convergence-mcse", convergenceMcse, {
      parameters: summaries(parametersOf(threeChannels)),
      chains: 4,
    }));
  it("hold eighty parameters", async () => {
    const parameters = summaries(
      parametersOf(twentyChannels, { sick: 4, kinds: ["decay", "slope", "ROI", "coefficient"] }),
    );
    expect(await expectChart("convergence-mcse-80", convergenceMcse, { parameters, chains: 4 })).toContain(
      "55 more: at most",
    );
  });
});

describe("Energies", () => {
  it("show four chains", () =>
    expectChart("convergence-energy", convergenceEnergy, { energy: autoregressive(4, 500, 0.4, 5) }));
  it("show chains that creep through their energies", async () => {
    const energy = autoregressive(6, 800, 0.93, 5);
    expect(await expectChart("convergence-energy-sick", convergenceEnergy, { energy })).toMatch(/E-BFMI 0\.1\d/);
  });
});

describe("Pairs", () => {
  it("show dependence and where transitions diverged", () =>
    expectChart("convergence-pairs", convergencePairs, {
      parameters: parametersOf(threeChannels, { kinds: ["decay"] }),
      divergent: divergentDraws(4, 500, 60),
    }));
  it("hold four parameters with long names", () =>
    expectChart("convergence-pairs-4", convergencePairs, {
      parameters: parametersOf(twentyChannels, { sick: 2, kinds: ["half-saturation"] }).slice(0, 4),
      divergent: divergentDraws(4, 500, 0),
    }));
});

describe("The kernel density", () => {
  it("integrates to one and has its bandwidth's width around a constant", () => {
    const grid = evenGrid(-8, 8, 400);
    for (const values of [independent(1, 1000, 2).values, new Float64Array(50).fill(0.3)]) {
      const total = kernelDensity(values, grid).reduce((sum, value) => sum + value * (grid[1] - grid[0]), 0);
      // The trapezoidal sum over a grid finer than the bandwidth; the constant's bandwidth is half a step, where it is off by 1.5%.
      expect(Math.abs(total - 1)).toBeLessThan(0.02);
    }
  });
});
