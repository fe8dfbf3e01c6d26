// The true parameters of a simulated table as a fitted model with one draw, so that the same code scores plans with the truth.

import type { Truth } from "../../src/data/worlds/truth.ts";
import type { FittedModel } from "../../src/decisions/draws/fitted-model.ts";

/** `model` with the parameters that made its table in place of its draws. */
export function truthModel(model: FittedModel, truth: Truth): FittedModel {
  const { spec, design, posterior } = model;
  const values = new Float64Array(posterior.width);
  spec.channels.forEach(({ name, adstock, saturation }, channel) => {
    if (adstock.kind !== "geometric" || adstock.window !== "infinite" || saturation.kind !== "hill") {
      throw new Error(
        `The truth of ${name} is geometric adstock without a window and a Hill curve; the model has another.`,
      );
    }
    const own = truth.channels[name];
    const half = adstock.normalize ? own.half_saturation_normalized : own.half_saturation;
    const set = (parameter: string, value: number): void => {
      const block = posterior.blocks.find((candidate) => candidate.name === parameter);
      const member = block?.axes[0]?.labels.indexOf(name) ?? -1;
      if (block === undefined || member < 0) throw new Error(`The model has no ${parameter} of ${name}.`);
      values[block.start + member] = value;
    };
    set("decay", own.decay);
    set("slope", own.slope);
    set("half_saturation", half / design.mediaScales[channel].scale);
    set("coefficient", own.coefficient / design.targetScale.scale);
  });
  return { ...model, chains: 1, posterior: { ...posterior, count: 1, values }, converged: true };
}
