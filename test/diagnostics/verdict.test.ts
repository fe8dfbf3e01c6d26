import { mediaMixRemedies, type Remedies } from "../../src/problems/remedies.ts";
import { describe, expect, it } from "vitest";
import {
  type Check,
  chainFaults,
  type Draws,
  type JudgedParameter,
  type LooProblem,
  locateDivergences,
  type SamplerStatistics,
  type Summary,
  summarize,
  type Verdict,
  verdict,
} from "../../src/diagnostics/index.ts";
import { autoregressive, independent } from "./support/simulate.ts";

const good: Summary = {
  estimate: 0,
  statistic: "mean",
  mean: 0,
  sd: 1,
  q5: -1.6,
  median: 0,
  q95: 1.6,
  mcse_mean: 0.02,
  mcse_sd: 0.02,
  rhat: 1.001,
  ess_bulk: 2000,
  ess_tail: 1500,
};
const parameter = (name: string, change: Partial<Summary> = {}): JudgedParameter => ({
  name,
  summary: { ...good, ...change },
});
const calm: SamplerStatistics = {
  chains: 4,
  drawsPerChain: 1000,
  divergences: [0, 0, 0, 0],
  treeDepthHits: 0,
  maxTreeDepth: 10,
  ebfmi: [0.9, 1, 1.1, 0.8],
};
const find = ({ checks }: Verdict, name: string): Check => checks.find((check) => check.name === name)!;
const judge = (change: Partial<SamplerStatistics> = {}, parameters = [parameter("a"), parameter("b")]): Verdict =>
  verdict(parameters, { ...calm, ...change });

