// Eighteen models of posteriordb (github.com/stan-dev/posteriordb) in our own builder, each in at most the lines of its Stan program.

import {
  bernoulliLogit,
  beta,
  dirichlet,
  exponentiatedQuadratic,
  flat,
  gamma,
  gaussianProcess,
  halfCauchy,
  halfNormal,
  halfStudentT,
  interval,
  logNormal,
  mixture,
  multivariateNormalCovariance,
  normal,
  orderedVector,
  poissonLog,
  positive,
  positiveOrdered,
  studentT,
  truncatedNormal,
  uniform,
} from "../../../src/distributions/index.ts";
import {
  concatenate,
  cumulativeSum,
  diagonalMatrix,
  exp,
  logSumExp,
  matrixProduct,
  type Node,
  ode,
  recurrence,
  scan,
  shift,
  stack,
} from "../../../src/graph/index.ts";
import type { ModelBuilder } from "../../../src/model/index.ts";

/** The extents of the data, as Stan's programs take them. */
export type Extents = Readonly<Record<string, number>>;

export function eight_schools_noncentered(m: ModelBuilder, { J }: Extents): void {
  const mu = m.parameter("mu", normal(0, 5));
  const tau = m.parameter("tau", halfCauchy(5));
  const theta = m.parameter("theta", normal(mu, tau), { shape: [J], centered: false });
  m.observe("y", normal(theta, m.data("sigma", [J])), m.data("y", [J]));
}

export function eight_schools_centered(m: ModelBuilder, { J }: Extents): void {
  const mu = m.parameter("mu", normal(0, 5));
  const tau = m.parameter("tau", halfCauchy(5));
  const theta = m.parameter("theta", normal(mu, tau), { shape: [J] });
  m.observe("y", normal(theta, m.data("sigma", [J])), m.data("y", [J]));
}

export function kidscore_momhsiq(m: ModelBuilder, { N }: Extents): void {
  const b = m.parameter("beta", flat(), { shape: [3] });
  const sigma = m.parameter("sigma", halfCauchy(2.5));
  const school = b.at(1).mul(m.data("mom_hs", [N]));
  const mean = b.at(0).add(school, b.at(2).mul(m.data("mom_iq", [N])));
  m.observe("kid_score", normal(mean, sigma), m.data("kid_score", [N]));
}

export function arK(m: ModelBuilder, { K, T }: Extents): void {
  const alpha = m.parameter("alpha", normal(0, 10));
  const b = m.parameter("beta", normal(0, 10), { shape: [K] });
  const sigma = m.parameter("sigma", halfCauchy(2.5));
  const y = m.data("y", [T]);
  const lags = Array.from({ length: K }, (_, k) => y.slice(K - 1 - k, T - 1 - k));
  m.observe("y", normal(alpha.add(b.matmul(stack(lags))), sigma), y.slice(K));
}

export function blr(m: ModelBuilder, { N, D }: Extents): void {
  const b = m.parameter("beta", normal(0, 10), { shape: [D] });
  const sigma = m.parameter("sigma", halfNormal(10));
  m.observe("y", normal(matrixProduct(m.data("X", [N, D]), b), sigma), m.data("y", [N]));
}

export function low_dim_gauss_mix(m: ModelBuilder, { N }: Extents): void {
  const mu = m.parameter("mu", orderedVector(normal(0, 2), 2));
  const sigma = m.parameter("sigma", halfNormal(2), { shape: [2] });
  const theta = m.parameter("theta", beta(5, 5));
  const components = [normal(mu.at(0), sigma.at(0)), normal(mu.at(1), sigma.at(1))];
  m.observe("y", mixture([theta, theta.neg().add(1)], components), m.data("y", [N]));
}

