// Calibration, conversion, composition, thresholds and sensitivities against known answers.

import { describe, expect, it } from "vitest";
import { advancedComposition, optimalDelta } from "../../../src/privacy/mechanisms/advanced-composition.ts";
import {
  gaussianDelta,
  gaussianDeltaNearest,
  gaussianSigma,
} from "../../../src/privacy/mechanisms/gaussian-calibration.ts";
import {
  discreteGaussianNormalizer,
  discreteGaussianProbability,
  discreteGaussianVariance,
  discreteLaplaceProbability,
  discreteLaplaceTail,
  discreteLaplaceVariance,
} from "../support/discrete-noise.ts";
import { intervalHalfWidth } from "../../../src/privacy/mechanisms/noise-theory.ts";
import { sensitivityOf } from "../../../src/privacy/mechanisms/sensitivity.ts";
import {
  aggregationServiceThreshold,
  gaussianThreshold,
  keepProbability,
  laplaceThreshold,
} from "../../../src/privacy/mechanisms/thresholds.ts";
import { gaussianRho, pureToZcdp, zcdpDelta, zcdpEpsilon, zcdpRho } from "../../../src/privacy/mechanisms/zcdp.ts";
import { expectClose, known } from "../support/known-answers.ts";

describe("the Gaussian mechanism", () => {
  it.each(known.analytic_gaussian_sigma)("has the known least sigma at epsilon $epsilon, delta $delta", (row) => {
    const { epsilon, delta, l2_sensitivity, sigma_analytic } = row;
    const sigma = gaussianSigma(Number(epsilon), Number(delta), Number(l2_sensitivity));
    expectClose(sigma, sigma_analytic);
  });

  it.each(known.gaussian_delta)("has the known delta at sigma $sigma, epsilon $epsilon", (row) => {
    const { sigma, epsilon, l2_sensitivity, delta } = row;
    const value = epsilon === "ln(3)" ? Math.log(3) : Number(epsilon);
    expectClose(gaussianDeltaNearest(Number(sigma), value, Number(l2_sensitivity)), delta);
  });

  it("is calibrated outwards: the sigma found keeps to delta by a bound that is never below the true one", () => {
    for (const epsilon of [1e-4, 0.01, 0.3, 1, 5, 20, 100]) {
      for (const delta of [1e-15, 1e-9, 1e-5, 0.01, 0.5]) {
        const sigma = gaussianSigma(epsilon, delta, 3);
        const bound = gaussianDelta(sigma, epsilon, 3);
        expect(bound).toBeLessThanOrEqual(delta * (1 + 1e-9));
        expect(gaussianDeltaNearest(sigma, epsilon, 3)).toBeLessThanOrEqual(bound);
        // A little less noise breaks the promise: the calibration is no looser than it has to be.
        expect(gaussianDeltaNearest(sigma * 0.999, epsilon, 3)).toBeGreaterThan(delta);
      }
    }
  });
});

describe("zero-concentrated privacy", () => {
  it.each(known.zcdp_to_approx)("has the known epsilon at rho $rho, delta $delta", (row) => {
    const { rho, delta, epsilon_tight_CKS20 } = row;
    expectClose(zcdpEpsilon(Number(rho), Number(delta)), epsilon_tight_CKS20);
  });

  it.each(known.zcdp_delta_at_epsilon)("has the known delta at rho $rho, epsilon $epsilon", (row) => {
    const { rho, epsilon, delta_tight } = row;
    expectClose(zcdpDelta(Number(rho), Number(epsilon)), delta_tight);
  });

  it.each(known.approx_to_max_rho)("has the known rho for epsilon $epsilon, delta $delta", (row) => {
    const { epsilon, delta, rho, sigma_for_l2_1 } = row;
    const found = zcdpRho(Number(epsilon), Number(delta));
    expectClose(found, rho);
    expectClose(1 / Math.sqrt(2 * found), sigma_for_l2_1);
    expectClose(gaussianRho(Number(sigma_for_l2_1), 1), rho);
  });

  it.each(known["pure_to_zcdp_rho=eps^2/2"])("counts a pure epsilon of $epsilon as half its square", (row) => {
    const { epsilon, rho } = row;
    expectClose(pureToZcdp(Number(epsilon)), rho);
  });

  it("converts there and back outwards: no rounding gains privacy", () => {
    for (const rho of [1e-4, 0.003, 0.2, 4, 50]) {
      for (const delta of [1e-12, 1e-6, 1e-3]) {
        const epsilon = zcdpEpsilon(rho, delta);
        expect(zcdpRho(epsilon, delta)).toBeLessThanOrEqual(rho * (1 + 1e-12));
        expect(zcdpRho(epsilon, delta)).toBeGreaterThan(rho * (1 - 1e-9));
      }
    }
  });
});

