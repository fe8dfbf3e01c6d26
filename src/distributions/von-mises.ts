// The von Mises distribution of angles. Source: Mardia & Jupp, Directional Statistics (2000); draws by Best & Fisher (1979).

import {
  add,
  divide,
  less,
  log,
  maximum,
  minimum,
  multiply,
  type Node,
  type Operand,
  square,
  subtract,
} from "../graph/index.ts";
import { parameter, type ScalarDistribution } from "./distribution.ts";
import { interval } from "./support.ts";
import { choose } from "./terms.ts";

/**
 * Angles in radians from -pi to pi, around `location` (between -pi and pi) with this concentration: density exp(k cos(x - m)) / (2 pi I0(k)) with location
 * m and concentration k; uniform as k falls to 0, nearly normal with variance 1 / k for large k.
 */
export function vonMises(location: Operand, concentration: Operand): ScalarDistribution {
  const parameters = [
    parameter("von_mises", "location", location, "angle"),
    parameter("von_mises", "concentration", concentration, "positive"),
  ];
  const [m, k] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "von_mises",
    parameters,
    support: interval(-Math.PI, Math.PI),
    // k cos(d) - log I0(k) - log(2 pi) = -k (1 - cos d) - log(2 pi exp(-k) I0(k)): neither overflows.
    logDensity: (x) => subtract(multiply(multiply(-1, k), versine(subtract(x, m))), add(logScaledBessel(k), logTwoPi)),
    draw: (random, [center, spread]) => {
      // A wrapped Cauchy as the envelope; for tiny concentrations its parameter would be 1/0.
      const r = 1 + Math.sqrt(1 + 4 * spread * spread);
      const rho = (r - Math.sqrt(2 * r)) / (2 * spread);
      const s = spread < 1e-5 ? 1 / spread + spread : (1 + rho * rho) / (2 * rho);
      for (;;) {
        const z = Math.cos(Math.PI * random.uniform());
        const f = (1 + s * z) / (s + z);
        const c = spread * (s - f);
        const u = random.uniform();
        if (c * (2 - c) <= u && Math.log(c / u) + 1 < c) continue;
        const angle = (random.uniform() < 0.5 ? -1 : 1) * Math.acos(Math.max(-1, Math.min(1, f))) + center;
        return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
      }
    },
  };
}

const logTwoPi = Math.log(2 * Math.PI);

/** 1 - cos(d) for d within two turns of 0, with relative precision: by its series at d / 16, doubled four times, 1 - cos 2a = 2 v (2 - v). */
function versine(d: Node): Node {
  const s = square(multiply(1 / 16, d));
  // 1 - cos a = a^2/2 - a^4/24 + ...; at a = pi / 8 the next term is below 1e-18.
  const coefficients = [1 / 2, -1 / 24, 1 / 720, -1 / 40320, 1 / 3628800, -1 / 479001600, 1 / 87178291200];
  let v = multiply(s, horner(coefficients, s));
  for (let i = 0; i < 4; i++) v = multiply(multiply(2, v), subtract(2, v));
  return v;
}

/** From here on the asymptotic series of I0 is exact to rounding. */
const asymptoticFrom = 20;

/** log(exp(-k) I0(k)) for k > 0. */
function logScaledBessel(k: Node): Node {
  return choose(
    less(k, asymptoticFrom),
    () => {
      // Sum of (k^2 / 4)^j / (j!)^2, all terms positive.
      const near = minimum(k, asymptoticFrom);
      const coefficients = [1];
      for (let j = 1; j <= 40; j++) coefficients.push(coefficients[j - 1] / (j * j));
      return subtract(log(horner(coefficients, multiply(0.25, square(near)))), near);
    },
    () => {
      // 1 / sqrt(2 pi k) times the sum of ((1 3 ... (2 j - 1))^2 / (j! (8 k)^j)).
      const far = maximum(k, asymptoticFrom);
      const coefficients = [1];
      for (let j = 1; j <= 24; j++) coefficients.push((coefficients[j - 1] * (2 * j - 1) ** 2) / j);
      const series = horner(coefficients, divide(1 / 8, far));
      return subtract(log(series), multiply(0.5, add(log(far), logTwoPi)));
    },
  );
}

/** c0 + c1 x + c2 x^2 + ... */
function horner(coefficients: readonly number[], x: Node): Node {
  return coefficients
    .slice(0, -1)
    .reduceRight<Operand>((total, c) => add(c, multiply(x, total)), coefficients[coefficients.length - 1]) as Node;
}
