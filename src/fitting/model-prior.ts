// Draws of a model of one's own from its prior: parameters, what is derived of them, and what would be observed.

import type { Backend } from "../compile/index.ts";
import { columnOfArray, type DrawsArray, drawsArray, type DrawsColumn } from "../diagnostics/fit/index.ts";
import { compileModel, type DataValues, type Model, type PriorDraws } from "../model/index.ts";
import { randomPurposes, randomStream } from "../numerics/index.ts";
import { noObservation } from "../problems/fit-problems.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { wrongSetting } from "../problems/setting-problems.ts";
import { accepts, checkOptionNames, fitSettings, priorSettings, settingHint, wanted } from "../settings/index.ts";
import { axesOf } from "./axes.ts";
import { drawsByName } from "./draws-by-name.ts";

export interface PriorOptions {
  /** Draws from the prior, 100 or more; default 1000. */
  readonly draws?: number | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
  /** "wasm" (default) or "javascript". */
  readonly backend?: Backend | undefined;
}

/** What `model.priorDraws` gives. Arrays are as those of a fit, with one chain. */
export class ModelPrior {
  /** Names that `draws` takes: parameters, then derived quantities. */
  readonly names: readonly string[];
  readonly #columns: readonly DrawsColumn[];
  readonly #observed: ReadonlyMap<string, DrawsArray>;

  constructor(model: Model, { blocks, observed, count }: PriorDraws) {
    const shape = { chains: 1, draws: count };
    this.#columns = blocks.map(({ name, labels, values }) => ({ name, axes: axesOf(name, labels), ...shape, values }));
    this.names = this.#columns.map(({ name }) => name);
    this.#observed = new Map(
      observed.observations.map(({ name, values }, i) => {
        const array = { name, axes: axesOf(name, model.observations[i].observedLabels) };
        return [name, drawsArray(columnOfArray(array, shape, values))];
      }),
    );
  }

  /**
   * Draws of a parameter or derived quantity, `[1, draws, ...shape]`, or of one element of it: `draws("theta")`, `draws("theta[1]")`.
   * @throws CarryoverError where there is none of this name
   */
  draws(name: string): DrawsArray {
    return drawsByName(this.#columns, name, "prior.draws");
  }

  /**
   * What would be observed at each draw (prior predictive), `[1, draws, ...shape]`.
   * @param name of the observation; may be left out where there is one
   * @throws CarryoverError where there is none of this name
   */
  predictive(name?: string): DrawsArray {
    const names = [...this.#observed.keys()];
    const found = this.#observed.get(name ?? (names.length === 1 ? names[0] : ""));
    if (found !== undefined) return found;
    throw new CarryoverError([noObservation(name, names, "prior.predictive")], exitCodes.usage);
  }
}

/** `Model.priorDraws`, once it is loaded. */
export async function drawPrior(model: Model, data: DataValues, options: PriorOptions): Promise<ModelPrior> {
  checkOptionNames<PriorOptions>("model.priorDraws", options, { draws: true, seed: true, backend: true });
  const { draws = priorSettings.draws.default, seed = fitSettings.seed.default, backend } = options;
  const problems = [
    { name: "draws", value: draws, setting: priorSettings.draws },
    { name: "seed", value: seed, setting: fitSettings.seed },
  ].flatMap(({ name, value, setting }) =>
    accepts(setting, value)
      ? []
      : [wrongSetting("model.priorDraws", name, wanted(setting), String(value), settingHint(setting))],
  );
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  const posterior = compileModel(model, data, backend === undefined ? {} : { backend });
  return new ModelPrior(model, posterior.priorDraws(randomStream([seed, randomPurposes.priorPredictive]), draws));
}
