import { describe, expect, it } from "vitest";
import {
  type Draws,
  judgeLanes,
  rhat,
  rhatNested,
  rhatSuperchains,
  summarize,
  verdict,
} from "../../src/diagnostics/index.ts";
import { randomStream } from "../../src/sampling/index.ts";

const groups = (chains: number, size: number): number[] =>
  Array.from({ length: chains }, (_, i) => Math.floor(i / size));

/** Independent normals; chain c is moved by `shift(c)`. */
function normals(chains: number, draws: number, shift: (chain: number) => number = () => 0): Draws {
  const random = randomStream([4, chains, draws]);
  const values = Float64Array.from(
    { length: chains * draws },
    (_, i) => shift(Math.floor(i / draws)) + random.normal(),
  );
  return { chains, draws, values };
}

describe("nested R-hat", () => {
  it("is what one computes by hand", () => {
    // Chains [0 2] [1 3] | [4 6] [5 7]: within chains 2, between the chains of a superchain 1/2, between means 1.5 and 5.5: 8.
    const draws = { chains: 4, draws: 2, values: Float64Array.of(0, 2, 1, 3, 4, 6, 5, 7) };
    expect(rhatNested(draws, [0, 0, 1, 1])).toBeCloseTo(Math.sqrt(1 + 8 / 2.5), 14);
    // Superchains [0 2] [4 6] and [1 3] [5 7]: 8 between their chains, and means 3 and 4.
    expect(rhatNested(draws, [0, 1, 0, 1])).toBeCloseTo(Math.sqrt(1 + 0.5 / 10), 14);
    // One draw of each chain: nothing within chains.
    expect(rhatNested({ chains: 4, draws: 1, values: Float64Array.of(0, 2, 5, 9) }, [0, 0, 1, 1])).toBeCloseTo(
      Math.sqrt(1 + 18 / 5),
      14,
    );
  });

  it("of superchains needs no long chains: 64 chains that move slowly agree by it and not by the plain one", () => {
    // Autoregressive with coefficient 0.7, from their stationary distribution: an effective draw is 1.7 / 0.3 = 5.7 draws.
    const draws = normals(64, 100);
    for (let chain = 0; chain < 64; chain++) {
      for (let i = chain * 100 + 1; i < (chain + 1) * 100; i++) {
        draws.values[i] = 0.7 * draws.values[i - 1] + Math.sqrt(1 - 0.7 ** 2) * draws.values[i];
      }
    }
    // 8 halves of 800 draws, 141 effective ones: 1 + chi^2_7 / 7 / 141 / 2, whose 99.9% quantile is 1.0123, for both parts of R-hat.
    expect(rhatSuperchains(draws, groups(64, 16))).toBeLessThan(1.0123);
    // Plainly 128 halves of 50 draws, 8.8 effective ones: sqrt(1 + 1 / 8.8 - 1 / 50) = 1.046, with a standard deviation of 0.005.
    expect(rhat(draws)).toBeGreaterThan(1.025);
  });

  it("of superchains sees one that is elsewhere, one that spreads more, and chains that all drift", () => {
    const names = groups(16, 4);
    expect(
      rhatSuperchains(
        normals(16, 100, (chain) => (chain < 4 ? 1 : 0)),
        names,
      ),
    ).toBeGreaterThan(1.05);
    const base = normals(16, 100);
    const wide = { ...base, values: base.values.map((value, i) => (i < 400 ? 4 * value : value)) };
    expect(rhatSuperchains(wide, names)).toBeGreaterThan(1.05);
    const drifting = { ...base, values: base.values.map((value, i) => value + (i % 100 < 50 ? 0 : 1)) };
    expect(rhatSuperchains(drifting, names)).toBeGreaterThan(1.05);
  });

  it.each([20, 21, 1])("stands in a summary that is given superchains (%i draws)", (count) => {
    const draws = normals(8, count);
    const names = groups(8, 2);
    expect(summarize(draws, names).rhat).toBeCloseTo(rhatSuperchains(draws, names), 12);
    expect({ ...summarize(draws, names), rhat: 0 }).toEqual({ ...summarize(draws), rhat: 0 });
  });
});

describe("the verdict on chains that share starting points", () => {
  const draws = normals(16, 100);
  const judged = [{ name: "x", summary: summarize(draws, groups(16, 4)) }];
  const statistics = {
    chains: 16,
    drawsPerChain: 100,
    divergences: new Array<number>(16).fill(0),
    treeDepthHits: 0,
    maxTreeDepth: 10,
    ebfmi: new Array<number>(16).fill(1),
  };

  it("asks for 100 effective draws of each starting point", () => {
    const few = [{ name: "x", summary: { ...judged[0].summary, ess_bulk: 399 } }];
    const enough = [{ name: "x", summary: { ...judged[0].summary, ess_bulk: 400, ess_tail: 400, rhat: 1 } }];
    expect(verdict(enough, { ...statistics, startingPoints: 4 }).converged).toBe(true);
    expect(verdict(enough, statistics).converged).toBe(false);
    const { checks } = verdict(few, { ...statistics, startingPoints: 4 });
    expect(checks.find(({ name }) => name === "bulk-ess")).toMatchObject({
      status: "fail",
      detail: expect.stringContaining("below 400 (100 per starting point)"),
    });
  });

  it("warns when there are fewer than four of them", () => {
    const { checks } = verdict(judged, { ...statistics, startingPoints: 2 });
    expect(checks.find(({ name }) => name === "chains")).toMatchObject({
      status: "warn",
      detail: "16 chains started at 2 points, so R-hat may miss modes.",
    });
  });

  it("passes the reasons of a fit on that could not start", () => {
    const problem = { code: "no-starting-point", message: "None.", hint: "Look." };
    const { converged, reasons } = judgeLanes({ sample: undefined, problems: [problem] });
    expect([converged, reasons]).toEqual([false, [problem]]);
  });
});
