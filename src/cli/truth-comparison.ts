// The posterior of a simulated table held against the truth that made it, in the units of the summary.

import type { Truth } from "../data/simulation/truth.ts";
import type { Summary, SummaryRow } from "../mmm/fit-types.ts";

/** How the model scales the table: spend over `spend`, target minus `location` over `scale`. */
export interface Scaling {
  /** By channel. */
  readonly spend: Readonly<Record<string, number>>;
  readonly target: { readonly location: number; readonly scale: number };
}

export interface TruthRow {
  readonly row: SummaryRow;
  readonly unit: string;
  readonly truth: number;
  /** Whether the truth lies between the 5 % and 95 % quantiles. */
  readonly inside: boolean;
  /** (posterior mean - truth) / posterior standard deviation. */
  readonly z: number;
}

/** A row for each parameter, and one for each quantity, whose truth is known, in the summary's order. */
export function compareWithTruth(
  { parameters, quantities }: Summary,
  truth: Truth,
  scaling: Scaling,
): { readonly parameters: readonly TruthRow[]; readonly quantities: readonly TruthRow[] } {
  const parameterTruths = new Map(scaledTruth(truth, scaling));
  const quantityTruths = new Map(truthInUnits(truth));
  return {
    parameters: parameters.flatMap((row) => compare(row, "", parameterTruths.get(row.name))),
    quantities: quantities.flatMap(({ unit, ...row }) => compare(row, unit, quantityTruths.get(row.name))),
  };
}

function compare(row: SummaryRow, unit: string, truth: number | undefined): TruthRow[] {
  if (truth === undefined) return [];
  return [{ row, unit, truth, inside: truth >= row.q5 && truth <= row.q95, z: (row.mean - truth) / row.sd }];
}

/** Parameters of the model with normalised adstock and Hill saturation, one pair of season waves and no trend. */
function scaledTruth(truth: Truth, { spend, target }: Scaling): [string, number][] {
  return [
    ...Object.entries(truth.channels).flatMap(([name, channel]): [string, number][] => [
      [`decay[${name}]`, channel.decay],
      [`slope[${name}]`, channel.slope],
      [`half_saturation[${name}]`, channel.half_saturation_normalised / spend[name]],
      [`coefficient[${name}]`, channel.coefficient / target.scale],
    ]),
    ["control[promotions]", truth.promotion_effect / target.scale],
    ["season[1]", truth.seasonality_sine / target.scale],
    ["season[2]", truth.seasonality_cosine / target.scale],
    ["intercept", (truth.base - target.location) / target.scale],
    ["sigma", truth.noise_sd / target.scale],
  ];
}

/** Quantities in the table's own units. */
function truthInUnits(truth: Truth): [string, number][] {
  return Object.entries(truth.channels).flatMap(([name, channel]): [string, number][] => [
    [`half_saturation[${name}]`, channel.half_saturation_normalised],
    [`half_life[${name}]`, channel.half_life],
    [`contribution[${name}]`, channel.total_contribution],
    [`roi[${name}]`, channel.roi],
  ]);
}
