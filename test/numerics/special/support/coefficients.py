# Computes src/numerics/special/coefficients.ts: minimax polynomials by Remez exchange at 60 digits, rounded to float64.
# Run from the repository root, with mpmath installed:
#   python3 test/numerics/special/support/coefficients.py > src/numerics/special/coefficients.ts
#   npx biome format --write src/numerics/special/coefficients.ts
import sys

from mpmath import mp, mpf

mp.dps = 60


def remez(target, weight, low, high, degree):
    """Polynomial p (constant first) that minimizes max |weight * (p - target)| on [low, high], and that maximum."""
    low, high = mpf(low), mpf(high)
    middle, half = (low + high) / 2, (high - low) / 2
    count = degree + 2
    nodes = [middle - half * mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    grid = [middle - half * mp.cos(mp.pi * i / 600) for i in range(601)]
    wanted = [target(x) for x in grid]
    weights = [weight(x) for x in grid]
    for _ in range(12):
        system = mp.matrix(count, count)
        right = mp.matrix(count, 1)
        for i, x in enumerate(nodes):
            t = (x - middle) / half
            for j in range(degree + 1):
                system[i, j] = t**j
            system[i, degree + 1] = (-1) ** i / weight(x)
            right[i] = target(x)
        solution = mp.lu_solve(system, right)
        scaled = [solution[j] for j in range(degree + 1)]
        errors = [
            w * (mp.polyval(scaled[::-1], (x - middle) / half) - y) for x, y, w in zip(grid, wanted, weights)
        ]
        # One extreme per run of equal sign.
        extremes = []
        for x, e in zip(grid, errors):
            if extremes and (extremes[-1][1] > 0) == (e > 0):
                if abs(e) > abs(extremes[-1][1]):
                    extremes[-1] = (x, e)
            else:
                extremes.append((x, e))
        while len(extremes) > count:
            if abs(extremes[0][1]) < abs(extremes[-1][1]):
                extremes.pop(0)
            else:
                extremes.pop()
        largest = max(abs(e) for e in errors)
        if len(extremes) < count or largest < abs(solution[degree + 1]) * mpf("1.01"):
            break
        nodes = [x for x, _ in extremes]
    # From powers of (x - middle) / half to powers of x.
    plain = [mpf(0)] * (degree + 1)
    for coefficient in reversed(scaled):
        shifted = [mpf(0)] + plain[:-1]
        plain = [(s - middle * p) / half for s, p in zip(shifted, plain)]
        plain[0] += coefficient
    return plain, scaled, largest


def emit(name, comment, result, use_scaled=False):
    plain, scaled, largest = result
    chosen = scaled if use_scaled else plain
    print(f"{name}: {mp.nstr(largest, 3)}", file=sys.stderr)
    print(f"\n/** {comment} Largest weighted error {mp.nstr(largest, 2)}. */")
    print(f"export const {name}: readonly number[] = [")
    for c in chosen:
        print(f"  {float(c)!r},")
    print("];")


def scalar(name, comment, value):
    print(f"\n/** {comment} */\nexport const {name}: number = {float(value)!r};")


def integer_list(name, comment, values):
    print(f"\n/** {comment} */\nexport const {name}: readonly number[] = [{', '.join(str(int(v)) for v in values)}];")


print("// Polynomial coefficients of the special functions, constant first; made by test/numerics/special/support/coefficients.py.")

ln2 = mp.log(2)
high = mp.floor(ln2 * 2**32) / 2**32
scalar("ln2High", "First 32 bits of the natural logarithm of 2: whole multiples up to 2^21 are exact.", high)
scalar("ln2Low", "The rest of the natural logarithm of 2.", ln2 - high)

bound = ln2 / 2 * mpf("1.0001")
emit(
    "expCoefficients",
    "exp(r) = 1 + r + r^2 p(r) for |r| <= log(2)/2; weight r^2.",
    remez(
        lambda r: (mp.exp(r) - 1 - r) / r**2 if abs(r) > mpf("1e-15") else mpf(1) / 2 + r / 6,
        lambda r: r**2 + mpf("1e-30"),
        -bound,
        bound,
        9,
    ),
)


def atanh_tail(z):
    if z < mpf("1e-25"):
        return mpf(2) / 3 + z * 2 / 5
    s = mp.sqrt(z)
    return (2 * mp.atanh(s) / s - 2) / z


edge = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2
emit(
    "logCoefficients",
    "2 atanh(s) = 2 s + s z p(z) with z = s^2, for 1 + f between sqrt(1/2) and sqrt(2), s = f / (2 + f); weight z.",
    remez(atanh_tail, lambda z: z + mpf("1e-30"), 0, edge * mpf("1.0002"), 6),
)
emit(
    "log1pUnitCoefficients",
    "The same for f between 0 and 1: z up to 1/9; weight z.",
    remez(atanh_tail, lambda z: z + mpf("1e-30"), 0, mpf(1) / 9, 10),
)


def erfcx(x):
    if x < 60:
        mp.dps = 60 + int(x * x / 2.3) if x > 1 else 60
        value = mp.exp(x * x) * mp.erfc(x)
        mp.dps = 60
        return value
    total, term = mpf(1), mpf(1)
    for k in range(1, 40):
        term *= -mpf(2 * k - 1) / (2 * x * x)
        total += term
    return total / (x * mp.sqrt(mp.pi))


def scaled_erfcx(t):
    if t >= 1:
        return 2 / mp.sqrt(mp.pi)
    x = 4 * (1 + t) / (1 - t)
    return (1 + 2 * x) * erfcx(x)


emit(
    "erfcxCoefficients",
    "(1 + 2 x) erfcx(x) as a polynomial in t = (x - 4) / (x + 4), for x >= 0.",
    remez(scaled_erfcx, lambda t: mpf(1), -1, 1, 23),
)
emit(
    "erfCoefficients",
    "erf(x) = x + x p(x^2) for |x| <= 1; weight 1.",
    remez(
        lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1 if z > 0 else 2 / mp.sqrt(mp.pi) - 1,
        lambda z: mpf(1),
        0,
        1,
        11,
    ),
)


def lgamma_quotient(u):
    """lgamma(2 + u) / (u (1 + u)), u between -3/4 and 1/2."""
    if abs(u) < mpf("1e-25"):
        return 1 - mp.euler
    return mp.loggamma(2 + u) / (u * (1 + u))


emit(
    "lgammaCoefficients",
    "lgamma(2 + u) = u (1 + u) p(u) for u between -3/4 and 1/2.",
    remez(lgamma_quotient, lambda u: mpf(1), mpf(-3) / 4, mpf(1) / 2, 20),
)

scalar("halfLog2Pi", "log(2 pi) / 2.", mp.log(2 * mp.pi) / 2)


def stirling(correction):
    def evaluate(u):
        if u < mpf("1e-20"):
            return correction(mpf(10) ** 10)
        return correction(1 / mp.sqrt(u))

    return evaluate


emit(
    "lgammaStirlingCoefficients",
    "lgamma(x) = (x - 1/2) log(x) - x + log(2 pi)/2 + p(1/x^2) / x for x >= 4.5.",
    remez(
        stirling(lambda x: x * (mp.loggamma(x) - (x - mpf(1) / 2) * mp.log(x) + x - mp.log(2 * mp.pi) / 2)),
        lambda u: mp.sqrt(u) + mpf("1e-10"),
        0,
        1 / mpf("4.5") ** 2,
        8,
    ),
)
emit(
    "digammaStirlingCoefficients",
    "digamma(x) = log(x) - 1/(2 x) - p(1/x^2) / x^2 for x >= 6.",
    remez(
        stirling(lambda x: x**2 * (mp.log(x) - 1 / (2 * x) - mp.digamma(x))), lambda u: u + mpf("1e-10"), 0, mpf(1) / 36, 8
    ),
)
emit(
    "trigammaStirlingCoefficients",
    "trigamma(x) = 1/x + 1/(2 x^2) + p(1/x^2) / x^3 for x >= 6.",
    remez(
        stirling(lambda x: x**3 * (mp.psi(1, x) - 1 / x - 1 / (2 * x**2))), lambda u: u + mpf("1e-10"), 0, mpf(1) / 36, 9
    ),
)


def multiply(a, b):
    product = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] += x * y
    return product


