// A model with every distribution that is not among those of media mix models: as priors of parameters, and of data whose parameters are sampled.

import * as d from "../../../src/distributions/index.ts";
import { type Model, ModelBuilder } from "../../../src/model/index.ts";

/** Continuous ones as priors, counts and categories as observations. */
export function everyDistribution(): Model {
  const m = new ModelBuilder();
  m.parameter("weibull", d.weibull(1.7, 2));
  m.parameter("pareto", d.pareto(1, 3));
  m.parameter("inverse_gaussian", d.inverseGaussian(1, 2));
  m.parameter("logistic", d.logistic(0.5, 2));
  m.parameter("gumbel", d.gumbel(0.5, 2));
  m.parameter("skew_normal", d.skewNormal(0.5, 2, 3));
  m.parameter("exponentially_modified_normal", d.exponentiallyModifiedNormal(0, 1, 0.5));
  m.parameter("asymmetric_laplace", d.asymmetricLaplace(0, 1, 0.3));
  m.parameter("von_mises", d.vonMises(0.5, m.parameter("concentration", d.gamma(2, 1))));
  m.parameter("mixture", d.mixture([0.3, 0.7], [d.normal(0, 1), d.studentT(4, 2, 0.5)]));
  m.parameter("ordered_positive", d.orderedVector(d.gamma(2, 1), 3));
  m.parameter("effects", d.sumToZeroNormal([0.5, 2], 4));
  m.parameter("correlation", d.lkjCholesky(2, 4));
  const factor = m.parameter("covariance", d.flat(d.choleskyCovariance), { shape: [3, 3] });
  m.potential("size of the covariance", factor.square().sum().mul(-0.5));

  m.parameter("normals", d.multivariateNormal([0, 1, 2], factor));
  m.parameter("students", d.multivariateStudentT(5, 0, factor));
  m.parameter("function", d.gaussianProcess(d.matern32(1, m.parameter("length", d.gamma(5, 5))), [0, 1, 3]));

  const p = m.parameter("p", d.betaProportion(0.4, 5));
  const rate = m.parameter("rate", d.gamma(3, 1));
  const eta = m.parameter("eta", d.normal(0, 1));
  const cuts = m.parameter("cuts", d.orderedVector(d.normal(0, 2), 3));
  const shares = m.parameter("shares", d.dirichlet([2, 2, 2]));
  const logits = m.parameter("logits", d.normal(0, 1), { shape: [3] });
  m.observe("bernoulli", d.bernoulli(p), [0, 1, 1]);
  m.observe("binomial", d.binomial([5, 9, 12], p), [1, 4, 6]);
  m.observe("binomial_logit", d.binomialLogit(9, eta), [1, 4, 6]);
  m.observe("beta_binomial", d.betaBinomial(9, rate, 2), [1, 4, 6]);
  m.observe("geometric", d.geometric(p), [1, 4, 0]);
  m.observe("zero_inflated_poisson", d.zeroInflatedPoisson(p, rate), [0, 0, 3]);
  m.observe("zero_inflated_negative_binomial", d.zeroInflatedNegativeBinomial(p, rate, 2), [0, 0, 3]);
  m.observe("categorical", d.categorical(shares), [0, 2, 1, 2]);
  m.observe("categorical_logit", d.categoricalLogit(logits), [0, 2, 1, 2]);
  m.observe("ordered_logistic", d.orderedLogistic(eta, cuts), [0, 3, 1, 2]);
  m.observe("multinomial", d.multinomial(7, shares), [
    [1, 2, 4],
    [3, 3, 1],
  ]);
  m.observe("mixture of counts", d.mixture([p, p.neg().add(1)], [d.poisson(rate), d.poisson(12)]), [0, 3, 14]);
  return m.build();
}
