"""Log densities by mpmath with 800 digits, written as golden.json beside this file.

    python3 -m venv venv && venv/bin/pip install mpmath scipy && venv/bin/python test/distributions/support/golden.py
    npx biome format --write test/distributions/support/golden.json

Each value is the textbook density computed by mpmath; where scipy has the distribution it must agree to 1e-8.
"""

import json
import pathlib

import mpmath as mp
import scipy
import scipy.stats as st

mp.mp.dps = 800  # Differences of erfc near 2 lose hundreds of digits.
m = mp.mpf


def normal(x, mean, sd):
    return mp.log(mp.npdf(x, mean, sd)) if abs((x - mean) / sd) < 30 else -((x - mean) / sd) ** 2 / 2 - mp.log(sd) - mp.log(2 * mp.pi) / 2


def student(x, df, location, scale):
    z = (x - location) / scale
    return (
        mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2 - mp.log(scale)
        - (df + 1) / 2 * mp.log(1 + z * z / df)
    )


def cauchy(x, location, scale):
    return -mp.log(mp.pi * scale * (1 + ((x - location) / scale) ** 2))


def truncated(x, mean, sd, lower, upper):
    a = (lower - mean) / sd
    b = (upper - mean) / sd
    mass = (mp.erfc(a / mp.sqrt(2)) if a != -mp.inf else m(2)) / 2 - (mp.erfc(b / mp.sqrt(2)) if b != mp.inf else m(0)) / 2
    return normal(x, mean, sd) - mp.log(mass)


def negative_binomial(x, mean, dispersion):
    p = dispersion / (dispersion + mean)
    return (
        mp.loggamma(x + dispersion) - mp.loggamma(dispersion) - mp.loggamma(x + 1)
        + dispersion * mp.log(p) + x * mp.log(1 - p)
    )


def poisson(x, rate):
    return x * mp.log(rate) - rate - mp.loggamma(x + 1)


def multivariate_normal(x, mean, covariance):
    d = mp.matrix(x) - mp.matrix(mean)
    s = mp.matrix(covariance)
    return -(d.T * mp.inverse(s) * d)[0] / 2 - mp.log(mp.det(s)) / 2 - len(x) * mp.log(2 * mp.pi) / 2


def dirichlet(x, a):
    return mp.loggamma(sum(a)) - sum(map(mp.loggamma, a)) + sum((k - 1) * mp.log(t) for k, t in zip(a, x))


def log_choose(n, x):
    return mp.loggamma(n + 1) - mp.loggamma(x + 1) - mp.loggamma(n - x + 1)


def skew_normal(x, location, scale, shape):
    return mp.log(2) + normal(x, location, scale) + mp.log(mp.erfc(-shape * (x - location) / scale / mp.sqrt(2)) / 2)


def exponentially_modified_normal(x, mean, sd, rate):
    z, k = (x - mean) / sd, rate * sd
    return mp.log(rate) + k * k / 2 - k * z + mp.log(mp.erfc((k - z) / mp.sqrt(2)) / 2)


def inflated(x, probability, value):
    return mp.log(probability + (1 - probability) * mp.exp(value)) if x == 0 else mp.log(1 - probability) + value


def ordered_logistic(x, location, *cuts):
    f = [m(0)] + [1 / (1 + mp.exp(location - c)) for c in cuts] + [m(1)]
    return mp.log(f[int(x) + 1] - f[int(x)])


def mixed(weights, values):
    return mp.log(sum(w * mp.exp(v) for w, v in zip(weights, values) if v is not None))


def gamma(x, a, b):
    return a * mp.log(b) - mp.loggamma(a) + (a - 1) * mp.log(x) - b * x


