// What shares of the target are taken of.

import { mean, standardDeviation } from "../../../numerics/index.ts";

/** The level of a target, in its own units. */
export interface TargetLevel {
  readonly value: number;
  /**
   * "mean": media bring shares of the mean. "deviation": the target has values below zero that no known noise explains and a mean that is
   * small beside its spread, as of changes or balances. A share of that mean says nothing, and one standard deviation takes its place.
   */
  readonly kind: "mean" | "deviation";
}

/**
 * @param spread the standard deviation of the target without known noise, in its own units; where it is left out that of the values
 * @param noised whether the values hold noise that may be negative: the mean is then as right as without it, the smallest value says nothing
 */
export function targetLevel(
  values: Float64Array,
  { spread = standardDeviation(values), noised = false }: { readonly spread?: number; readonly noised?: boolean } = {},
): TargetLevel {
  const level = mean(values);
  const plain = noised ? level > 0 : level > 0 && values.every((value) => value >= 0);
  return plain || level >= spread ? { value: level, kind: "mean" } : { value: spread, kind: "deviation" };
}
