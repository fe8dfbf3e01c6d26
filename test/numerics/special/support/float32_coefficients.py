# Computes src/compile/float32/coefficients.ts: minimax polynomials for float32, by the exchange of coefficients.py, rounded to float32.
# Run from the repository root, with mpmath installed:
#   python3 test/numerics/special/support/float32_coefficients.py > src/compile/float32/coefficients.ts
#   npx biome format --write src/compile/float32/coefficients.ts
import contextlib
import io
import struct
import sys

from mpmath import mp, mpf

# The module prints the float64 coefficients, which are not wanted here.
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    from coefficients import atanh_tail, edge, lgamma_quotient, remez, scaled_erfcx, stirling


def float32(value):
    """The shortest decimal that rounds to the same float32."""
    nearest = struct.unpack("f", struct.pack("f", float(value)))[0]
    for digits in range(1, 12):
        text = f"{nearest:.{digits}g}"
        if struct.unpack("f", struct.pack("f", float(text)))[0] == nearest:
            return repr(float(text))
    return repr(nearest)


def emit(name, comment, result):
    plain, _, largest = result
    print(f"{name}: {mp.nstr(largest, 3)}", file=sys.stderr)
    print(f"\n/** {comment} Largest weighted error before rounding {mp.nstr(largest, 2)}. */")
    print(f"export const {name}: readonly number[] = [{', '.join(float32(c) for c in plain)}];")


print(
    "// Polynomial coefficients of the float32 functions, constant first; made by test/numerics/special/support/float32_coefficients.py."
)

bound = mp.log(2) / 2 * mpf("1.001")
emit(
    "expCoefficients",
    "exp(r) = 1 + r + r^2 p(r) for |r| <= log(2)/2; weight r^2.",
    remez(
        lambda r: (mp.exp(r) - 1 - r) / r**2 if abs(r) > mpf("1e-15") else mpf(1) / 2 + r / 6,
        lambda r: r**2 + mpf("1e-30"),
        -bound,
        bound,
        4,
    ),
)
emit(
    "logCoefficients",
    "2 atanh(s) = 2 s + s z p(z) with z = s^2, for 1 + f between sqrt(1/2) and sqrt(2), s = f / (2 + f); weight z.",
    remez(atanh_tail, lambda z: z + mpf("1e-30"), 0, edge * mpf("1.001"), 3),
)
emit(
    "erfcxCoefficients",
    "(1 + 2 x) erfcx(x) as a polynomial in t = (x - 4) / (x + 4), for x >= 0; weight 1.",
    remez(scaled_erfcx, lambda t: mpf(1), -1, 1, 12),
)
emit(
    "erfCoefficients",
    "erf(x) = x + x p(x^2) for |x| <= 1; weight 1.",
    remez(
        lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1 if z > 0 else 2 / mp.sqrt(mp.pi) - 1,
        lambda z: mpf(1),
        0,
        1,
        6,
    ),
)
emit(
    "lgammaCoefficients",
    "lgamma(2 + u) = u (1 + u) p(u) for u between -3/4 and 1/2; weight 1.",
    remez(lgamma_quotient, lambda u: mpf(1), mpf(-3) / 4, mpf(1) / 2, 9),
)
emit(
    "lgammaStirlingCoefficients",
    "lgamma(x) = (x - 1/2) log(x) - x + log(2 pi)/2 + p(1/x^2) / x for x >= 4.5; weight 1/x.",
    remez(
        stirling(lambda x: x * (mp.loggamma(x) - (x - mpf(1) / 2) * mp.log(x) + x - mp.log(2 * mp.pi) / 2)),
        lambda u: mp.sqrt(u) + mpf("1e-10"),
        0,
        1 / mpf("4.5") ** 2,
        2,
    ),
)
emit(
    "digammaStirlingCoefficients",
    "digamma(x) = log(x) - 1/(2 x) - p(1/x^2) / x^2 for x >= 6; weight 1/x^2.",
    remez(stirling(lambda x: x**2 * (mp.log(x) - 1 / (2 * x) - mp.digamma(x))), lambda u: u + mpf("1e-10"), 0, mpf(1) / 36, 2),
)
emit(
    "trigammaStirlingCoefficients",
    "trigamma(x) = 1/x + 1/(2 x^2) + p(1/x^2) / x^3 for x >= 6; weight 1/x^2.",
    remez(stirling(lambda x: x**3 * (mp.psi(1, x) - 1 / x - 1 / (2 * x**2))), lambda u: u + mpf("1e-10"), 0, mpf(1) / 36, 2),
)

quarter = (mp.pi / 4 * mpf("1.001")) ** 2
emit(
    "sinCoefficients",
    "sin(r) = r + r^3 p(r^2) for |r| <= pi/4; weight r^2.",
    remez(
        lambda z: (mp.sin(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3 if z > mpf("1e-25") else -mpf(1) / 6,
        lambda z: z + mpf("1e-30"),
        0,
        quarter,
        2,
    ),
)
emit(
    "cosCoefficients",
    "cos(r) = 1 - r^2/2 + r^4 p(r^2) for |r| <= pi/4; weight r^4.",
    remez(
        lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2 if z > mpf("1e-15") else mpf(1) / 24,
        lambda z: z**2 + mpf("1e-30"),
        0,
        quarter,
        2,
    ),
)
emit(
    "atanCoefficients",
    "atan(u) = u + u^3 p(u^2) for |u| <= tan(pi/8); weight u^2.",
    remez(
        lambda z: (mp.atan(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3 if z > mpf("1e-25") else -mpf(1) / 3,
        lambda z: z + mpf("1e-30"),
        0,
        (mp.sqrt(2) - 1) ** 2 * mpf("1.001"),
        4,
    ),
)
