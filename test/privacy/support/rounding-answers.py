# python3 test/privacy/support/rounding-answers.py > test/privacy/support/rounding-answers.json  (mpmath 1.3.0)
# True values of privacy parameters at arguments that are floats exactly, to 60 digits, over ranges where floats cancel and underflow.
import json, itertools
from mpmath import mp, mpf, exp, log, sqrt, erfc, nstr, findroot, binomial, tanh, e as E

mp.dps = 80
def text(x): return nstr(x, 60, min_fixed=0, max_fixed=0)

def order(value):  # least over alpha > 1 of a function with one valley in log(alpha - 1)
    lo, hi = mpf(-80), mpf(80)
    g = (sqrt(mpf(5)) - 1) / 2
    a, b = hi - g * (hi - lo), lo + g * (hi - lo)
    fa, fb = value(exp(a)), value(exp(b))
    for _ in range(220):
        if fa <= fb: hi, b, fb = b, a, fa; a = hi - g * (hi - lo); fa = value(exp(a))
        else: lo, a, fa = a, b, fb; b = lo + g * (hi - lo); fb = value(exp(b))
    return min(fa, fb)

shrink = lambda x: (1 + x) * log(x / (1 + x)) - log(x)
def zcdp_delta(rho, eps): return min(mpf(1), exp(order(lambda x: x * ((1 + x) * rho - eps) + shrink(x))))
def zcdp_epsilon(rho, d): return max(mpf(0), order(lambda x: (1 + x) * rho + (shrink(x) - log(d)) / x))
def zcdp_rho(eps, d): return max(mpf(0), -order(lambda x: ((shrink(x) - log(d)) / x - eps) / (1 + x)))
Phi = lambda x: erfc(-x / sqrt(mpf(2))) / 2
def gaussian_delta(s, eps):
    a, b = 1 / (2 * s), eps * s
    return Phi(a - b) - exp(eps) * Phi(-a - b)
def optimal(k, eps, i):
    return sum(binomial(k, l) * (exp((k - l) * eps) - exp((k - 2 * i + l) * eps)) for l in range(i)) / (1 + exp(eps)) ** k
def drv(n, eps, d): return n * eps * tanh(eps / 2) + sqrt(-2 * n * eps * eps * log(d))
def kov(n, eps, d): return n * eps * tanh(eps / 2) + sqrt(2 * n * eps * eps * log(E + sqrt(n * eps * eps) / d))

F = lambda x: mpf(float(x))
out = {}
out["zcdp_delta"] = [{"rho": repr(float(r)), "epsilon": repr(float(x)), "true": text(zcdp_delta(F(r), F(x)))}
    for r, x in itertools.product([1e-9, 1e-4, 0.003, 0.02, 0.1, 0.5, 1, 4, 50, 1e4], [1e-6, 1e-3, 0.1, 0.5, 1, 2.5, 10, 100])]
out["zcdp_epsilon"] = [{"rho": repr(float(r)), "delta": repr(float(d)), "true": text(zcdp_epsilon(F(r), F(d)))}
    for r, d in itertools.product([1e-9, 1e-4, 0.003, 0.1, 1, 4, 50, 1e4], [1e-300, 1e-15, 1e-6, 0.01, 0.3, 0.9])]
out["zcdp_rho"] = [{"epsilon": repr(float(x)), "delta": repr(float(d)), "true": text(zcdp_rho(F(x), F(d)))}
    for x, d in itertools.product([1e-6, 1e-3, 0.1, 1, 5, 100], [1e-300, 1e-15, 1e-6, 0.01, 0.3, 0.9])]
mp.dps = 400
out["gaussian_delta"] = [{"sigma": repr(float(s)), "epsilon": repr(float(x)), "true": text(gaussian_delta(F(s), F(x)))}
    for s, x in itertools.product([0.02, 0.3, 1, 3.7, 20, 100, 1e4], [1e-6, 1e-3, 0.1, 1, 5, 50])]
mp.dps = 80
out["optimal_delta"] = [{"count": k, "epsilon": repr(float(x)), "step": i, "true": text(optimal(k, F(x), i))}
    for k, x, i in [(1, 1, 0), (2, 0.1, 1), (20, 0.05, 7), (104, 0.02, 40), (104, 1, 10), (1000, 0.01, 400), (1000, 3, 100), (3000, 0.5, 1400)]]
out["advanced"] = [{"count": n, "epsilon": repr(float(x)), "delta": repr(float(d)), "basic": text(n * mpf(repr(float(x)))), "drv": text(drv(n, F(x), F(d))), "kov": text(kov(n, F(x), F(d)))}
    for n, x, d in itertools.product([1, 20, 1000, 20000], [1e-4, 0.1, 1.7], [1e-12, 1e-3])]
out["pure_to_zcdp"] = [{"epsilon": repr(float(x)), "true": text(F(x) ** 2 / 2)} for x in [1e-200, 1e-160, 1e-3, 0.1, 1, 7.3]]
print(json.dumps(out, indent=1))
