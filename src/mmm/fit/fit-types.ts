// What a fit of a media mix model is, in memory: the store writes it, the command line and the report read it.

import type { Check, Draws, Estimate, Summary } from "../../diagnostics/index.ts";
import type { MediaData } from "../../data/panel/index.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import type { ArrayLabels } from "../../model/index.ts";
import type { DrawsColumn } from "../axes/index.ts";
import type { Provenance, ResolvedSpec } from "../specification/index.ts";

/** Draws of a quantity in the table's own units. */
export interface QuantityColumn extends DrawsColumn {
  readonly unit: string;
}

/** One row of summary.json and summary.csv. */
export interface SummaryRow extends Summary, Estimate {
  readonly name: string;
}

/** What summary.json holds. */
export interface FitSummary {
  /** In the model's scaled units. */
  readonly parameters: readonly SummaryRow[];
  /** In the table's own units. */
  readonly quantities: readonly (SummaryRow & { readonly unit: string })[];
}

/** Draws of a fit that were given up because there were divergences among them. */
export interface EarlierAttempt {
  /** Target acceptance of step size adaptation. */
  readonly target_accept: number;
  readonly divergences: number;
  /** Warm-up and sampling, all chains. */
  readonly gradient_evaluations: number;
  readonly seconds: number;
}

/** How a fit was sampled again because there were divergences. */
export interface Resampled {
  /** Target acceptance of the draws that the fit has. */
  readonly target_accept: number;
  /** What was sampled before, in order. */
  readonly earlier: readonly EarlierAttempt[];
}

/** What diagnostics.json holds. */
export interface Diagnostics {
  readonly converged: boolean;
  readonly chains: number;
  readonly draws_per_chain: number;
  readonly divergences: number;
  readonly tree_depth_hits: number;
  readonly max_rhat: number;
  readonly min_ess_bulk: number;
  readonly min_ess_tail: number;
  readonly min_ebfmi: number;
  /** Absent where the first draws were kept. All figures here are of the last draws, `seconds` excepted. */
  readonly resampled?: Resampled;
  /** Warm-up and sampling, all chains. */
  readonly gradient_evaluations: number;
  readonly microseconds_per_gradient: number;
  /** Of the fit, with all times that it was sampled. */
  readonly seconds: {
    readonly compile: number;
    readonly warmup: number;
    readonly sampling: number;
    readonly total: number;
  };
  readonly checks: readonly Check[];
}

/** Per-draw statistics of the sampler, one value per draw and chain. */
export interface SamplerDraws {
  readonly logDensity: Draws;
  readonly energy: Draws;
  readonly acceptance: Draws;
  readonly treeDepth: Draws;
  readonly leapfrogs: Draws;
  /** 1 where the transition diverged. */
  readonly divergent: Draws;
}

export interface MediaMixFit {
  readonly spec: ResolvedSpec;
  readonly provenance: readonly Provenance[];
  /** How the table was protected when it was published; absent where no column has noise. */
  readonly privacy?: PrivacyRecord;
  /** The table that was fitted. */
  readonly data: MediaData;
  /** Reported parameters in the model's scaled units, in the order of the specification. */
  readonly parameters: readonly DrawsColumn[];
  /** Derived quantities in the table's own units. */
  readonly quantities: readonly QuantityColumn[];
  readonly sampler: SamplerDraws;
  /**
   * True spend of every channel in the table's own unit, [draw][channel][week], draws chain after chain, channels in the order of the
   * specification; where it is known, what the table has. Absent when no channel's spend is latent. Not stored: `latentSpend`
   * computes it from positions.
   */
  readonly latentSpend?: Float64Array;
  /** Unconstrained positions, [chain][draw][coordinate], and what the coordinates are, in order. */
  readonly positions: Float64Array;
  readonly coordinates: readonly ArrayLabels[];
  /** Pointwise log likelihood, [chain][draw][row], when it was asked for. */
  readonly pointwise?: Float64Array;
  readonly summary: FitSummary;
  readonly diagnostics: Diagnostics;
  /** False when sampling was canceled; draws then hold what all chains completed. */
  readonly complete: boolean;
  /** State from which sampling can go on, one per chain, serializable as JSON plus typed arrays. */
  readonly resumable: unknown;
}
