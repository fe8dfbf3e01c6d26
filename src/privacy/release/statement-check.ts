// Whether what a description claims for the whole release can follow from what it says of the columns.

import { compare, decimalOf, sum, toDecimalNumber } from "../exact/index.ts";
import { mechanismOfNoise, pureToZcdp, zcdpEpsilon } from "../mechanisms/index.ts";
import { given } from "../../words/index.ts";
import type { ColumnNoiseDescription, ReleaseStatement } from "./noise-terms.ts";

/** Relative difference that rounding on the way may make. */
const agreement = 1e-6;

/** What a statement says that its columns contradict, in sentences. */
export function statementContradictions(
  statement: ReleaseStatement,
  columns: readonly ColumnNoiseDescription[],
): readonly string[] {
  const noised = columns.filter(({ mechanism }) => mechanism !== "none");
  const { unit, epsilon, delta, budget, wholeUserEpsilon, notProtected } = statement;
  const found: string[] = [];
  for (const column of noised) {
    if (notProtected.some((open) => open.column === column.column)) {
      found.push(
        `The statement says that ${column.column} was published without noise, and it is described with noise.`,
      );
    }
    if (column.unit !== "unknown" && column.unit !== unit) {
      found.push(`The statement protects one ${unit}, and the noise of ${column.column} protects one ${column.unit}.`);
    }
  }
  if (budget !== undefined && (epsilon > budget.epsilon * (1 + agreement) || delta > budget.delta * (1 + agreement))) {
    found.push("The statement says more epsilon or delta than the budget that holds all releases.");
  }
  if (wholeUserEpsilon !== undefined && wholeUserEpsilon < epsilon * (1 - agreement)) {
    found.push("A user in every week cannot be protected better than one week of a user.");
  }
  if (
    delta === 0 &&
    noised.some((column) => (column.delta ?? 0) > 0 || mechanismOfNoise(column.mechanism)?.needsDelta)
  ) {
    found.push("The statement says delta 0, and the noise of a column has a delta.");
  }
  const limits = limitsOf(noised, delta);
  if (limits !== undefined && epsilon < limits.least * (1 - agreement)) {
    found.push(
      `The statement says epsilon ${given(epsilon)}, and the noise of the columns implies at least ${given(limits.least)}.`,
    );
  }
  if (limits !== undefined && epsilon > limits.most * (1 + agreement)) {
    found.push(
      `The statement says epsilon ${given(epsilon)}, and the noise of the columns implies at most ${given(limits.most)}.`,
    );
  }
  return found;
}

/** What is known of one charge: the columns that share it. */
interface Charge {
  readonly epsilon: number;
  readonly delta: number;
  readonly rho: number;
}

/** Between what the epsilon of the release must lie; undefined where columns do not say. */
function limitsOf(
  noised: readonly ColumnNoiseDescription[],
  delta: number,
): { readonly least: number; readonly most: number } | undefined {
  const charges = noised.map(chargeOf);
  if (charges.length === 0 || !charges.every((charge) => charge !== undefined)) return undefined;
  // Columns that were noised elsewhere may be of other people each, or be composed by rules that are not known here.
  if (noised.some(({ source }) => source !== "carryover")) {
    return {
      least: delta === 0 ? Math.max(...charges.map(({ epsilon }) => epsilon)) : 0,
      most: Number.POSITIVE_INFINITY,
    };
  }
  const shared = new Map(
    charges.map((charge, index) => [JSON.stringify([noised[index].release ?? index, charge]), charge]),
  );
  const least = composed([...shared.values()], delta);
  const most = composed(charges, delta);
  return { least: Math.min(...least), most: Math.max(...most.filter(Number.isFinite)) };
}

/** The epsilon of several charges by each rule of composition that gives this delta. */
function composed(charges: readonly Charge[], delta: number): readonly number[] {
  const total = (of: (charge: Charge) => number): number =>
    toDecimalNumber(sum(charges.map((charge) => decimalOf(of(charge)))), "up");
  const enough = compare(decimalOf(total((charge) => charge.delta)), decimalOf(delta * (1 + agreement))) <= 0;
  const concentrated = delta > 0 && charges.every(({ rho }) => Number.isFinite(rho));
  return [
    enough ? total(({ epsilon }) => epsilon) : Number.POSITIVE_INFINITY,
    concentrated
      ? zcdpEpsilon(
          charges.reduce((rho, charge) => rho + charge.rho, 0),
          delta,
        )
      : Number.POSITIVE_INFINITY,
  ];
}

function chargeOf({
  mechanism,
  epsilon,
  delta,
  scale,
  sensitivity,
  rescale,
}: ColumnNoiseDescription): Charge | undefined {
  const record = mechanismOfNoise(mechanism);
  if (record === undefined || epsilon === undefined || (record.needsDelta && delta === undefined)) return undefined;
  if (!record.needsDelta)
    return { epsilon, delta: delta ?? 0, rho: (delta ?? 0) === 0 ? pureToZcdp(epsilon) : Infinity };
  const known = scale !== undefined && sensitivity !== undefined && sensitivity.norm === record.norm;
  return { epsilon, delta: delta!, rho: known ? ((sensitivity.value * rescale) / scale) ** 2 / 2 : Infinity };
}
