// The posterior of a simulated table held against the truth that made it, in the units of the summary.

import type { FitSummary, SummaryRow } from "../../mmm/fit/index.ts";
import type { NamedTruth } from "../../studies/recovery/index.ts";

export interface TruthRow {
  readonly row: SummaryRow;
  readonly unit: string;
  readonly truth: number;
  /** Whether the truth lies between the 5% and 95% quantiles. */
  readonly inside: boolean;
  /** (posterior mean - truth) / posterior standard deviation. */
  readonly z: number;
}

/** A row for each parameter, and one for each quantity, whose truth is known, in the summary's order. */
export function compareWithTruth(
  { parameters, quantities }: FitSummary,
  truths: readonly NamedTruth[],
): { readonly parameters: readonly TruthRow[]; readonly quantities: readonly TruthRow[] } {
  const of = (group: NamedTruth["group"]): ReadonlyMap<string, number> =>
    new Map(truths.filter((each) => each.group === group).map(({ name, value }) => [name, value]));
  const parameterTruths = of("parameter");
  const quantityTruths = of("quantity");
  return {
    parameters: parameters.flatMap((row) => compare(row, "", parameterTruths.get(row.name))),
    quantities: quantities.flatMap(({ unit, ...row }) => compare(row, unit, quantityTruths.get(row.name))),
  };
}

function compare(row: SummaryRow, unit: string, truth: number | undefined): TruthRow[] {
  if (truth === undefined) return [];
  return [{ row, unit, truth, inside: truth >= row.q5 && truth <= row.q95, z: (row.mean - truth) / row.sd }];
}