export function lotka_volterra(m: ModelBuilder, { N }: Extents): void {
  // All are positive, which changes their densities by constants alone.
  const theta = m.parameter("theta", truncatedNormal([1, 0.05, 1, 0.05], [0.5, 0.05, 0.5, 0.05], 0, Infinity));
  const start = m.parameter("z_init", logNormal(Math.log(10), 1), { shape: [2] });
  const sigma = m.parameter("sigma", logNormal(-1, 1), { shape: [2] });
  const change = (z: Node): Node[] => [
    z.at(0).mul(theta.at(0).sub(theta.at(1).mul(z.at(1)))),
    z.at(1).mul(theta.at(3).mul(z.at(0)).sub(theta.at(2))),
  ];
  const z = ode((now) => stack(change(now)), start, 0, m.data("ts", [N]));
  m.observe("y_init", logNormal(start.log(), sigma), m.data("y_init", [2]));
  m.observe("y", logNormal(z.log(), sigma), m.data("y", [N, 2]));
}

export function hmm_example(m: ModelBuilder, { N }: Extents): void {
  const rows = ["theta1", "theta2"].map((name) => m.parameter(name, dirichlet([1, 1])));
  const mu = m.parameter("mu", flat(positiveOrdered), { shape: [2] });
  m.potential("prior of mu", normal([3, 10], 1).logDensity(mu));
  const seen = normal(mu, 1).logDensity(m.data("y", [N]).expand(-1));
  const log = stack(rows).log();
  const step = (last: Node, now: Node) => [logSumExp(last.expand(-1).add(log), 0).add(now)] as const;
  m.potential("y", logSumExp(scan(step, seen.at(0), seen.slice(1))[0]));
}

export function gp_regr(m: ModelBuilder, { N }: Extents): void {
  const rho = m.parameter("rho", gamma(25, 4));
  const alpha = m.parameter("alpha", halfNormal(2));
  const sigma = m.parameter("sigma", halfNormal(1));
  const covariance = exponentiatedQuadratic(alpha, rho).matrix(m.data("x", [N]));
  const noisy = covariance.add(diagonalMatrix(sigma.broadcastTo([N])));
  m.observe("y", multivariateNormalCovariance(0, noisy), m.data("y", [N]));
}

export function gp_pois_regr(m: ModelBuilder, { N }: Extents): void {
  const rho = m.parameter("rho", gamma(25, 4));
  const alpha = m.parameter("alpha", halfNormal(2));
  const process = gaussianProcess(exponentiatedQuadratic(alpha, rho), m.data("x", [N]));
  const f = m.parameter("f", process, { centered: false });
  m.observe("k", poissonLog(f), m.data("k", [N]));
}

export function one_comp_mm_elim_abs(m: ModelBuilder, { N_t }: Extents): void {
  const [rate, constant, most, sigma] = ["k_a", "K_m", "V_m", "sigma"].map((name) => m.parameter(name, halfCauchy(1)));
  const [t0, dose, volume] = ["t0", "D", "V"].map((name) => m.data(name, []));
  const change = (c: Node, t: Node): Node => {
    const absorbed = exp(rate.mul(t).neg()).mul(dose, rate).div(volume);
    return t
      .greater(0)
      .select(absorbed, 0)
      .sub(most.div(volume).mul(c).div(constant.add(c)));
  };
  const c = ode(change, 0, t0, m.data("times", [N_t]));
  m.observe("C_hat", logNormal(c.log(), sigma), m.data("C_hat", [N_t]));
}

export function soil_incubation(m: ModelBuilder, { N_t }: Extents): void {
  const [k1, k2, alpha21, alpha12] = ["k1", "k2", "alpha21", "alpha12"].map((name) => m.parameter(name, halfNormal(1)));
  const share = m.parameter("gamma", beta(10, 1));
  const sigma = m.parameter("sigma", halfCauchy(1));
  const [total, t0] = ["totalC_t0", "t0"].map((name) => m.data(name, []));
  const change = ([first, second]: readonly Node[]): Node[] => {
    const [left, right] = [k1.mul(first), k2.mul(second)];
    return [alpha12.mul(right).sub(left), alpha21.mul(left).sub(right)];
  };
  const pools = ode(change, [share.mul(total), share.neg().add(1).mul(total)], t0, m.data("ts", [N_t]));
  m.observe("eCO2mean", normal(total.sub(pools[0].add(pools[1])), sigma), m.data("eCO2mean", [N_t]));
}