describe("composition at the price of a delta", () => {
  it("has the known epsilons", () => {
    const { basic, drv, kov } = known.composition["diffprivlib_20x0.05_slack1e-3"];
    const found = advancedComposition(
      Array.from({ length: 20 }, () => 0.05),
      1e-3,
    );
    expectClose(found.basic, basic);
    expectClose(found.drv, drv);
    expectClose(found.kov, kov);
    expect(found.epsilon).toBe(found.kov);
  });

  it.each(known.composition.kov_optimal_homogeneous)("is optimal for $k releases of $eps0, step $i", (row) => {
    const { k, eps0, i, delta } = row;
    expectClose(optimalDelta(Number(k), Number(eps0), Number(i)), delta);
  });
});

describe("thresholds on data-derived partitions", () => {
  it.each(known.partition_selection.laplace_threshold)("Laplace: l0 $l0, epsilon $epsilon, delta $delta", (row) => {
    const { l0, linf, epsilon, delta, threshold } = row;
    const bounds = { partitionsPerUnit: Number(l0), largestContribution: Number(linf) };
    expectClose(laplaceThreshold(bounds, Number(epsilon), Number(delta)), threshold);
  });

  it.each(known.partition_selection.gaussian_threshold_given_sigma)("Gaussian: l0 $l0, delta $delta", (row) => {
    const { l0, linf, sigma, delta, threshold } = row;
    const bounds = { partitionsPerUnit: Number(l0), largestContribution: Number(linf) };
    expectClose(gaussianThreshold(bounds, Number(sigma), Number(delta)), threshold);
  });

  it.each(known.partition_selection.truncated_geometric_keep_prob)("optimal: l0 $l0, $n units", (row) => {
    const { epsilon, delta, l0, n, p } = row;
    expectClose(keepProbability(Number(n), Number(l0), Number(epsilon), Number(delta)), p);
  });

  it.each(known.partition_selection["ara_aggregation_service_threshold_scale*(eps+ln(1/delta))"])(
    "aggregation service: epsilon $epsilon",
    (row) => {
      const { l1, epsilon, delta, threshold } = row;
      expectClose(aggregationServiceThreshold(Number(l1), Number(epsilon), Number(delta)), threshold);
    },
  );
});

describe("noise in theory", () => {
  it.each(known.discrete_laplace.points)("the discrete Laplace distribution of scale $scale", (row) => {
    const { scale, p, ...rest } = row;
    const b = Number(scale);
    for (const [k, probability] of Object.entries(p)) {
      expectClose(discreteLaplaceProbability(Number(k), b), probability);
    }
    expectClose(discreteLaplaceVariance(b), rest["variance_2q/(1-q)^2"]);
    expectClose(discreteLaplaceTail(5, b), rest["P(|X|>=5)"]);
    expectClose(Math.log(discreteLaplaceProbability(0, b)), rest.log_p0);
  });

  it.each(known.discrete_gaussian)("the discrete Gaussian distribution of sigma $sigma", (row) => {
    const { sigma, Z, variance, p } = row;
    const s = Number(sigma);
    expectClose(discreteGaussianNormalizer(s), Z);
    expectClose(discreteGaussianVariance(s), variance);
    for (const [k, probability] of Object.entries(p)) {
      expectClose(discreteGaussianProbability(Number(k), s), probability);
    }
  });

  it.each(known["laplace_ci_halfwidth_b=1"])("a Laplace interval that misses with probability $alpha", (row) => {
    const { alpha, "halfwidth_ln(1/alpha)": width } = row;
    expectClose(intervalHalfWidth({ scaleKind: "b", scale: 1 }, 1 - Number(alpha)), width);
  });

  it.each(known.ara_summary_report)("attribution reports at epsilon $epsilon", (row) => {
    const { l1, epsilon, scale_b, sd_discrete } = row;
    expectClose(Number(l1) / Number(epsilon), scale_b);
    expectClose(Math.sqrt(discreteLaplaceVariance(Number(scale_b))), sd_discrete);
  });
});

describe("sensitivity from the bounds of a unit", () => {
  it.each(known["l2_sensitivity_under_total_cap_T_and_weekly_cap_c"])("total $T, cap $c", (row) => {
    const { T, c, l1, l2 } = row;
    const found = sensitivityOf({ total: Number(T), cap: Number(c) }, 1, 104);
    expect(Number(found.l1)).toBe(Number(l1));
    expectClose(found.l2, l2);
    const cents = sensitivityOf({ total: Number(T), cap: Number(c) }, 0.01, 104);
    expect(Number(cents.l1)).toBe(100 * Number(l1));
  });

  it("is limited by the number of cells", () => {
    const found = sensitivityOf({ total: 1000, cap: 100 }, 1, 4);
    expect(found.l1).toBe(400n);
    expectClose(found.l2, "200");
  });

  it("grows by rounding to the lattice: a step for each cell", () => {
    const found = sensitivityOf({ total: 1000, cap: 100 }, 1, 25, "nearest");
    expect(found.l1).toBe(1025n);
    expectClose(found.l2, String(Math.sqrt(100_000) + 5));
  });

  it("refuses bounds that are not positive or below the lattice", () => {
    for (const [cap, total, granularity] of [
      [0, 10, 1],
      [1, Number.NaN, 1],
      [1, 10, 0],
      [0.001, 10, 0.01],
    ]) {
      expect(() => sensitivityOf({ cap, total }, granularity, 10)).toThrow(/must be a positive number/);
    }
  });
});