log_density = {
    "von_mises": lambda x, location, k: k * mp.cos(x - location) - mp.log(2 * mp.pi * mp.besseli(0, k)),
    "mixture of two normals": lambda x, w, m1, s1, m2, s2: mixed([w, 1 - w], [normal(x, m1, s1), normal(x, m2, s2)]),
    "mixture of a half-normal and a normal": lambda x, w, sd, mean, other: mixed(
        [w, 1 - w], [normal(x, m(0), sd) + mp.log(2) if x > 0 else None, normal(x, mean, other)]),
    "mixture of a log-normal and two gammas": lambda x, a, b, mean, s, k, r: mixed(
        [a, b, 1 - a - b], [normal(mp.log(x), mean, s) - mp.log(x), gamma(x, k, r), gamma(x, r, m(4))]),
    "mixture of a Poisson and a binomial": lambda x, w, rate, p: mixed(
        [w, 1 - w], [poisson(x, rate), log_choose(m(5), x) + x * mp.log(p) + (5 - x) * mp.log(1 - p) if x <= 5 else None]),
    "categorical": lambda x, a, b: mp.log([a, b, 1 - a - b][int(x)]),
    "categorical_logit": lambda x, *logits: logits[int(x)] - mp.log(sum(mp.exp(l) for l in logits)),
    "ordered_logistic": ordered_logistic,
    "ordered_logistic of two categories": ordered_logistic,
    "weibull": lambda x, k, s: mp.log(k / s) + (k - 1) * mp.log(x / s) - (x / s) ** k,
    "pareto": lambda x, minimum, a: mp.log(a) + a * mp.log(minimum) - (a + 1) * mp.log(x),
    "inverse_gaussian": lambda x, mean, l: (mp.log(l / (2 * mp.pi)) - 3 * mp.log(x)) / 2 - l * (x - mean) ** 2 / (2 * mean ** 2 * x),
    "logistic": lambda x, location, s: -(x - location) / s - mp.log(s) - 2 * mp.log(1 + mp.exp(-(x - location) / s)),
    "gumbel": lambda x, location, s: -(x - location) / s - mp.exp(-(x - location) / s) - mp.log(s),
    "skew_normal": skew_normal,
    "exponentially_modified_normal": exponentially_modified_normal,
    "asymmetric_laplace": lambda x, location, s, p: mp.log(p * (1 - p) / s) - (x - location) / s * (p - (1 if x < location else 0)),
    "beta_proportion": lambda x, mean, c: (mean * c - 1) * mp.log(x) + ((1 - mean) * c - 1) * mp.log(1 - x) - mp.log(mp.beta(mean * c, (1 - mean) * c)),
    "bernoulli": lambda x, p: mp.log(p if x == 1 else 1 - p),
    "binomial": lambda x, n, p: log_choose(n, x) + x * mp.log(p) + (n - x) * mp.log(1 - p),
    "binomial_logit": lambda x, n, eta: log_choose(n, x) + x * eta - n * mp.log(1 + mp.exp(eta)),
    "beta_binomial": lambda x, n, a, b: log_choose(n, x) + mp.log(mp.beta(x + a, n - x + b)) - mp.log(mp.beta(a, b)),
    "geometric": lambda x, p: mp.log(p) + x * mp.log(1 - p),
    "zero_inflated_poisson": lambda x, q, rate: inflated(x, q, poisson(x, rate)),
    "zero_inflated_negative_binomial": lambda x, q, mean, d: inflated(x, q, negative_binomial(x, mean, d)),
    "normal": normal,
    "half_normal": lambda x, sd: normal(x, m(0), sd) + mp.log(2),
    "student_t": student,
    "half_student_t": lambda x, df, scale: student(x, df, m(0), scale) + mp.log(2),
    "cauchy": cauchy,
    "half_cauchy": lambda x, scale: cauchy(x, m(0), scale) + mp.log(2),
    "lognormal": lambda x, location, scale: normal(mp.log(x), location, scale) - mp.log(x),
    "gamma": lambda x, a, b: a * mp.log(b) - mp.loggamma(a) + (a - 1) * mp.log(x) - b * x,
    "inverse_gamma": lambda x, a, b: a * mp.log(b) - mp.loggamma(a) - (a + 1) * mp.log(x) - b / x,
    "exponential": lambda x, rate: mp.log(rate) - rate * x,
    "beta": lambda x, a, b: (a - 1) * mp.log(x) + (b - 1) * mp.log(1 - x) - mp.log(mp.beta(a, b)),
    "uniform": lambda x, lower, upper: -mp.log(upper - lower),
    "truncated_normal": truncated,
    "laplace": lambda x, location, scale: -abs(x - location) / scale - mp.log(2 * scale),
    "bernoulli_logit": lambda x, logit: -mp.log(1 + mp.exp(-logit if x == 1 else logit)),
    "poisson": poisson,
    "poisson_log": lambda x, eta: poisson(x, mp.exp(eta)),
    "negative_binomial": negative_binomial,
}

