// Cases for any scalar distribution, from its support and its draws: what a new one is held to as soon as it is exported.

import * as all from "../../../src/distributions/index.ts";
import type { ScalarDistribution } from "../../../src/distributions/index.ts";
import { asNode, constantValue, type Operand } from "../../../src/graph/index.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import type { DistributionCases } from "./cases.ts";

export interface Exported {
  readonly name: string;
  /** Number of its parameters. */
  readonly count: number;
  readonly make: DistributionCases["make"];
}

/** Parameters for a distribution of that many; they increase, so that bounds are in order. */
const trials = (count: number): readonly (readonly number[])[] =>
  [(i: number) => 0.4 + i, (i: number) => 1.3 + 0.9 * i].map((of) => Array.from({ length: count }, (_, i) => of(i)));

/** The exported functions that make a scalar distribution of numbers. */
export function exported(): readonly Exported[] {
  return Object.values(all).flatMap((value) => {
    if (typeof value !== "function") return [];
    const make = value as Exported["make"];
    try {
      const made: ScalarDistribution | undefined = make(...trials(value.length)[0]);
      return made?.event === "scalar" ? [{ name: made.name, count: value.length, make }] : [];
    } catch {
      // A function of vectors, records or whole numbers.
      return [];
    }
  });
}

/** Integrals or sums over the support, gradients at the quartiles of draws, and draws, for two sets of parameters. */
export function automaticCases({ count, make }: Exported): DistributionCases {
  const draws = trials(count);
  const sorted = draws.map((values) => {
    const distribution = make(...values);
    const random = randomStream([count, 19]);
    return Float64Array.from({ length: 2001 }, () => distribution.draw(random, values)).sort();
  });
  const gradients = draws.map((values, k) => [values, [500, 1000, 1500].map((place) => sorted[k][place])] as const);
  const { support } = make(...draws[0]);
  if (support.kind === "whole") {
    const sums = draws.map(
      (values, k) => [values, Math.min(support.upper as number, 30 + 20 * sorted[k][2000])] as const,
    );
    return { make, gradients, draws, sums };
  }
  const integrals = draws.map((values, k) => {
    const distribution = make(...values);
    const [lower, upper] = ends(distribution);
    // A density may have a kink at its location.
    const location = distribution.locationScale && constantValue(distribution.locationScale.location);
    return [values, [lower, location ?? sorted[k][1000], upper]] as const;
  });
  return { make, gradients, draws, integrals };
}

function ends({ support }: ScalarDistribution): readonly [number, number] {
  const { lower, upper } = all.boundsOf(support);
  const number = (bound: Operand | undefined, none: number): number =>
    (bound === undefined ? undefined : constantValue(asNode(bound))) ?? none;
  const least = support.kind === "positive" ? 0 : Number.NEGATIVE_INFINITY;
  return [number(lower, least), number(upper, Number.POSITIVE_INFINITY)];
}
