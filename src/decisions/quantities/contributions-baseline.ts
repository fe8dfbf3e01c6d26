// What the target would be without media, as sums of coefficients times known rows: base, trend, season, controls.

import { columnAt, placeOf } from "../../mmm/response/index.ts";
import type { ParameterName } from "../../mmm/specification/index.ts";
import type { FittedModel, Period } from "../draws/index.ts";

export type BaselineKind = "base" | "trend" | "season" | "control";

/** A part of the expected target that is linear in the parameters, in the target's own units. */
export interface BaselinePart {
  readonly name: string;
  readonly kind: BaselineKind;
  /** Position of a parameter in a row of the matrix, and what it is multiplied by in each week of the table. */
  readonly terms: readonly { readonly position: number; readonly row: Float64Array }[];
  readonly constant: number;
  /** Controls: the value against which the contribution counts, in the column's own units. */
  readonly reference?: number;
}

/**
 * Base, trend, season and controls; with the channels they add up to the expected target.
 *
 * A control counts against its absence where there is such a thing (its smallest value in the table is 0, as of a column
 * of zeros and ones), otherwise against its mean over the table; the base holds what it contributes at that reference. The trend
 * counts from the middle of the table and the season around its own mean, as the model has them.
 */
export function baselineParts({ spec, data, design, posterior }: FittedModel): readonly BaselinePart[] {
  const { weeks, targetScale } = design;
  const positionsOf = (name: ParameterName): number[] => {
    const { start, size } = placeOf(posterior, name);
    return Array.from({ length: size }, (_, k) => start + k);
  };
  /** In the target's own units per unit of the parameter. */
  const scaled = (at: (week: number) => number): Float64Array =>
    Float64Array.from({ length: weeks }, (_, week) => targetScale.scale * at(week));
  const controls = spec.controls.map((name, k) => {
    const found = data.controls.find((control) => control.name === name);
    if (found === undefined) throw new RangeError(`The table has no column "${name}".`);
    return { name, values: found.values, reference: referenceOf(found.values), ...design.controlScales[k] };
  });
  const controlPositions = positionsOf("control");
  const base: BaselinePart = {
    name: "base",
    kind: "base",
    constant: targetScale.location,
    terms: [
      ...positionsOf("intercept").map((position) => ({ position, row: scaled(() => 1) })),
      ...controls.flatMap(({ reference, location, scale }, k) =>
        reference === location
          ? []
          : [{ position: controlPositions[k], row: scaled(() => (reference - location) / scale) }],
      ),
    ],
  };
  const rowsOf = (rows: Float64Array, positions: readonly number[]): BaselinePart["terms"] =>
    positions.map((position, k) => ({ position, row: scaled((week) => rows[k * weeks + week]) }));
  const trend = rowsOf(design.trend, positionsOf("trend"));
  const season = rowsOf(design.season, positionsOf("season"));
  return [
    base,
    ...(trend.length === 0 ? [] : [{ name: "trend", kind: "trend", constant: 0, terms: trend } as const]),
    ...(season.length === 0 ? [] : [{ name: "season", kind: "season", constant: 0, terms: season } as const]),
    ...controls.map(({ name, values, reference, scale }, k): BaselinePart => {
      const row = scaled((week) => (values[week] - reference) / scale);
      return { name, kind: "control", constant: 0, terms: [{ position: controlPositions[k], row }], reference };
    }),
  ];
}

/** Zero where the smallest value is zero, otherwise the mean. */
function referenceOf(values: Float64Array): number {
  let [smallest, total] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < values.length; i++) {
    smallest = Math.min(smallest, values[i]);
    total += values[i];
  }
  return smallest === 0 ? 0 : total / values.length;
}

/** A part in every week of a period at every draw: fills `weekly` [week][draw]. */
export function fillPart(
  { posterior }: FittedModel,
  { terms, constant }: BaselinePart,
  { from, to }: Period,
  weekly: Float64Array,
): void {
  const { count } = posterior;
  weekly.fill(constant);
  for (const { position, row } of terms) {
    const coefficients = columnAt(posterior, position);
    for (let t = from; t < to; t++) {
      const factor = row[t];
      const start = (t - from) * count;
      for (let i = 0; i < count; i++) weekly[start + i] += factor * coefficients[i];
    }
  }
}
