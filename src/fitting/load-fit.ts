// Reads a fit of a model of one's own from its folder.

import { bindModel, compileProgram, type DataValues, type Model, type Posterior } from "../model/index.ts";
import { otherModel } from "../problems/fit-problems.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { type KeptFit, loadKeptFit } from "../store/fit/index.ts";
import { ModelFit } from "./model-fit.ts";

/**
 * Reads what `fit.save` wrote, checked against its seal.
 * @param model the model that was fitted: with it the fit has predictive draws and can go on; draws, summary, verdict and leave-one-out need none
 * @throws CarryoverError: no such folder, not such a fit, a file missing, cut off or changed, or another model
 */
export async function loadFit(folder: string, model?: Model): Promise<ModelFit> {
  const { kept, ...saved } = await loadKeptFit(folder);
  return new ModelFit(kept, model === undefined ? undefined : posteriorOf(folder, kept, model), saved);
}

function posteriorOf(folder: string, kept: KeptFit, model: Model): Posterior {
  const refuse = (difference: string): never => {
    throw new CarryoverError([otherModel(folder, difference)], exitCodes.usage);
  };
  const program = compileProgram(model, { backend: kept.backend });
  const compare = (what: string, now: readonly Named[], before: readonly Named[]): void => {
    const [own, theirs] = [now, before].map((arrays) => arrays.map(inWords));
    const differing = own.find((text) => !theirs.includes(text)) ?? theirs.find((text) => !own.includes(text));
    if (differing !== undefined || own.length !== theirs.length) {
      refuse(`${what} ${theirs.join(", ")} in the folder, ${own.join(", ")} in the model`);
    }
  };
  compare("data", model.data, kept.data.map(ofAxes));
  compare("coordinates", model.coordinates, kept.coordinates);
  compare("parameters", model.parameters, kept.parameters.map(ofAxes));
  compare("derived quantities", model.derived, kept.quantities.map(ofAxes));
  const data: DataValues = Object.fromEntries(kept.data.map(({ name, values }) => [name, values]));
  const posterior = bindModel(program, data);
  const density = posterior.logDensity();
  const { positions, sampler } = kept;
  // The same names may stand for another model: it has another density where the chains have been.
  for (const row of [0, sampler.logDensity.values.length - 1]) {
    const before = sampler.logDensity.values[row];
    if (before === undefined) continue;
    const now = density(positions.subarray(row * posterior.dimension, (row + 1) * posterior.dimension));
    if (Math.abs(now - before) > 1e-6 * Math.max(1, Math.abs(before))) {
      refuse(`log density ${before} at a draw of the folder, ${now} by the model`);
    }
  }
  return posterior;
}

interface Named {
  readonly name: string;
  readonly labels: readonly (readonly string[])[];
}

function ofAxes({ name, axes }: { readonly name: string; readonly axes: KeptFit["data"][number]["axes"] }): Named {
  return { name, labels: axes.map((axis) => axis.labels) };
}

/** `theta[8]`; labels are compared by how many there are. */
function inWords({ name, labels }: Named): string {
  return `${name}${labels.length === 0 ? "" : `[${labels.map((axis) => axis.length).join(", ")}]`}`;
}
