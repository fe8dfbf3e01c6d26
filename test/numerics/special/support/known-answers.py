# Computes test/numerics/special/support/known-answers.json with mpmath at 60 digits. Run from the repository root:
#   python3 test/numerics/special/support/known-answers.py 200 > test/numerics/special/support/known-answers.json
#   npx biome format --write test/numerics/special/support/known-answers.json
# The argument is the number of points of a function. A row is [x, y, r]: the argument, the float64 nearest to the exact value,
# and what is missing from it to the exact value, in units in the last place of y (of 2^-1074 when y is subnormal).
import json
import math
import random
import sys

from mpmath import mp, mpf

mp.dps = 60


def erfcx(x):
    if x > 60:
        total, term = mpf(1), mpf(1)
        for k in range(1, 40):
            term *= -mpf(2 * k - 1) / (2 * x * x)
            total += term
        return total / (x * mp.sqrt(mp.pi))
    return mp.exp(x * x) * mp.erfc(x)


def logistic(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    return mp.log1p(mp.exp(x)) if x < 200 else x + mp.exp(-x)


def near(center, width):
    """Points around a center, at distances from the width down to rounding."""
    return lambda r: center + r.choice([-1, 1]) * width * 10 ** r.uniform(-14, 0)


def uniform(low, high):
    return lambda r: r.uniform(low, high)


def magnitude(low, high, signs=(1,)):
    """Log-uniform between powers of ten."""
    return lambda r: r.choice(signs) * 10 ** r.uniform(low, high)


both = (-1, 1)


def near_quarters(r):
    """Next to a multiple of pi / 2, where sine, cosine or tangent are small or huge."""
    return float(mp.nint(mpf(10) ** r.uniform(0, 12)) * mp.pi / 2)


angles = [uniform(-4, 4), uniform(-1000, 1000), magnitude(-20, 0, both), magnitude(3, 308, both), near_quarters]
functions = {
    "exp": (mp.exp, [uniform(-1, 1), uniform(-50, 50), uniform(-745, 709.78), uniform(-745.1, -708), magnitude(-300, 0, both)]),
    "log": (mp.log, [uniform(0.5, 2), magnitude(-3, 3), magnitude(-308, 308), near(1, 0.3), magnitude(-323, -307)]),
    "log1p": (mp.log1p, [uniform(-0.999, 1), uniform(0, 10), magnitude(-300, 308), magnitude(-320, -1, both), lambda r: -1 + 10 ** r.uniform(-15, -0.3)]),
    "expm1": (mp.expm1, [uniform(-1, 1), uniform(-3, 3), uniform(-40, 709.78), magnitude(-320, 0, both), magnitude(-3, 1.5, both)]),
    "tanh": (mp.tanh, [uniform(-1, 1), uniform(-3, 3), uniform(-25, 25), magnitude(-320, 0, both), magnitude(-3, 1.5, both)]),
    "logistic": (logistic, [uniform(-3, 3), uniform(-40, 40), uniform(-745, -708), uniform(-745, 745), magnitude(-20, 1, both)]),
    "softplus": (softplus, [uniform(-3, 3), uniform(-40, 40), uniform(-745, -708), uniform(-745, 745), magnitude(-20, 1, both)]),
    "lgamma": (
        mp.loggamma,
        [uniform(0, 5), uniform(0, 20), magnitude(-308, 305), magnitude(-2, 3), near(1, 0.5), near(2, 0.5)],
    ),
    "digamma": (
        mp.digamma,
        [uniform(0, 3), uniform(0, 20), magnitude(-307, 308), magnitude(-2, 3), near(1.4616321449683623, 0.4)],
    ),
    "trigamma": (lambda x: mp.psi(1, x), [uniform(0, 3), uniform(0, 20), magnitude(-153, 307), magnitude(-2, 3)]),
    "erf": (mp.erf, [uniform(-1, 1), uniform(-3, 3), magnitude(-300, 0, both), magnitude(-3, 1, both)]),
    "erfc": (mp.erfc, [uniform(-1, 1), uniform(-6, 6), uniform(0, 26.5), uniform(26.5, 27.2), magnitude(-20, 1, both)]),
    "sin": (mp.sin, angles),
    "cos": (mp.cos, angles),
    "tan": (mp.tan, angles),
    "atan": (mp.atan, [uniform(-1, 1), uniform(-4, 4), magnitude(-300, 0, both), magnitude(-3, 3, both), magnitude(0, 308, both)]),
    "erfcx": (erfcx, [uniform(-1, 1), uniform(-26, 10), uniform(0, 30), magnitude(-20, 300), magnitude(-3, 1, both)]),
}


def row(function, x):
    exact = function(mpf(x))
    y = float(exact)
    if math.isinf(y) or y == 0:
        return None
    unit = mpf(2) ** max(math.frexp(y)[1] - 53, -1074)
    return [x, y, round(float((exact - mpf(y)) / unit), 3)]


count = int(sys.argv[1])
answers = {}
for name, (function, regions) in functions.items():
    r = random.Random(f"known answers of {name}")
    rows = []
    while len(rows) < count:
        x = regions[len(rows) % len(regions)](r)
        made = row(function, x) if x != 0 else None
        if made is not None:
            rows.append(made)
        else:
            regions = regions[1:] + regions[:1]
    answers[name] = sorted(rows)

print("{")
for i, (name, rows) in enumerate(answers.items()):
    body = ",\n".join("    " + json.dumps(entry, separators=(",", ":")) for entry in rows)
    print(f'  "{name}": [\n{body}\n  ]{"," if i + 1 < len(answers) else ""}')
print("}")
