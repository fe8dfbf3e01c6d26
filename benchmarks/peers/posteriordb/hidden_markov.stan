// A hidden Markov model of two states with normal observations, summed over the paths forward.
data {
  int<lower=1> N;
  int<lower=2> K;
  vector[N] y;
}
parameters {
  simplex[K] theta1;
  simplex[K] theta2;
  positive_ordered[K] mu;
}
model {
  matrix[K, K] transitions = log(append_col(theta1, theta2)'); // [from, to]
  vector[K] forward;
  mu[1] ~ normal(3, 1);
  mu[2] ~ normal(10, 1);
  for (k in 1:K) forward[k] = normal_lpdf(y[1] | mu[k], 1);
  for (n in 2:N) {
    vector[K] next;
    for (k in 1:K) next[k] = log_sum_exp(forward + transitions[, k]) + normal_lpdf(y[n] | mu[k], 1);
    forward = next;
  }
  target += log_sum_exp(forward);
}