export function arma11(m: ModelBuilder, { T }: Extents): void {
  const mu = m.parameter("mu", normal(0, 10));
  const phi = m.parameter("phi", normal(0, 2));
  const theta = m.parameter("theta", normal(0, 2));
  const sigma = m.parameter("sigma", halfCauchy(2.5));
  const y = m.data("y", [T]);
  const before = concatenate([mu.expand(0), y.slice(0, -1)], 0);
  const errors = recurrence(theta.neg(), y.sub(mu).sub(phi.mul(before)));
  m.potential("y", normal(0, sigma).logDensity(errors), { pointwise: true });
}

export function garch11(m: ModelBuilder, { T }: Extents): void {
  const mu = m.parameter("mu", flat());
  const alpha0 = m.parameter("alpha0", flat(positive));
  const alpha1 = m.parameter("alpha1", uniform(0, 1));
  const beta1 = m.parameter("beta1", flat(interval(0, alpha1.neg().add(1))));
  const y = m.data("y", [T]);
  const shocks = alpha0.add(alpha1.mul(y.slice(0, -1).sub(mu).square()));
  const variance = recurrence(beta1, concatenate([m.data("sigma1", []).square().expand(0), shocks], 0));
  m.observe("y", normal(mu, variance.sqrt()), y);
}

export function diamonds(m: ModelBuilder, { N, K }: Extents): void {
  const b = m.parameter("b", normal(0, 1), { shape: [K - 1] });
  const intercept = m.parameter("Intercept", studentT(3, 8, 10));
  const sigma = m.parameter("sigma", halfStudentT(3, 10));
  const columns = m.data("X", [N, K]).slice(1, K, 1);
  const centered = columns.sub(columns.mean(0));
  m.observe("Y", normal(intercept.add(centered.matmul(b)), sigma), m.data("Y", [N]));
  m.derive("b_Intercept", intercept.sub(columns.mean(0).mul(b).sum()));
}

export function dugongs(m: ModelBuilder, { N }: Extents): void {
  const alpha = m.parameter("alpha", normal(0, 1000));
  const slope = m.parameter("beta", normal(0, 1000));
  const lambda = m.parameter("lambda", uniform(0.5, 1));
  const tau = m.parameter("tau", gamma(1e-4, 1e-4));
  const sigma = m.derive("sigma", tau.pow(-0.5));
  m.derive("U3", lambda.log().sub(lambda.neg().log1p()));
  m.observe("Y", normal(alpha.sub(slope.mul(lambda.pow(m.data("x", [N])))), sigma), m.data("Y", [N]));
}

export function dogs(m: ModelBuilder, { n_dogs, n_trials }: Extents): void {
  const b = m.parameter("beta", normal(0, 100), { shape: [3] });
  const y = m.data("y", [n_dogs, n_trials]);
  const avoided = shift(cumulativeSum(y.neg().add(1)), 1);
  const shocks = shift(cumulativeSum(y), 1);
  m.observe("y", bernoulliLogit(b.at(0).add(b.at(1).mul(avoided), b.at(2).mul(shocks))), y);
}

export function radon_variable_intercept_slope(m: ModelBuilder, { N, J }: Extents): void {
  const [sigmaY, sigmaAlpha, sigmaBeta] = ["y", "alpha", "beta"].map((of) => m.parameter(`sigma_${of}`, halfNormal(1)));
  const [muAlpha, muBeta] = ["mu_alpha", "mu_beta"].map((name) => m.parameter(name, normal(0, 10)));
  const alpha = m.parameter("alpha", normal(muAlpha, sigmaAlpha), { shape: [J], centered: false });
  const slope = m.parameter("beta", normal(muBeta, sigmaBeta), { shape: [J], centered: false });
  const county = m.data("county_idx", [N]);
  const mean = alpha.at(county).add(m.data("floor_measure", [N]).mul(slope.at(county)));
  m.observe("log_radon", normal(mean, sigmaY), m.data("log_radon", [N]));
}