# Size of the largest terms that a density written in double precision has to add up, where larger than its value.
size = {
    "von_mises": lambda x, location, k: k,
    "weibull": lambda x, k, s: (x / s) ** k * (1 + abs(k * mp.log(x))),
    "pareto": lambda x, minimum, a: a * abs(mp.log(x)),
    "skew_normal": lambda x, location, scale, shape: (shape * (x - location) / scale) ** 2,
    "exponentially_modified_normal": lambda x, mean, sd, rate: max((rate * sd) ** 2, ((x - mean) / sd) ** 2),
    "beta_proportion": lambda x, mean, c: abs(mp.loggamma(c)),
    "binomial": lambda x, n, p: mp.loggamma(n + 1),
    "binomial_logit": lambda x, n, eta: max(mp.loggamma(n + 1), n * abs(eta)),
    "beta_binomial": lambda x, n, a, b: max(mp.loggamma(n + 1), n * abs(mp.log(a + b)), mp.loggamma(min(a + b, 20) + n)),
    "zero_inflated_poisson": lambda x, q, rate: max(abs(x * mp.log(rate)), mp.loggamma(x + 1)),
    "zero_inflated_negative_binomial": lambda x, q, mean, d: max(abs(x * mp.log(mean)), mp.loggamma(x + 1)),
    "gamma": lambda x, a, b: max(abs(a * mp.log(b)), abs(mp.loggamma(a)), abs(a * mp.log(x)), b * x),
    "inverse_gamma": lambda x, a, b: max(abs(a * mp.log(b)), abs(mp.loggamma(a)), abs(a * mp.log(x)), b / x),
    "beta": lambda x, a, b: abs(mp.loggamma(a + b)),
    "truncated_normal": lambda x, mean, sd, lower, upper: ((x - mean) / sd) ** 2 / 2,
    "poisson": lambda x, rate: max(abs(x * mp.log(rate)), mp.loggamma(x + 1)),
    "poisson_log": lambda x, eta: max(abs(x * eta), mp.loggamma(x + 1)),
    "negative_binomial": lambda x, mean, dispersion: max(abs(x * mp.log(mean)), mp.loggamma(x + 1)),
}

