// What a fit is once chains have been sampled, whatever its model: what the store writes, charts draw and tables print.

import type { ArrayLabels, PointwiseLogLikelihood } from "../../model/index.ts";
import type { Check } from "../check.ts";
import type { Draws } from "../draws.ts";
import type { Estimate } from "../estimate.ts";
import type { Summary } from "../summarize.ts";
import type { DrawsColumn } from "./columns.ts";

/** Draws of a quantity that follows from the parameters, in a unit of its own ("" where none is known). */
export interface QuantityColumn extends DrawsColumn {
  readonly unit: string;
  /** One for each element, where they differ; `unit` then lists them. */
  readonly units?: readonly string[];
}

/** One row of summary.json and summary.csv. */
export interface SummaryRow extends Summary, Estimate {
  readonly name: string;
}

/** What summary.json holds. */
export interface FitSummary {
  /** Of media mix models in the model's scaled units. */
  readonly parameters: readonly SummaryRow[];
  /** What follows from the parameters; of media mix models in the table's own units. */
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
  /** Where chains share starting points: how many those are, which R-hat and effective sample sizes are judged by. */
  readonly starting_points?: number;
  /** Parameters and quantities that the verdict looked at, by which the limit of R-hat goes; absent in runs of earlier versions. */
  readonly judged?: number;
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

/** The draws of a fit with what is said of them. */
export interface SampledFit {
  /** Reported parameters; those of media mix models in the model's scaled units, in the order of the specification. */
  readonly parameters: readonly DrawsColumn[];
  /** What follows from the parameters: derived quantities. */
  readonly quantities: readonly QuantityColumn[];
  readonly sampler: SamplerDraws;
  /** Unconstrained positions, [chain][draw][coordinate], and what the coordinates are, in order. */
  readonly positions: Float64Array;
  readonly coordinates: readonly ArrayLabels[];
  /**
   * Log likelihood of every observation (of media mix models: every row) at every draw, when it was asked for; of very many observations at
   * fewer draws (`every`).
   */
  readonly pointwise?: PointwiseLogLikelihood;
  readonly summary: FitSummary;
  readonly diagnostics: Diagnostics;
  /** False when sampling was canceled; draws then hold what all chains completed. */
  readonly complete: boolean;
}
