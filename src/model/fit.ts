// The one call that leads from a model to a checked fit. What it makes is loaded when it is first called, because it is written in rooms that stand
// above this one; this file and the type in model.ts alone may ask for them, and only late.

import type { DrawPrior, FitModel, Model } from "./model.ts";

/** Fits a model; `Model.fit` calls it. */
export function fitModel(model: Model, ...[data = {}, settings = {}]: Parameters<FitModel>): ReturnType<FitModel> {
  const controller = new AbortController();
  const fit = import("../fitting/index.ts").then((fitting) =>
    fitting.fitModel(model, data, settings, controller.signal),
  );
  return Object.assign(fit, { cancel: () => controller.abort() });
}

/** Draws the prior of a model; `Model.priorDraws` calls it. */
export async function priorOfModel(
  model: Model,
  ...[data = {}, options = {}]: Parameters<DrawPrior>
): ReturnType<DrawPrior> {
  return (await import("../fitting/index.ts")).drawPrior(model, data, options);
}
