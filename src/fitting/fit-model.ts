// `model.fit`: compiles a model of one's own, gives it data, and samples it.

import { compileModel, type DataValues, type Model } from "../model/index.ts";
import { ModelFit } from "./model-fit.ts";
import { sampleFit } from "./sample-fit.ts";
import { type ModelFitSettings, splitSettings } from "./settings.ts";

/** `Model.fit`, once it is loaded. @param canceled aborted by `RunningFit.cancel` */
export async function fitModel(
  model: Model,
  data: DataValues,
  given: ModelFitSettings,
  canceled: AbortSignal,
): Promise<ModelFit> {
  const started = performance.now();
  const { sampling, running } = splitSettings("model.fit", given);
  const { backend } = running;
  const posterior = compileModel(model, data, backend === undefined ? {} : { backend });
  return new ModelFit(await sampleFit(posterior, sampling, running, canceled, { started }), posterior);
}
