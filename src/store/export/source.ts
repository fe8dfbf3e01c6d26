// What every export is made of, whatever its model: draws, names of their dimensions, data, and facts about where they come from.

import type { DrawsColumn, NamedAxis, QuantityColumn } from "../../diagnostics/fit/index.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import type { StoredDraws } from "../run/index.ts";
import type { NetcdfCoordinate, NetcdfVariable } from "./netcdf.ts";

/** A named axis and the labels along it. */
export type Dimension = NamedAxis;

/** A term of the likelihood whose values for single observations are kept. */
export interface ObservedTerm {
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** Which of its elements were observed; default all. The others have no column in tables, and NaN in arrays. */
  readonly known?: readonly boolean[];
  readonly description: string;
}

/** A group of arrays that are not drawn. */
export interface DataGroup {
  readonly name: "observed_data" | "constant_data";
  readonly coordinates: readonly NetcdfCoordinate[];
  readonly variables: readonly NetcdfVariable[];
}

/** Draws of what would be observed, [chain][draw][element]. */
export interface PredictiveDraws extends ObservedTerm {
  readonly values: Float64Array;
}

/** Draws of the prior and what would be observed under it, of one chain. */
export interface PriorBeside {
  readonly draws: number;
  readonly parameters: readonly DrawsColumn[];
  readonly quantities: readonly QuantityColumn[];
  /** Of the last of every so many draws. */
  readonly predictive: readonly PredictiveDraws[];
  readonly every: number;
}

/** What is drawn from a model beside its posterior. */
export interface SampledBeside {
  /** Of the last of every so many draws of a chain. */
  readonly predictive: readonly PredictiveDraws[];
  readonly every: number;
  readonly prior: PriorBeside;
}

export interface ExportSource {
  readonly draws: StoredDraws;
  /** Facts about the run, as text and whole numbers. */
  readonly metadata: Readonly<Record<string, string | bigint>>;
  /** ISO 8601, UTC, and the version of carryover that sampled. */
  readonly created: string;
  readonly version: string;
  /** What the model is called where one line says that. */
  readonly model: string;
  readonly sampling: {
    readonly warmup: number | undefined;
    readonly seed: number;
    readonly targetAccept: number | undefined;
    readonly maxDepth: number | undefined;
    readonly metric: string | undefined;
  };
  /** Unit of parameters, where they all have one. */
  readonly parameterUnit?: string;
  /** The axes of a parameter or quantity under the names that they have in the export. */
  readonly dimensions: (variable: string, axes: readonly NamedAxis[]) => readonly Dimension[];
  /** Dimensions of a sampled coordinate, by the labels along its axes. */
  readonly coordinateDimensions: (name: string, labels: readonly (readonly string[])[]) => readonly Dimension[];
  /** In the order of the pointwise log likelihoods. */
  readonly terms: readonly ObservedTerm[];
  readonly dataGroups: readonly DataGroup[];
  readonly predictive?: readonly PredictiveDraws[];
  /** Draws that formats with groups for them ask for: they take as long as a report does. A text says why there are none. */
  readonly beside?: () => Promise<SampledBeside | string>;
  /** How the table was protected when it was published. */
  readonly privacy?: PrivacyRecord | undefined;
}

/** How many elements an array with these dimensions has. */
export function sizeOfDimensions(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((size, { labels }) => size * labels.length, 1);
}
