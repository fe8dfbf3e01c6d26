// What a fit of a media mix model is, in memory: the store writes it, the command line and the report read it.

import type { SampledFit } from "../../diagnostics/fit/index.ts";
import type { MediaData } from "../../data/panel/index.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import type { Provenance, ResolvedSpec } from "../specification/index.ts";

export interface MediaMixFit extends SampledFit {
  readonly spec: ResolvedSpec;
  readonly provenance: readonly Provenance[];
  /** How the table was protected when it was published; absent where no column has noise. */
  readonly privacy?: PrivacyRecord;
  /** The table that was fitted. */
  readonly data: MediaData;
  /**
   * True spend of every channel in the table's own unit, [draw][channel][geo][week], draws chain after chain, channels in the order of the
   * specification; where it is known, what the table has. Absent when no channel's spend is latent. Not stored: `latentSpend`
   * computes it from positions.
   */
  readonly latentSpend?: Float64Array;
  /** State from which sampling can go on, one per chain, serializable as JSON plus typed arrays. */
  readonly resumable: unknown;
}