describe("verdict", () => {
  it("speaks of leapfrog steps where trajectories have no trees", () => {
    expect(find(judge({ withoutTrees: true }), "tree-depth").detail).toBe(
      "No transition reached the limit of 1,024 leapfrog steps.",
    );
    expect(find(judge({ withoutTrees: true, treeDepthHits: 5 }), "tree-depth").detail).toMatch(
      /^5 transitions .* reached the limit of 1,024 leapfrog steps/,
    );
  });

  it("passes a good fit, every check named once and without remedies", () => {
    const result = judge();
    expect(result.converged).toBe(true);
    expect(result.checks.map(({ name }) => name)).toEqual([
      "draws",
      "chains",
      "stuck-chains",
      "r-hat",
      "bulk-ess",
      "tail-ess",
      "means",
      "divergences",
      "tree-depth",
      "e-bfmi",
    ]);
    expect(result.checks.every(({ status, remedy }) => status === "pass" && remedy === "")).toBe(true);
  });

  it("gives every check that does not pass a remedy, and converges exactly when none fails", () => {
    const results = [
      judge({ divergences: [0, 3, 0, 0] }),
      judge({ treeDepthHits: 5 }),
      judge({ ebfmi: [0.25, 1, 1, 1] }),
      judge({ ebfmi: [0.1, 1, 1, 1] }),
      judge({ chains: 1, divergences: [0], ebfmi: [1] }),
      judge({ drawsPerChain: 50 }),
      judge({}, [parameter("a", { rhat: 1.2, ess_bulk: 12, ess_tail: 20 })]),
      judge({}, []),
    ];
    for (const { checks, converged } of results) {
      expect(converged).toBe(!checks.some(({ status }) => status === "fail"));
      for (const { status, remedy } of checks) expect(remedy === "").toBe(status === "pass");
    }
    expect(results.map(({ converged }) => converged)).toEqual([false, true, true, false, true, false, false, false]);
  });

  it("names the parameters with the worst R-hat, worst first, and never prints a failing one as the limit", () => {
    const parameters = [
      parameter("a", { rhat: 1.0101 }),
      parameter("b", { rhat: 1.5 }),
      parameter("c"),
      parameter("d", { rhat: Number.NaN }),
      parameter("e", { rhat: 1.02 }),
    ];
    const check = find(judge({}, parameters), "r-hat");
    expect(check.status).toBe("fail");
    expect(check.detail).toBe(
      "R-hat is not below 1.01 for 4 of 5 parameters: d –, b 1.500, e 1.020 and 1 more. The chains disagree.",
    );
    expect(find(judge({}, parameters.slice(0, 1)), "r-hat").detail).toContain("a 1.011");
  });

  it.each([
    [1.00999, "pass"],
    [1.01, "fail"],
    [Number.POSITIVE_INFINITY, "fail"],
  ])("R-hat %d: %s", (rhat, status) => {
    expect(find(judge({}, [parameter("a", { rhat })]), "r-hat").status).toBe(status);
  });

  it.each([
    [4, 399, "fail"],
    [4, 400, "pass"],
    [8, 700, "fail"],
    [2, 200, "pass"],
    [4, Number.NaN, "fail"],
  ])("wants 100 effective draws per chain: with %d chains, %d: %s", (chains, ess, status) => {
    const parameters = [parameter("a", { ess_bulk: ess, ess_tail: ess })];
    expect(find(judge({ chains }, parameters), "bulk-ess").status).toBe(status);
    expect(find(judge({ chains }, parameters), "tail-ess").status).toBe(status);
  });

  it("says how many draws would do, or that more draws will not", () => {
    expect(find(judge({}, [parameter("a", { ess_tail: 200 })]), "tail-ess").remedy).toContain("2400 draws");
    expect(find(judge({}, [parameter("a", { ess_tail: 8 })]), "tail-ess").remedy).toContain(
      "More draws would not suffice",
    );
  });

  it("fails any divergence and says in which chains and where in the posterior", () => {
    const check = find(
      judge({
        divergences: [0, 7, 0, 2],
        divergenceLocations: [
          { name: "tau", mean: 0.31, shift: -1.4 },
          { name: "mu", mean: 4, shift: 0.1 },
        ],
      }),
      "divergences",
    );
    expect(check.status).toBe("fail");
    expect(check.detail).toBe(
      "9 of 4000 transitions diverged after warm-up (chain 2: 7, chain 4: 2), at tau near 0.310 (1.4 sd below its mean). " +
        "The sampler may not have explored part of the posterior, and estimates may be biased.",
    );
    expect(check.remedy).toContain("`targetAccept: 0.95`");
    expect(find(judge({ divergences: [1, 0, 0, 0] }), "divergences").status).toBe("fail");
  });

  it("says that a fit was sampled again, and does not advise again what was tried", () => {
    const earlier = [
      { target_accept: 0.8, divergences: 2 },
      { target_accept: 0.95, divergences: 1 },
    ];
    const resampled = { target_accept: 0.99, earlier };
    const clean = find(judge({ divergences: [0, 0, 0, 0], resampled }), "divergences");
    expect(clean).toMatchObject({ status: "pass", remedy: "" });
    expect(clean.detail).toBe(
      "There were no divergences after warm-up. The fit was sampled again with target acceptance 0.99: before, " +
        "there were 2 divergences with target acceptance 0.8, 1 divergence with 0.95.",
    );
    const failing = find(judge({ divergences: [1, 0, 0, 0], resampled }), "divergences");
    expect(failing.status).toBe("fail");
    expect(failing.detail).toContain("Shorter steps did not help enough");
    expect(failing.remedy).not.toContain("0.95");
  });

  /** A fit with which everything is wrong, and its leave-one-out estimate too. */
  const remediesOfAll = (remedies?: Remedies): string[] => {
    const summary = { ...good, mean: Number.NaN, rhat: 1.2, ess_bulk: 3, ess_tail: 3 };
    const faults = { constant: [0], nonFinite: [] };
    const statistics = { ...calm, chains: 1, drawsPerChain: 20, divergences: [3], treeDepthHits: 5, ebfmi: [0.1] };
    const acceptance = { acceptance: [0.01], targetAccept: 0.8 };
    const loo = { observations: [3], count: 1, threshold: 0.7, largestK: 1.2, drawsNeeded: Number.POSITIVE_INFINITY };
    const { checks } = verdict([{ name: "a", summary, faults }], { ...statistics, ...acceptance }, loo, remedies);
    expect(checks.filter(({ status }) => status === "pass")).toEqual([]);
    return checks.map(({ remedy }) => remedy);
  };

  it("has no remedy for a media mix model that a model file cannot follow", () => {
    for (const remedy of remediesOfAll(mediaMixRemedies)) {
      expect(remedy).not.toMatch(/cent(er|re)ed|parameteri[sz]ation|halfNormal|`/);
    }
  });

  it("has no remedy for a model of one's own that speaks of media, tables or the command line", () => {
    for (const remedy of remediesOfAll()) {
      expect(remedy).not.toMatch(/--|channel|spend|half-saturation|coefficient|column|control|rows|half_normal/);
    }
  });

  it.each([
    [0.3, "pass"],
    [0.29, "warn"],
    [0.19, "fail"],
    [Number.NaN, "fail"],
  ])("E-BFMI %d: %s", (value, status) => {
    expect(find(judge({ ebfmi: [1, value, 1, 1] }), "e-bfmi").status).toBe(status);
  });

  it("names stuck and broken chains", () => {
    const values = independent(4, 200, 1).values;
    values.fill(1.5, 200, 400);
    values[650] = Number.NaN;
    const draws: Draws = { chains: 4, draws: 200, values };
    const bad = { name: "slope", summary: summarize(draws), faults: chainFaults(draws) };
    const result = judge({ drawsPerChain: 200 }, [parameter("a"), bad]);
    expect(find(result, "stuck-chains")).toMatchObject({
      status: "fail",
      detail: "Some draws are NaN or infinite for slope (chain 4). Some chains never moved for slope (chain 2).",
    });
    expect(result.converged).toBe(false);
  });

  it("warns of a tail in the importance weights when a leave-one-out estimate is given", () => {
    const problem: LooProblem = {
      threshold: 0.7,
      observations: [11, 3],
      count: 2,
      largestK: 0.9,
      drawsNeeded: 1e10,
    };
    const result = verdict([parameter("a")], calm, problem);
    expect(find(result, "pareto-k")).toMatchObject({ status: "warn" });
    expect(find(result, "pareto-k").detail).toContain("2 observations (largest 0.90; row 12, 4)");
    expect(result.converged).toBe(true);
    const none = { threshold: 0.7, observations: [], count: 0, largestK: 0.2, drawsNeeded: 18 };
    expect(find(verdict([parameter("a")], calm, none), "pareto-k").status).toBe("pass");
  });

  it("judges real draws: chains that mix pass, chains that drift fail", () => {
    const judged = (draws: Draws): Verdict =>
      judge({}, [{ name: "x", summary: summarize(draws), faults: chainFaults(draws) }]);
    expect(judged(independent(4, 1000, 21)).converged).toBe(true);
    const drift = autoregressive(4, 1000, 0.999, 21);
    const failed = judged(drift).checks.filter(({ status }) => status === "fail");
    expect(failed.map(({ name }) => name)).toEqual(["r-hat", "bulk-ess", "tail-ess"]);
  });
});

describe("locateDivergences", () => {
  it("puts the parameter first in which divergent draws differ most", () => {
    const mu = independent(2, 500, 31);
    const tau: Draws = { ...mu, values: independent(2, 500, 32).values.map(Math.exp) };
    const fixed: Draws = { ...mu, values: new Float64Array(1000).fill(2) };
    const divergent = tau.values.map((value) => (value < 0.2 ? 1 : 0));
    const located = locateDivergences(
      [
        { name: "mu", draws: mu },
        { name: "tau", draws: tau },
        { name: "fixed", draws: fixed },
      ],
      divergent,
    );
    expect(located.map(({ name }) => name)).toEqual(["tau", "mu"]);
    expect(located[0].mean).toBeLessThan(0.2);
    expect(located[0].shift).toBeLessThan(-0.5);
    expect(locateDivergences([{ name: "mu", draws: mu }], new Uint8Array(1000))).toEqual([]);
  });

  it("judges the step sizes of chains by what they were adapted to", () => {
    const check = (acceptance: readonly number[]): Check => find(judge({ acceptance, targetAccept: 0.8 }), "step-size");
    expect(check([0.8, 0.9, 0.75, 0.85])).toMatchObject({ status: "pass" });
    expect(check([0.8, 0.3, 0.75, 0.85])).toMatchObject({ status: "warn" });
    expect(check([0.8, 0.3, 0.01, Number.NaN])).toMatchObject({ status: "fail" });
    expect(check([0.8, 0.3, 0.01, 0.85]).detail).toContain("(chain 3: 1%, chain 2: 30%)");
  });

  it("says how far apart the chains started, and warns where that is next to nothing", () => {
    const check = (deviations: number): Check =>
      find(judge({ startSpread: { name: "log tau", deviations } }), "chains");
    expect(check(3.19)).toMatchObject({
      status: "pass",
      detail:
        "There are 4 chains. They started at least 3.1 standard deviations of the posterior apart (closest in log tau).",
    });
    expect(check(0.2)).toMatchObject({ status: "warn" });
  });

  it("names the quantities whose mean is not given", () => {
    const heavy = { mean: Number.NaN, sd: Number.NaN, mcse_mean: Number.NaN, statistic: "median" } as const;
    const result = judge({}, [parameter("a"), parameter("ratio", heavy), parameter("odds", heavy)]);
    expect(find(result, "means")).toMatchObject({ status: "warn" });
    expect(find(result, "means").detail).toContain("The mean of ratio, odds is not given");
    expect(result.converged).toBe(true);
  });

  it("allows of many quantities what chance explains, and of one no more than 1.01", () => {
    const among = (quantities: number, rhat: number, ess: number): string =>
      find(
        judge({}, [
          parameter("worst", { rhat, ess_bulk: ess }),
          ...Array.from({ length: quantities - 1 }, (_, i) => parameter(`b${i}`)),
        ]),
        "r-hat",
      ).status;
    expect(among(1, 1.0101, 400)).toBe("fail");
    expect(among(1000, 1.015, 1000)).toBe("pass");
    // So many effective draws leave chance no room.
    expect(among(1000, 1.015, 8000)).toBe("fail");
    expect(among(1000, 1.03, 400)).toBe("fail");
  });
});