rising = [1]
for k in range(6):
    rising = multiply(rising, [k, 1])
slope = [i * c for i, c in enumerate(rising)][1:]
curvature = [i * c for i, c in enumerate(slope)][1:]
integer_list("risingProduct", "x (x + 1) ... (x + 5).", rising)
integer_list("risingSlope", "Its derivative: the sum of 1 / (x + k), k = 0 ... 5, is slope / product.", slope)
squares = multiply(slope, slope)
for i, c in enumerate(multiply(rising, curvature)):
    squares[i] -= c
integer_list("risingSquares", "The sum of 1 / (x + k)^2 times the square of the product.", squares)

# Two over pi in bits: far arguments of sine, cosine and tangent are reduced with a window of them.
mp.dps = 400
halfPi = mp.pi / 2
first = mp.floor(halfPi * 2**32) / mpf(2) ** 32
second = mp.floor((halfPi - first) * mpf(2) ** 66) / mpf(2) ** 66
bits = int(mp.floor(2 / mp.pi * mpf(2) ** 1216))
print("\n/** 2 / pi after its point, 64 bits an element, most significant first. */")
print("export const twoOverPiBits: readonly bigint[] = [")
for word in range(19):
    print(f"  0x{bits >> (64 * (18 - word)) & (2**64 - 1):016x}n,")
