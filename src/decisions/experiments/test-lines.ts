// Lines of tests, and the draws that they are computed at.

import { thinned } from "../../mmm/response/index.ts";
import type { FittedModel } from "../draws/index.ts";
import { type PlanLine, planLines } from "../plans/index.ts";

/** Lines of a model by channel and geo; those of a national table by channel. */
export function testLines(model: FittedModel): readonly PlanLine[] {
  return planLines(model, model.design.geos.length > 1);
}

/** Positions of the posterior's draws that effects are computed at. */
export function drawsTaken(model: FittedModel, draws: number): readonly number[] {
  return thinned(model.posterior.count, draws);
}
