// What a term of the baseline is: a part of the expected target that is not media, written once and read by the sampled model,
// predictions, contributions, simpler models and checks.

import type { MediaData } from "../../../data/panel/index.ts";
import type { modelSettings, poolingSettings, ValueOf } from "../../../settings/index.ts";
import type { Trend } from "./trend-kinds.ts";
import { type AxisName, type OnAxes, sumOver, times } from "../../axes/index.ts";
import type { EffectParameter, ModelParameter } from "../../parameters/index.ts";
import type { ControlScaling, Scale } from "../../scaling/index.ts";
import type { Seasonality } from "./seasonality.ts";

/** What a term may depend on of a specification. */
export interface TermModel {
  readonly scaling: { readonly controls: ControlScaling };
  /** Geos of a panel; absent for a national table. */
  readonly geos?: readonly string[];
  readonly channels: readonly { readonly name: string; readonly column: string; readonly driver?: string }[];
  /** Names of the channels with whose mean spend the levels of geos go; absent where there are none. */
  readonly mundlak?: readonly string[];
  /** Columns. */
  readonly controls: readonly string[];
  /** Values of controls, in their own units, against which their contributions count; absent where none was given. */
  readonly reference_values?: Readonly<Record<string, number>>;
  /** By column, treatments with their baselines: controls that are told apart in nothing else. Absent where there are none. */
  readonly treatments?: Readonly<Record<string, { readonly baseline: "min" | "max" | number }>>;
  readonly seasonality: Seasonality;
  /** Whether every day of the week has a level of its own; absent for tables that are not daily. */
  readonly weekday?: boolean;
  readonly trend: Trend;
  /** How parameters differ between the geos of a panel. */
  readonly pooling?: { readonly trend: ValueOf<typeof poolingSettings.trend> };
  /** Of a panel. */
  readonly week_effects?: ValueOf<typeof modelSettings.week_effects>;
  /** Rows of the table for each geo, where a parameter has an element for each. */
  readonly periods?: number;
  /** Names of the terms that were added from outside; absent when there are none. */
  readonly terms?: readonly string[];
}

/** Known numbers that a term is made from. */
export interface TermRows {
  /** Row-major, over the term's `rowAxes`. */
  readonly values: Float64Array;
  /** Rows of the table. */
  readonly weeks: number;
  /** How rows were scaled, where they were; a longer table takes the scales of the fitted one. */
  readonly scales?: readonly Scale[];
}

/** What kind of contribution a part is; reports have a color and a heading for each. */
export type BaselineKind = "base" | "trend" | "season" | "control";

/** A part of a term that reports show by itself. */
export interface TermPart {
  /** As reports have it. */
  readonly name: string;
  readonly kind: BaselineKind;
  /** Which elements of the parameter (and of the rows) it is made of; by default all. */
  readonly elements?: readonly number[];
  /**
   * The value of the row against which the contribution counts, in the column's own units and scaled; what the row brings at
   * that value belongs to the base. By default 0 of the scaled row.
   */
  readonly reference?: { readonly value: number; readonly scaled: number };
  /** Rows that come again and again: names of the rows of one cycle, and the place among them of the first row of the table. */
  readonly cycle?: { readonly names: readonly string[]; readonly first: number };
}

/** How a term goes on after the rows that its parameters are about. */
export interface Continuation {
  /** Rows, from the first of the table, that its parameters are about. */
  readonly reach: (model: TermModel) => number;
  /**
   * Its effect in `count` rows after those, drawn given the parameters of a draw; absent where it cannot be continued.
   * @param last its effect in the last row that parameters are about
   * @param values by name the elements of each parameter at the draw
   * @param normal gives standard normal numbers
   */
  readonly draw?: (given: {
    readonly last: number;
    readonly values: Readonly<Record<string, Float64Array>>;
    readonly count: number;
    readonly model: TermModel;
    readonly normal: () => number;
  }) => Float64Array;
  /** In words, for messages: "goes on flat". */
  readonly says: string;
}

/** Values of a term's parameters by name. */
export type TermValues = Readonly<Record<string, OnAxes>>;

/**
 * A term of the baseline. Without `effect` it is linear: the sum over its rows of one parameter's element times the row, and nothing
 * else needs to be said. With `effect` it may be any function of its parameters and rows, in graph operations.
 *
 * A step at a date, as a term of one's own:
 *
 * ```ts
 * terms.add({
 *   name: "relaunch",
 *   parameters: [{
 *     name: "relaunch", axes: [], domain: [-Infinity, Infinity], meaning: "change since the relaunch, in scaled target",
 *     needs: "relaunch in terms", prior: "normal(0, 1)", reason: "either way, up to two scaled units", assumes: ["target"],
 *   }],
 *   present: () => true,
 *   rowAxes: ["time"],
 *   rows: ({ dates, rows }) => ({
 *     weeks: rows, values: Float64Array.from(dates, (date) => (date >= "2024-03-01" ? 1 : 0)),
 *   }),
 *   parts: () => [{ name: "relaunch", kind: "control" }],
 * });
 * ```
 *
 * A model file then asks for it with `terms: [relaunch]`, and gives its prior under `priors.relaunch`.
 */
export interface Term {
  /** In snake_case, unlike every other term's. */
  readonly name: string;
  readonly parameters: readonly (ModelParameter | EffectParameter)[];
  /** Whether a model has it. Terms from outside are asked only when the model lists them. */
  readonly present: (model: TermModel) => boolean;
  /** Labels along the axes of its parameters, where they are not those of the model (geos, controls). */
  readonly labels?: (model: TermModel) => { readonly [K in AxisName]?: readonly string[] };
  /** The axes of its rows; the last is time. */
  readonly rowAxes: readonly AxisName[];
  /** @param fitted the rows of the table that was fitted, when these are for a longer one that begins with it */
  readonly rows: (data: MediaData, model: TermModel, fitted?: TermRows) => TermRows;
  /** Its addend in the expected target, in scaled target, over time and, where it differs by geo, geo. */
  readonly effect?: (values: TermValues, rows: OnAxes, model: TermModel) => OnAxes;
  /** Whether `effect` does not look at the rows, which then are no data of the program. Default false. */
  readonly withoutRows?: boolean;
  /** Rows as regressors of models without priors, [row][time], where they are not the rows of the term. */
  readonly regressors?: (model: TermModel, rows: TermRows) => readonly Float64Array[];
  /** What it is in rows after those that its parameters are about; default: whatever its rows say. */
  readonly beyond?: Continuation;
  /** Whether the mean of the effect over the weeks is known to be zero, which saves computing it. */
  readonly centered?: boolean;
  readonly parts: (data: MediaData, model: TermModel, rows: TermRows) => readonly TermPart[];
}

/** The addend of a term in the expected target. */
export function effectOf(term: Term, values: TermValues, rows: OnAxes, model: TermModel): OnAxes {
  if (term.effect !== undefined) return term.effect(values, rows, model);
  const weights = values[term.parameters[0].name];
  return sumOver(times(weights, rows), ...elementAxes(weights.axes));
}

/** Axes that a linear term sums over: all but geo and time. */
export function elementAxes(axes: readonly AxisName[]): readonly AxisName[] {
  return axes.filter((axis) => axis !== "geo" && axis !== "time");
}
