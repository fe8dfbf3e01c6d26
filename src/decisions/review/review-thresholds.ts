// The limits by which a fit is reviewed, each with its source. "Our choice" marks those that no literature fixes.

export const limits = {
  /** Posterior probability of a negative baseline. Google Meridian's ModelReviewer: review above 0.2, fail above 0.8. */
  negativeBaseline: { review: 0.2, fail: 0.8 },
  /** R squared in sample: below 0 the mean is the better model; 0.6 is our choice. */
  r2: { review: 0.6, fail: 0 },
  /** Posterior predictive p value of a statistic of the table, either tail (our choice). */
  predictiveP: 0.01,
  /** Ljung-Box p value (our choice; low, because the test is done on every fit). */
  ljungBoxP: 0.01,
  /**
   * P value of each test of residuals for something missing, over all channels (our choice; low, because there are several such tests
   * and all are done on every fit).
   */
  misfitP: 0.01,
  /** P value of the uniformity of probability integral transforms of rows held out (our choice). */
  pitP: 0.01,
  /**
   * Rows whose Pareto k is too large for leave-one-out, as a share of all: one or two in a hundred are usual in a model with five rows to a
   * parameter (our choice). They make that estimate unreliable, not the fit: never a FAIL.
   */
  unreliableShare: 0.05,
  /** Pareto k of any row above which the fit hangs on it: the importance ratios then have no mean. Vehtari et al. (2024), JMLR 25. */
  paretoK: 1,
  /** Draws of the prior in which media bring more than all of the target (our choice). */
  priorMediaAboveAll: 0.5,
  /** Correlation of two contributions in the posterior below which they stand in for each other (our choice). */
  contributionCorrelation: -0.7,
  /** Variance inflation. Above 10 collinearity is commonly called serious: Belsley, Kuh and Welsch (1980). */
  vif: 10,
  /** Correlation of two channels' spend (our choice; Meridian's data check stops at 0.999). */
  spendCorrelation: 0.9,
  /** Return of a revenue target that hardly any advertising has (our choice). */
  largestReturn: 10,
  /** Share of media's contribution by one channel, where it is also more than twice its share of spend (our choice). */
  dominantShare: 0.7,
  /** Standard deviation of weekly spend over its mean (our choice). */
  variation: 0.1,
  /** Rows per free parameter: fewer than 4 call for strong priors, fewer than 1 leave nothing to check (our choice). */
  rowsPerParameter: { review: 4, fail: 1 },
  /** Standard deviation over the weeks of what media bring, over that of the noise (our choice). */
  signal: 0.5,
  /** Largest share of a curve's ceiling that was reached in any row; below half, the half-saturation was never seen. */
  reach: 0.5,
} as const;