inf = float("inf")
cases = {
    "von_mises": [(0.3, 0, 1), (-3.1, 3, 4), (3, -3, 19.99), (0.01, 0, 20.01), (1, -1, 700), (2, 1, 1e-9), (1.00001, 1, 1e9)],
    "mixture of two normals": [(0.3, 0.3, 0, 1, 5, 0.2), (40, 0.3, 0, 1, 5, 0.2), (-30, 0.9, 0, 1, 5, 3)],
    "mixture of a half-normal and a normal": [(0.3, 0.3, 1, 2, 1.5), (-3, 0.3, 1, 2, 1.5)],
    "mixture of a log-normal and two gammas": [(0.3, 0.3, 0.2, 0, 1, 2, 3), (50, 0.3, 0.2, 0, 1, 2, 3)],
    "mixture of a Poisson and a binomial": [(3, 0.3, 4, 0.2), (9, 0.3, 4, 0.2)],
    "categorical": [(0, 0.25, 0.5), (2, 0.25, 0.5)],
    "categorical_logit": [(0, 0.3, 2, -1), (2, 0.3, 2, -1), (1, 900, 0, -900), (0, 900, 0, -900)],
    "ordered_logistic": [(0, 0.3, -1, 0, 2), (1, 0.3, -1, 0, 2), (3, 0.3, -1, 0, 2), (1, 60, -1, 0, 2), (2, -60, -1, 0, 1e-6)],
    "ordered_logistic of two categories": [(0, 0.3, -1), (1, -700, -1)],
    "weibull": [(0.3, 2, 1), (1e-12, 0.4, 3), (40, 1.5, 7), (3, 1, 3)],
    "pareto": [(1.3, 1, 2), (1e12, 3, 0.4), (2.0001, 2, 30)],
    "inverse_gaussian": [(0.3, 1, 2), (1e-3, 2, 0.5), (60, 3, 0.7), (2, 2, 500)],
    "logistic": [(0.3, 0, 1), (-900, 1, 2), (900, 1, 0.5), (2, 2, 3)],
    "gumbel": [(0.3, 0, 1), (-4, 1, 2), (900, 1, 0.5)],
    "skew_normal": [(0.3, 0, 1, 2), (-3, 0.5, 0.4, 3), (5, 0.5, 2, -4), (1, 0, 1, 0)],
    "exponentially_modified_normal": [(0.3, 0, 1, 2), (-30, 1, 2, 0.5), (80, 1, 2, 0.5), (1.1, 1, 0.01, 40)],
    "asymmetric_laplace": [(0.3, 0, 1, 0.5), (-30, 1, 2, 0.1), (30, 1, 2, 0.9), (2, 2, 3, 0.25)],
    "beta_proportion": [(0.3, 0.4, 5), (1e-10, 0.1, 3), (0.98, 0.7, 400)],
    "bernoulli": [(1, 0.3), (0, 0.3), (1, 1e-12), (0, 1e-12)],
    "binomial": [(3, 10, 0.3), (0, 10, 1e-6), (10, 10, 0.999), (430, 1000, 0.45)],
    "binomial_logit": [(3, 10, 0.3), (0, 10, 40), (10, 10, -40), (430, 1000, -0.2)],
    "beta_binomial": [(3, 10, 2, 3), (0, 10, 0.01, 7), (30, 100, 19.99, 20.01), (7, 20, 1e12, 2e12), (300, 1000, 5, 50)],
    "geometric": [(0, 0.3), (12, 0.3), (1e6, 1e-6)],
    "zero_inflated_poisson": [(0, 0.3, 4), (7, 0.3, 4), (0, 1e-9, 800), (2, 0.999, 0.1)],
    "zero_inflated_negative_binomial": [(0, 0.3, 4, 0.7), (7, 0.3, 4, 0.7), (9, 0.1, 12, 30)],
    "normal": [(0.3, 0, 1), (-2, 1.5, 0.2), (40, 0, 1), (1e8, 0, 1), (1e-8, 0, 1e-6), (3, 2, 1e6)],
    "half_normal": [(0.3, 1), (1e-12, 0.5), (50, 0.7), (1e-300, 2)],
    "student_t": [(0.3, 4, 0, 1), (-30, 0.6, 1, 2), (1e6, 3, 0, 0.1), (2, 39.9, 0, 1), (2, 40.1, 0, 1), (2, 1e3, 1, 2), (5, 1e9, 0, 1)],
    "half_student_t": [(0.3, 4, 1), (1e5, 3, 2.5), (1e-9, 7, 0.1)],
    "cauchy": [(0.3, 0, 1), (-1e9, 2, 0.3), (2, 2, 1e-3)],
    "half_cauchy": [(0.3, 5), (1e12, 2.5), (1e-12, 2.5)],
    "lognormal": [(0.3, 0, 1), (1e-30, 0.5, 0.25), (1e20, -1, 3)],
    "gamma": [(0.3, 2, 1), (1e-20, 0.05, 3), (900, 1000, 1.1), (1e4, 0.5, 2)],
    "inverse_gamma": [(0.3, 2, 1), (1e-4, 3, 0.5), (1e12, 0.5, 2), (1.2, 300, 299)],
    "exponential": [(0.3, 1), (1e3, 5), (1e-15, 1e-3)],
    "beta": [(0.3, 2, 5), (1e-15, 0.5, 3), (0.999999, 8, 0.2), (0.4, 300, 500)],
    "uniform": [(0.3, 0, 1), (-2, -3, 7.5)],
    "truncated_normal": [
        (0.3, 0, 1, 0, 1), (0.5, 0.5, 0.2, 0, inf), (9, 0, 1, 8, 10), (40.01, 0, 1, 40, inf), (40.01, 0, 1, 40, 41),
        (-40.01, 0, 1, -41, -40), (-39, 0, 1, -inf, -38.5), (0.2, -3, 0.05, 0, 1), (1.5, 1, 2, -inf, 4), (0.1, 0, 1, -9, 30),
        (2, 1, 3, -inf, inf), (3e-3, 0, 1e-4, 2.9e-3, inf), (0, 0, 1, -0.5, 0.6),
    ],
    "laplace": [(0.3, 0, 1), (1e6, 2, 0.5), (2, 2, 3)],
    "bernoulli_logit": [(1, 0.3), (0, 0.3), (1, 50), (0, 50), (1, -800), (0, -800)],
    "poisson": [(0, 0.3), (7, 4.2), (1000, 900), (3, 1e-8)],
    "poisson_log": [(0, -3), (7, 1.4), (1000, 6.9)],
    "negative_binomial": [
        (0, 0.3, 0.5), (7, 4.2, 2), (120, 20, 0.1), (5, 3, 19.99), (5, 3, 20.01), (50, 40, 1e4), (50, 40, 1e12), (0, 30, 25), (4000, 30, 30),
    ],
}

