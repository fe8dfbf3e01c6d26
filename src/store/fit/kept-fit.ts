// What is kept of a fit of a model of one's own: everything but the model itself, which is a program.

import type { Backend } from "../../compile/index.ts";
import type { NamedAxis, SampledFit } from "../../diagnostics/fit/index.ts";
import type { SampleResult, Settings } from "../../sampling/index.ts";

/** Values with named axes. */
export interface LabeledValues {
  readonly name: string;
  readonly axes: readonly NamedAxis[];
  /** In row-major order. */
  readonly values: Float64Array;
}

/** An array whose values are elsewhere. */
export type LabeledArray = Pick<LabeledValues, "name" | "axes">;

export interface KeptFit extends SampledFit {
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly versions: { readonly carryover: string; readonly node: string; readonly v8: string };
  readonly backend: Backend;
  readonly settings: Settings;
  /** The data that the model was given. */
  readonly data: readonly LabeledValues[];
  /** What is observed, where it does not depend on parameters. */
  readonly observed: readonly LabeledValues[];
  /** The terms whose log likelihoods are pointwise, in the order of `pointwise`. */
  readonly observations: readonly LabeledArray[];
  /** What the sampler gave: with it sampling goes on. */
  readonly result: SampleResult;
}
