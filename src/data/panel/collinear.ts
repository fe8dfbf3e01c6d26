// Columns that are (nearly) linear combinations of others, by pivot-free Gram-Schmidt on centered unit columns.

import { dot, sum } from "../../numerics/index.ts";

/** One column that depends on the others; with one other, `correlation` is theirs. */
export interface Dependence {
  readonly column: number;
  readonly others: readonly number[];
  readonly correlation?: number;
}

/** Two columns are told apart by too little beyond this correlation: they share 99.8% of their variance. */
const pairCorrelation = 0.999;
/** Length of what is left of a unit column; sums of cells rounded to two decimals still count as exact. */
const residualLength = 1e-5;

/** Finds dependent columns among `columns` (none of them constant), in order; each is compared with those before it. */
export function findDependences(columns: readonly Float64Array[]): Dependence[] {
  const units = columns.map(centeredUnit);
  const found: Dependence[] = [];
  // Orthonormal basis of the independent columns, with each as coefficients on those columns.
  const basis: { vector: Float64Array; weights: Map<number, number> }[] = [];
  units.forEach((unit, index) => {
    const pairs = units.slice(0, index).map((other) => dot(unit, other));
    const partner = pairs.findIndex((correlation) => Math.abs(correlation) > pairCorrelation);
    const rest = Float64Array.from(unit);
    const weights = new Map([[index, 1]]);
    // Twice is enough (Parlett 1980): the second pass removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass++) {
      for (const { vector, weights: vectorWeights } of basis) {
        const share = dot(rest, vector);
        for (let i = 0; i < rest.length; i++) rest[i] -= share * vector[i];
        for (const [column, weight] of vectorWeights) weights.set(column, (weights.get(column) ?? 0) - share * weight);
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    if (partner >= 0) found.push({ column: index, others: [partner], correlation: pairs[partner] });
    else if (length < residualLength) {
      const others = [...weights].filter(([column, weight]) => column !== index && Math.abs(weight) > 1e-3);
      found.push({ column: index, others: others.map(([column]) => column).sort((a, b) => a - b) });
    }
    if (length < residualLength) return;
    for (const [column, weight] of weights) weights.set(column, weight / length);
    basis.push({ vector: rest.map((value) => value / length), weights });
  });
  return found;
}

function centeredUnit(values: Float64Array): Float64Array {
  // Scaled first, so that squares of very large or small values stay in range.
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const scaled = values.map((value) => value / scale);
  const mean = sum(scaled) / scaled.length;
  const centered = scaled.map((value) => value - mean);
  const length = Math.sqrt(dot(centered, centered));
  return centered.map((value) => value / length);
}
