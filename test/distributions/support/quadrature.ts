// Integrals by tanh-sinh quadrature (Takahasi & Mori 1974), which forgives infinite densities at the ends.

/** Integral of `f` over (a, b), either of which may be infinite: halves the step until two results agree to `tolerance`. */
export function integrate(f: (x: number) => number, a: number, b: number, tolerance: number): number {
  if (a === Number.NEGATIVE_INFINITY && b === Number.POSITIVE_INFINITY) {
    return integrate(f, 0, b, tolerance / 2) + integrate((x) => f(-x), 0, b, tolerance / 2);
  }
  if (a === Number.NEGATIVE_INFINITY) return integrate((x) => f(-x), -b, Number.POSITIVE_INFINITY, tolerance);
  // x as a function of t and dx/dt; near an end the distance from it is computed, not the difference of positions.
  const infinite = b === Number.POSITIVE_INFINITY;
  const at = (t: number): number => {
    if (infinite) {
      const x = Math.exp((Math.PI / 2) * Math.sinh(t));
      const weight = (Math.PI / 2) * Math.cosh(t) * x;
      return weighted(f(a + x), weight);
    }
    const u = (Math.PI / 2) * Math.sinh(t);
    const weight = ((b - a) / 4) * Math.PI * Math.cosh(t) * Math.cosh(u) ** -2;
    const fromEnd = (b - a) / (1 + Math.exp(2 * Math.abs(u)));
    return weighted(f(t < 0 ? a + fromEnd : b - fromEnd), weight);
  };
  let step = 0.5;
  let previous = Number.NaN;
  for (let level = 0; level < 12; level++) {
    let total = 0;
    for (let t = -6; t <= 6; t += step) total += at(t);
    const value = total * step;
    if (Math.abs(value - previous) < tolerance) return value;
    previous = value;
    step /= 2;
  }
  throw new Error(`The quadrature did not settle: ${previous}.`);
}

function weighted(value: number, weight: number): number {
  // The ends themselves, reached by rounding, carry no weight.
  return weight === 0 || !Number.isFinite(weight) || !Number.isFinite(value) ? 0 : value * weight;
}
