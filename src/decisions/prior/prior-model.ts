// The model before it has seen the target: draws of the prior in the place of those of a posterior, so that everything that is computed from
// a fit can be computed of the prior too.

import type { MediaData } from "../../data/panel/index.ts";
import type { DrawsColumn } from "../../mmm/axes/index.ts";
import {
  explicitForm,
  latentSpendOf,
  makeDesign,
  mediaMixModel,
  modelData,
  type QuantityColumn,
  reportedDraws,
} from "../../mmm/fit/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import { compileModel } from "../../model/index.ts";
import { randomPurposes, randomStream } from "../../numerics/index.ts";
import { accepts, priorSettings, settingHint, wanted } from "../../settings/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { wrongSetting } from "../../problems/setting-problems.ts";
import { type FittedModel, fittedModel } from "../draws/index.ts";

/** Draws of the prior: as a model for decisions, and as they are reported of a fit. */
export interface ReportedPrior {
  readonly model: FittedModel;
  readonly parameters: readonly DrawsColumn[];
  readonly quantities: readonly QuantityColumn[];
}

/**
 * The prior as a model for decisions: `contributions(priorModel(spec, data))`, and so for `returns` and `responseCurves`. Scales, and default
 * priors that follow from the table, are those of the table; nothing else of the target enters. Draw i is the same however many there are.
 * @param draws default 1000
 * @throws CarryoverError (wrong usage) for a number of draws that is none
 */
export function priorModel(
  spec: ResolvedSpec,
  data: MediaData,
  draws: number = priorSettings.draws.default,
): FittedModel {
  return reportedPrior(spec, data, draws).model;
}

/** The same with the draws as columns, one chain. */
export function reportedPrior(
  spec: ResolvedSpec,
  data: MediaData,
  draws: number = priorSettings.draws.default,
): ReportedPrior {
  const setting = priorSettings.draws;
  if (!accepts(setting, draws)) {
    const problem = wrongSetting("priorModel", "draws", wanted(setting), String(draws), settingHint(setting));
    throw new CarryoverError([problem], exitCodes.usage);
  }
  const drawn = explicitForm(spec);
  const design = makeDesign(data, drawn);
  const posterior = compileModel(mediaMixModel(drawn, design.weeks), modelData(design));
  const random = randomStream([spec.sampling.seed, randomPurposes.priorPredictive]);
  const { blocks, count } = posterior.priorDraws(random, draws);
  const { parameters, quantities } = reportedDraws(blocks, drawn, data, { chains: 1, draws });
  const latentSpend = latentSpendOf(drawn, data, { blocks, count });
  const model = fittedModel({ spec: drawn, data, parameters, diagnostics: { converged: true }, latentSpend });
  return { model, parameters, quantities };
}
