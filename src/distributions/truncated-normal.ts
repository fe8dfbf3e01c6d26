// Normal restricted to an interval; its normalizer by scaled complementary error functions, its draws by rejection (Robert 1995,
// "Simulation of truncated normal variables"), so that both hold in far tails.

import { constantValue, divide, negate, type Node, type Operand, subtract } from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import { parameter, type ScalarDistribution } from "./distribution.ts";
import { normalLogDensity } from "./normal.ts";
import { interval } from "./support.ts";
import { logBetween, logUpperTail } from "./terms.ts";

/** A normal with this mean and standard deviation (before truncation), between two bounds that may be infinite. */
export function truncatedNormal(mean: Operand, sd: Operand, lower: Operand, upper: Operand): ScalarDistribution {
  const parameters = [
    parameter("truncated_normal", "mean", mean),
    parameter("truncated_normal", "sd", sd, "positive"),
    parameter("truncated_normal", "lower", lower, "any"),
    parameter("truncated_normal", "upper", upper, "any"),
  ];
  const [location, scale, from, to] = parameters.map(({ node }) => node);
  const logMass = logProbability(location, scale, from, to);
  return {
    event: "scalar",
    name: "truncated_normal",
    parameters,
    support: interval(from, to),
    logDensity: (x) => {
      const whole = normalLogDensity(x, location, scale);
      return logMass === undefined ? whole : subtract(whole, logMass);
    },
    draw: (random, [m, s, low, high]) => {
      const value = m + s * standardTruncated(random, (low - m) / s, (high - m) / s);
      // Rounding of m + s z may leave the interval by an ulp.
      return Math.min(Math.max(value, low), high);
    },
  };
}

/** Log of the probability of the interval; undefined when it is the whole line. */
function logProbability(mean: Node, sd: Node, lower: Node, upper: Node): Node | undefined {
  const noLower = constantValue(lower) === Number.NEGATIVE_INFINITY;
  const noUpper = constantValue(upper) === Number.POSITIVE_INFINITY;
  const a = (): Node => divide(subtract(lower, mean), sd);
  const b = (): Node => divide(subtract(upper, mean), sd);
  if (noLower) return noUpper ? undefined : logUpperTail(negate(b()));
  return noUpper ? logUpperTail(a()) : logBetween(a(), b());
}

/** A standard normal between a and b, exactly, whatever the bounds. */
function standardTruncated(random: Random, a: number, b: number): number {
  if (b <= 0) return -standardTruncated(random, -b, -a);
  if (a <= 0) return aroundZero(random, a, b);
  return inTail(random, a, b);
}

/** a <= 0 < b: the whole normal when the interval is wide, else uniforms under its top. */
function aroundZero(random: Random, a: number, b: number): number {
  if (b - a > 2.5) {
    for (;;) {
      const z = random.normal();
      if (z >= a && z <= b) return z;
    }
  }
  for (;;) {
    const z = a + (b - a) * random.uniform();
    if (random.exponential() > 0.5 * z * z) return z;
  }
}

/** 0 < a < b: uniforms when the density changes little, else exponentials of the best rate (Robert's equation 2.2). */
function inTail(random: Random, a: number, b: number): number {
  const rate = 0.5 * (a + Math.sqrt(a * a + 4));
  if ((b - a) * rate < 1) {
    for (;;) {
      const step = (b - a) * random.uniform();
      if (random.exponential() > step * (a + 0.5 * step)) return a + step;
    }
  }
  for (;;) {
    const z = a + random.exponential() / rate;
    if (z <= b && random.exponential() > 0.5 * (z - rate) ** 2) return z;
  }
}
