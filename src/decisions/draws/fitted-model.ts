// A fitted model as decisions see it: table, specification, and the parameters of every draw.

import type { MediaData } from "../../data/panel/index.ts";
import type { DrawsColumn } from "../../mmm/axes/index.ts";
import { type Design, makeDesign, type Diagnostics } from "../../mmm/fit/index.ts";
import { type ParameterMatrix, parameterMatrix } from "../../mmm/response/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";

/** What is needed of a fit; `MediaMixFit` has it all. */
export interface FitForDecisions {
  readonly spec: ResolvedSpec;
  readonly data: MediaData;
  /** Reported parameters in scaled units. */
  readonly parameters: readonly DrawsColumn[];
  readonly diagnostics: Pick<Diagnostics, "converged">;
  /** Where spend is latent; a stored run has it computed from its positions by `latentSpend` of mmm/latent-spend-draws.ts. */
  readonly latentSpend?: Float64Array | undefined;
}

/**
 * A national table is a panel of one geo. What is computed from a model is of all its geos together: contributions, spend and targets are
 * sums over the geos, draw by draw. `modelOfGeo` gives one geo of a panel as a model by itself.
 */
export interface FittedModel {
  readonly spec: ResolvedSpec;
  readonly data: MediaData;
  /** Arrays and scales of the table, as they were fitted. */
  readonly design: Design;
  readonly chains: number;
  /** Parameters of all draws, chain after chain. */
  readonly posterior: ParameterMatrix;
  /**
   * True spend at each draw in the table's own unit, [draw][channel][geo][week], draws as in `posterior` and channels as in the specification;
   * where it is known, what the table has. Undefined when no channel's spend is latent.
   */
  readonly latentSpend?: Float64Array | undefined;
  /** False: nothing that follows from these draws may be relied on. */
  readonly converged: boolean;
}

/**
 * The fit, ready for decisions.
 * @throws RangeError when there are no draws, or spend is latent and its draws are not there
 */
export function fittedModel({ spec, data, parameters, diagnostics, latentSpend }: FitForDecisions): FittedModel {
  const posterior = parameterMatrix(spec, parameters);
  if (posterior.count === 0) throw new RangeError("The fit has no draws.");
  const spend = spec.latent_spend === undefined ? undefined : latentSpend;
  if (spec.latent_spend !== undefined && spend === undefined) {
    throw new RangeError("Spend is latent: the fit must come with its draws of it.");
  }
  return {
    spec,
    data,
    design: makeDesign(data, spec),
    chains: parameters[0].chains,
    posterior,
    ...(spend === undefined ? {} : { latentSpend: spend }),
    converged: diagnostics.converged,
  };
}
