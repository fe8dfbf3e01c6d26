// A lift test as a model knows it: which spend was changed where and when, and what was read. Keys are those of the model file.

import type { experimentSettings, ValueOf } from "../../settings/index.ts";

/** What spend would have been without the test, per row, of all geos of the test together. */
export type Counterfactual =
  /** The spend of the test times this: 0 for a test that is compared with no spend. */
  | { readonly multiply: number }
  /** So much more than in the test; less where it is negative. */
  | { readonly add: number }
  /** These amounts, one for each row of the test, or one for all. */
  | { readonly spend: number | readonly number[] };

export type ExperimentMetric = ValueOf<typeof experimentSettings.metric>;
export type BiasUnit = ValueOf<typeof experimentSettings.bias_unit>;
export type ExperimentUse = ValueOf<typeof experimentSettings.use>;

/** Rows of the table that a test took, first and last, as the table labels them. */
export interface TestRows {
  readonly start: string;
  readonly end: string;
}

/** A test outside of the table: so many rows with this spend per row, and other spend before and after. */
export interface StatedSpend {
  readonly weeks: number;
  readonly spend: number;
  readonly usual_spend: number;
}

export interface Experiment {
  readonly name: string;
  /** Names of the channels whose spend was changed. */
  readonly channels: readonly string[];
  /** Geos of a panel in which it was; absent: in all. */
  readonly geos?: readonly string[] | undefined;
  /** Where it is in the table, or the spend of one that is not. */
  readonly at: TestRows | StatedSpend;
  /** Rows after the last one of the test whose outcome counts. */
  readonly cooldown: number;
  readonly counterfactual: Counterfactual;
  /** What was earned more than without the test, in the unit of `metric`; negative where less was. */
  readonly lift: number;
  /** Standard error of the lift. */
  readonly se: number;
  readonly metric: ExperimentMetric;
  /** Share of the effect that the read-out can see. */
  readonly coverage: number;
  /** What one conversion is worth in units of the target; absent where that counts conversions itself. */
  readonly conversion_value?: number;
  /** Share of the people of its geos that were in the test. */
  readonly share: number;
  /** Tests of one source share its bias; absent: this test has a bias of its own. */
  readonly source?: string;
  /** Standard deviation and mean of the bias, and what they are in. */
  readonly bias: number;
  readonly bias_mean: number;
  readonly bias_unit: BiasUnit;
  /** Rows in which the test loses half of its weight; absent: none. */
  readonly half_life?: number;
  /** Rows between the end of the test and the last row of the table. */
  readonly age: number;
  readonly use: ExperimentUse;
  /** Used although its geos and rows are in the panel. */
  readonly force?: true;
}

/** Whether a test is told by its own spend, and not by rows of the table. */
export function isStated(at: Experiment["at"]): at is StatedSpend {
  return "weeks" in at;
}

/** What the model learns from; others are only compared. */
export function isLearnedFrom({ use }: Pick<Experiment, "use">): boolean {
  return use === "likelihood";
}

/** Standard error of the lift as it counts: that of an old test is wider by the square root of 2 for each half-life. */
export function countedError({ se, half_life: halfLife, age }: Pick<Experiment, "se" | "half_life" | "age">): number {
  return halfLife === undefined ? se : se * 2 ** (age / halfLife / 2);
}
