import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dirichlet, multivariateNormal, type ArrayDistribution } from "../../src/distributions/index.ts";
import { constant, parameterInput } from "../../src/graph/index.ts";
import { byName } from "./support/cases.ts";
import { engineOf, engines } from "./support/engines.ts";

interface ScalarCase {
  readonly distribution: string;
  readonly x: number;
  readonly parameters: readonly (number | "inf" | "-inf")[];
  readonly logDensity: number;
  /** Of the largest term that is added up. */
  readonly size: number;
}
interface VectorCase {
  readonly distribution: string;
  readonly x: readonly number[];
  readonly mean: readonly number[];
  readonly factor: readonly number[];
  readonly concentration: readonly number[];
  readonly logDensity: number;
}

const golden = JSON.parse(readFileSync(new URL("support/golden.json", import.meta.url), "utf8")) as {
  readonly scalar: readonly ScalarCase[];
  readonly vector: readonly VectorCase[];
};

/** Eight roundings of terms of this size, or of ten. */
const tolerance = (size: number): number => 8 * Number.EPSILON * Math.max(10, Math.abs(size));

const number = (value: number | "inf" | "-inf"): number =>
  value === "inf" ? Number.POSITIVE_INFINITY : value === "-inf" ? Number.NEGATIVE_INFINITY : value;

describe.each(engines)("a log density equals the value of mpmath: %s", (engine) => {
  it.each(golden.scalar)("$distribution($parameters) at $x, with constant parameters", (row) => {
    const distribution = byName[row.distribution](...row.parameters.map(number));
    const x = parameterInput("x", [1]);
    const value = engineOf(engine, distribution.logDensity(x))({ x: [row.x] });
    expect(Math.abs(value[0] - row.logDensity)).toBeLessThanOrEqual(tolerance(row.size));
  });

  it.each(golden.scalar)("$distribution($parameters) at $x, with parameters given at run time", (row) => {
    const names = row.parameters.map((_, i) => `parameter ${i}`);
    // Infinite bounds are known when the model is built.
    const inputs = row.parameters.map((value, i) =>
      typeof value === "number" ? parameterInput(names[i], []) : number(value),
    );
    const distribution = byName[row.distribution](...inputs);
    const given = Object.fromEntries(names.map((name, i) => [name, [number(row.parameters[i])]]));
    const x = parameterInput("x", [3]);
    const value = engineOf(engine, distribution.logDensity(x))({ ...given, x: [row.x, row.x, row.x] });
    expect(value.length).toBe(3);
    for (const each of value) expect(Math.abs(each - row.logDensity)).toBeLessThanOrEqual(tolerance(row.size));
  });

  it.each(golden.vector)("$distribution at $x", (row) => {
    const distribution: ArrayDistribution =
      row.distribution === "dirichlet"
        ? dirichlet(constant(row.concentration))
        : multivariateNormal(constant(row.mean), row.factor);
    const x = parameterInput("x", [row.x.length]);
    const value = engineOf(engine, distribution.logDensity(x))({ x: row.x });
    // Products with the inverse factor lose what its condition number costs.
    const condition = row.distribution === "dirichlet" ? 1 : 1e4;
    expect(Math.abs(value[0] - row.logDensity)).toBeLessThanOrEqual(condition * tolerance(row.logDensity));
  });
});

describe("the values of mpmath", () => {
  it("cover every scalar distribution", () => {
    // Sums of Laplace and normal noise have answers of their own, in normal-laplace.test.ts.
    const elsewhere = ["laplace_sum_1", "laplace_sum_3", "normal_laplace"];
    const covered = new Set([...golden.scalar.map(({ distribution }) => distribution), ...elsewhere]);
    expect(Object.keys(byName).filter((name) => !covered.has(name))).toEqual([]);
  });
});
