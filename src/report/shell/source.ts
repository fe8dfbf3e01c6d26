// What a report is made from: a fit, in memory or read from its folder.

import type { ColumnRole } from "../../data/roles/index.ts";
import type { FittedModel } from "../../decisions/draws/index.ts";
import type { ModelFile } from "../../mmm/specification/index.ts";
import type { MediaMixFit } from "../../mmm/fit/index.ts";

export interface ReportSource
  extends Pick<MediaMixFit, "summary" | "diagnostics" | "parameters" | "quantities" | "sampler" | "pointwise"> {
  readonly model: FittedModel;
  /** What each column of the table was taken for; absent in runs of versions that did not keep it. */
  readonly columns?: readonly ColumnRole[] | undefined;
  readonly about: ReportAbout;
}

/** Where the fit comes from: embedded as JSON and printed at the end. */
export interface ReportAbout {
  /** Name of the table. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly versions: { readonly carryover: string; readonly node: string; readonly v8: string };
  readonly seed: number;
  /** SHA-256 of the table. */
  readonly dataHash: string;
  /** The complete model file, every default written out. */
  readonly specification: ModelFile;
  readonly complete: boolean;
  /** What was protected when the table was released, a sentence an element; absent where nothing is known of that. */
  readonly privacy?: readonly string[];
}
