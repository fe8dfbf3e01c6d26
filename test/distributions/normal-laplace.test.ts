import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normal, normalLaplace } from "../../src/distributions/index.ts";
import { constant, dataInput, evaluate, gradient, type Node, parameterInput, sum } from "../../src/graph/index.ts";
import { derivative } from "./support/differences.ts";
import { engineOf, engines } from "./support/engines.ts";
import { integrate } from "./support/quadrature.ts";

type Row = Readonly<Record<"d=y-mu" | "sigma" | "b" | "logpdf" | "logcdf", string>> &
  Readonly<Record<"dlogpdf_dmu" | "dlogpdf_dsigma" | "dlogpdf_db", string>>;

// Made with mpmath at 60 digits.
const { points } = JSON.parse(readFileSync(new URL("../privacy/support/known-answers.json", import.meta.url), "utf8"))
  .normal_laplace as { readonly points: readonly Row[] };

type Output = (x: Node, mean: Node, sd: Node, scale: Node) => Node;

const logDensityAt: Output = (x, mean, sd, scale) => normalLaplace(mean, sd, scale).logDensity(x);
const logCdfAt: Output = (x, mean, sd, scale) => normalLaplace(mean, sd, scale).logCdf(x);
const derivativeBy =
  (which: number, of: Output): Output =>
  (...inputs) =>
    gradient(sum(of(...inputs)), [inputs[which]])[0];

/** The function of a row; `isKnown` makes the scale data. */
function functionOf(engine: (typeof engines)[number], of: Output, isKnown = false): (row: Row) => number {
  const [x, mean, sd] = ["x", "mean", "sd"].map((name) => parameterInput(name, [1]));
  const compute = engineOf(engine, of(x, mean, sd, (isKnown ? dataInput : parameterInput)("scale", [1])));
  return (row) =>
    compute({ x: [Number(row["d=y-mu"])], mean: [0], sd: [Number(row.sigma)], scale: [Number(row.b)] })[0];
}

/** Relative difference, absolute at zero. */
const difference = (found: number, wanted: number): number =>
  wanted === 0 ? Math.abs(found) : Math.abs(found - wanted) / Math.abs(wanted);

describe.each(engines)("the Normal-Laplace distribution has its known values: %s", (engine) => {
  const logDensity = functionOf(engine, logDensityAt);
  const logCdf = functionOf(engine, logCdfAt, true);
  const byMean = functionOf(engine, derivativeBy(1, logDensityAt));
  const bySd = functionOf(engine, derivativeBy(2, logDensityAt));
  const byScale = functionOf(engine, derivativeBy(3, logDensityAt));

  it.each(points.map((row) => [row["d=y-mu"], row.sigma, row.b, row] as const))(
    "at distance %s with sigma %s and scale %s",
    (_distance, sigma, b, row) => {
      expect(difference(logDensity(row), Number(row.logpdf))).toBeLessThan(1e-12);
      expect(difference(byMean(row), Number(row.dlogpdf_dmu))).toBeLessThan(1e-12);
      // The tolerance that the table states for this column.
      expect(difference(bySd(row), Number(row.dlogpdf_dsigma))).toBeLessThan(1e-10);
      // Four powers of sigma / b cancel in the derivative by the scale where the series is not used.
      const k = Number(sigma) / Number(b);
      const canceled = k < 500 ? Number.EPSILON * k ** 4 : 0;
      expect(difference(byScale(row), Number(row.dlogpdf_db))).toBeLessThan(Math.max(1e-12, canceled));
      expect(difference(logCdf(row), Number(row.logcdf))).toBeLessThan(1e-12);
    },
  );
});

const shapes: readonly (readonly [sd: number, scale: number])[] = [
  [1, 1],
  [0.05, 1],
  [1, 0.05],
  [3, 0.7],
];
const distances = [-12, -3, -0.4, -1e-3, 0.02, 0.7, 2.6, 9];

describe("the Normal-Laplace distribution", () => {
  it.each(shapes)(
    "has derivatives that are those of its density and distribution function (sd %d, scale %d)",
    (s, b) => {
      const [x, mean, sd] = ["x", "mean", "sd"].map((name) => parameterInput(name, [1]));
      const scale = constant([b]);
      for (const of of [logDensityAt, logCdfAt]) {
        const value = of(x, mean, sd, scale);
        const exact = gradient(sum(value), [x, mean, sd]);
        for (const distance of distances) {
          const given = { x: [0.3 + distance], mean: [0.3], sd: [s] };
          (["x", "mean", "sd"] as const).forEach((name, i) => {
            const along = derivative(
              (to) => evaluate([value], { ...given, [name]: [to] })[0][0],
              given[name][0],
              0.01 * s,
            );
            const found = evaluate([exact[i]], given)[0][0];
            expect(Math.abs(found - along.value)).toBeLessThan(1e-7 * Math.max(1, Math.abs(along.value)));
          });
        }
      }
    },
  );

  it.each(shapes)(
    "has the posterior mean that Tweedie's identity gives for what was noised (sd %d, scale %d)",
    (s, b) => {
      const [x, mean] = [parameterInput("x", [1]), parameterInput("mean", [1])];
      const [score] = gradient(sum(normalLaplace(mean, s, b).logDensity(x)), [mean]);
      for (const distance of distances) {
        // Given the noised value, the true value r has density normal(r | 0, s) Laplace(distance - r | b) / f(distance).
        const [[logDensity]] = evaluate([normalLaplace(0, s, b).logDensity(constant([distance]))], {});
        const constants = logDensity + Math.log(2 * b * s * Math.sqrt(2 * Math.PI));
        const density = (r: number): number => Math.exp(-0.5 * (r / s) ** 2 - Math.abs(distance - r) / b - constants);
        const kink = Math.min(40 * s, Math.max(-40 * s, distance));
        const over = (f: (r: number) => number): number =>
          integrate(f, -41 * s, kink, 1e-11) + integrate(f, kink, 41 * s, 1e-11);
        expect(Math.abs(over(density) - 1)).toBeLessThan(1e-10);
        const posteriorMean = over((r) => r * density(r));
        const byIdentity = s * s * evaluate([score], { x: [distance], mean: [0] })[0][0];
        expect(Math.abs(byIdentity - posteriorMean)).toBeLessThan(1e-9 * Math.max(1, Math.abs(posteriorMean)));
      }
    },
  );

  it("turns into the normal as its noise vanishes, without a step where the series takes over", () => {
    const x = constant([-3, -0.2, 0, 1, 4]);
    const [plain] = evaluate([normal(0, 1).logDensity(x)], {});
    const at = (k: number): Float64Array => evaluate([normalLaplace(0, 1, 1 / k).logDensity(x)], {})[0];
    at(1e7).forEach((value, i) => expect(Math.abs(value - plain[i])).toBeLessThan(1e-12));
    const [below, above] = [at(500 * (1 - 1e-12)), at(500 * (1 + 1e-12))];
    below.forEach((value, i) => expect(Math.abs(value - above[i])).toBeLessThan(1e-13 * Math.abs(value)));
  });

  it("does not give its distribution function a scale that is sampled, whose derivative it does not know", () => {
    const scale = parameterInput("scale", []);
    expect(() => normalLaplace(0, 1, scale).logCdf(constant([1]))).toThrow("a scale that is known");
  });
});