print("];")
mp.dps = 60
scalar("twoOverPi", "2 / pi.", 2 / mp.pi)
scalar("halfPiFirst", "First 33 bits of pi / 2: whole multiples up to 2^20 are exact.", first)
scalar("halfPiSecond", "The next 33 bits.", second)
scalar("halfPiThird", "What is left of pi / 2.", halfPi - first - second)
scalar("halfPi", "pi / 2.", halfPi)
scalar("halfPiLow", "What the rounding of pi / 2 left out.", halfPi - mpf(float(halfPi)))

quarter = (mp.pi / 4 * mpf("1.0001")) ** 2


def sine_tail(z):
    if z < mpf("1e-25"):
        return -mpf(1) / 6 + z / 120
    r = mp.sqrt(z)
    return (mp.sin(r) - r) / r**3


def cosine_tail(z):
    if z < mpf("1e-15"):
        return mpf(1) / 24 - z / 720
    return (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2


def arctangent_tail(z):
    if z < mpf("1e-25"):
        return -mpf(1) / 3 + z / 5
    u = mp.sqrt(z)
    return (mp.atan(u) - u) / u**3


emit(
    "sinCoefficients",
    "sin(r) = r + r^3 p(r^2) for |r| <= pi/4; weight r^2.",
    remez(sine_tail, lambda z: z + mpf("1e-30"), 0, quarter, 5),
)
emit(
    "cosCoefficients",
    "cos(r) = 1 - r^2/2 + r^4 p(r^2) for |r| <= pi/4; weight r^4.",
    remez(cosine_tail, lambda z: z**2 + mpf("1e-30"), 0, quarter, 5),
)
emit(
    "atanCoefficients",
    "atan(u) = u + u^3 p(u^2) for |u| <= tan(pi/8); weight u^2.",
    remez(arctangent_tail, lambda z: z + mpf("1e-30"), 0, (mp.sqrt(2) - 1) ** 2 * mpf("1.001"), 10),
)