scipy_form = {
    "von_mises": lambda x, location, k: st.vonmises.logpdf(x, k, location) if k < 1e6 else None,
    "weibull": lambda x, k, s: st.weibull_min.logpdf(x, k, scale=s),
    "pareto": lambda x, minimum, a: st.pareto.logpdf(x, a, scale=minimum),
    "inverse_gaussian": lambda x, mean, l: st.invgauss.logpdf(x, mean / l, scale=l),
    "logistic": lambda x, location, s: st.logistic.logpdf(x, location, s),
    "gumbel": lambda x, location, s: st.gumbel_r.logpdf(x, location, s),
    "skew_normal": lambda x, location, s, a: st.skewnorm.logpdf(x, a, location, s),
    "exponentially_modified_normal": lambda x, mean, sd, rate: st.exponnorm.logpdf(x, 1 / (rate * sd), mean, sd),
    "beta_proportion": lambda x, mean, c: st.beta.logpdf(x, mean * c, (1 - mean) * c),
    "binomial": lambda x, n, p: st.binom.logpmf(x, n, p),
    "beta_binomial": lambda x, n, a, b: st.betabinom.logpmf(x, n, a, b) if a < 1e6 else None,
    "geometric": lambda x, p: st.geom.logpmf(x + 1, p),
    "normal": lambda x, mean, sd: st.norm.logpdf(x, mean, sd),
    "half_normal": lambda x, sd: st.halfnorm.logpdf(x, scale=sd),
    "student_t": lambda x, df, location, scale: st.t.logpdf(x, df, location, scale),
    "cauchy": lambda x, location, scale: st.cauchy.logpdf(x, location, scale),
    "half_cauchy": lambda x, scale: st.halfcauchy.logpdf(x, scale=scale),
    "lognormal": lambda x, location, scale: st.lognorm.logpdf(x, scale, scale=float(mp.exp(location))),
    "gamma": lambda x, a, b: st.gamma.logpdf(x, a, scale=1 / b),
    "inverse_gamma": lambda x, a, b: st.invgamma.logpdf(x, a, scale=b),
    "exponential": lambda x, rate: st.expon.logpdf(x, scale=1 / rate),
    "beta": lambda x, a, b: st.beta.logpdf(x, a, b),
    "uniform": lambda x, lower, upper: st.uniform.logpdf(x, lower, upper - lower),
    "truncated_normal": lambda x, mean, sd, lower, upper: st.truncnorm.logpdf(x, (lower - mean) / sd, (upper - mean) / sd, mean, sd),
    "laplace": lambda x, location, scale: st.laplace.logpdf(x, location, scale),
    "poisson": lambda x, rate: st.poisson.logpmf(x, rate),
    "negative_binomial": lambda x, mean, d: st.nbinom.logpmf(x, d, d / (d + mean)) if d < 1e6 else None,
}

vectors = {
    "multivariate_normal": [
        {"x": [0.3, -1, 2], "mean": [0.1, 0, 1.5], "factor": [1, 0, 0, 0.5, 2, 0, -0.3, 0.7, 0.4]},
        {"x": [30, -40], "mean": [0, 0], "factor": [1e-2, 0, 0.999, 1e-3]},
    ],
    "dirichlet": [
        {"x": [0.2, 0.3, 0.5], "concentration": [1, 2, 3]},
        {"x": [1e-12, 1e-3, 0.998999999999], "concentration": [0.1, 0.5, 30]},
    ],
}


def text(value):
    return "inf" if value == inf else "-inf" if value == -inf else value


scalar = []
for name, rows in cases.items():
    for x, *parameters in rows:
        value = log_density[name](m(x), *map(m, parameters))
        if name in scipy_form:
            other = scipy_form[name](x, *parameters)
            if other is not None and other > -inf:  # scipy underflows in some tails
                assert abs(value - m(float(other))) <= 1e-8 * max(1, abs(value)), (name, x, parameters, value, other)
        largest = float(max(abs(value), size[name](m(x), *map(m, parameters)) if name in size else 0))
        scalar.append({"distribution": name, "x": x, "parameters": [text(p) for p in parameters], "logDensity": float(value), "size": largest})

vector = []
for row in vectors["multivariate_normal"]:
    n = len(row["x"])
    L = mp.matrix(n, n)
    for i in range(n):
        for j in range(n):
            L[i, j] = m(row["factor"][i * n + j])
    value = multivariate_normal([m(t) for t in row["x"]], [m(t) for t in row["mean"]], L * L.T)
    vector.append({"distribution": "multivariate_normal", **row, "logDensity": float(value)})
for row in vectors["dirichlet"]:
    value = dirichlet([m(t) for t in row["x"]], [m(t) for t in row["concentration"]])
    vector.append({"distribution": "dirichlet", **row, "logDensity": float(value)})

made = f"test/distributions/support/golden.py, mpmath {mp.__version__}, checked against scipy {scipy.__version__}"
rows = ",\n    ".join(json.dumps(row) for row in scalar)
vector_rows = ",\n    ".join(json.dumps(row) for row in vector)
pathlib.Path(__file__).with_name("golden.json").write_text(
    f'{{\n  "made": {json.dumps(made)},\n  "scalar": [\n    {rows}\n  ],\n  "vector": [\n    {vector_rows}\n  ]\n}}\n'
)
