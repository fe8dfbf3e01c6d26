// What the model of a run says of observations, and what it said before the data: posterior predictive draws, draws of the prior, and theirs.

import type { FittedModel } from "../../decisions/draws/index.ts";
import { type PredictedRows, predictionsOf } from "../../decisions/predictions/index.ts";
import { reportedPrior } from "../../decisions/prior/index.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { modelOfRun, type StoredRun } from "../run/index.ts";
import type { ObservedTerm, PredictiveDraws, SampledBeside } from "./source.ts";

/** Numbers that predictive draws of a file may have: 64 MB. Larger tables are predicted at the last of every so many draws. */
const mostNumbers = 8_000_000;

/**
 * Draws beside the posterior; the reason where the run is of another version's model, so that nothing but its draws can be read.
 * @param term the target under its name and dimensions
 */
export async function sampledBeside(run: StoredRun, term: ObservedTerm): Promise<SampledBeside | string> {
  const model = await ofThisVersion(run);
  if (typeof model === "string") return model;
  const { model: priorModel, parameters, quantities } = reportedPrior(model.spec, model.data);
  const prior = predictive(priorModel, term);
  return {
    ...predictive(model, term),
    prior: { draws: priorModel.posterior.count, parameters, quantities, ...prior },
  };
}

async function ofThisVersion(run: StoredRun): Promise<FittedModel | string> {
  try {
    return await modelOfRun(run);
  } catch (error) {
    if (!(error instanceof CarryoverError)) throw error;
    return error.problems[0].message;
  }
}

function predictive(
  model: FittedModel,
  term: ObservedTerm,
): { readonly predictive: readonly PredictiveDraws[]; readonly every: number } {
  const cells = model.design.geos.length * model.data.rows;
  const every = Math.ceil((model.posterior.count * cells) / mostNumbers);
  const predictions = predictionsOf(everySoManyDraws(model, every));
  const values = new Float64Array(predictions.count * cells).fill(Number.NaN);
  const put = ({ series, predicted }: PredictedRows): void => {
    for (const { index, from, rows } of series) {
      rows.forEach((t, k) => {
        for (let i = 0; i < predictions.count; i++) {
          values[i * cells + index * model.data.rows + t] = predicted[(from + k) * predictions.count + i];
        }
      });
    }
  };
  put(predictions);
  if (predictions.withoutTarget !== undefined) put(predictions.withoutTarget);
  return { predictive: [{ ...term, values }], every };
}

/** The model at the last of every so many draws of each chain. */
function everySoManyDraws(model: FittedModel, every: number): FittedModel {
  if (every === 1) return model;
  const { posterior, chains, latentSpend } = model;
  const draws = posterior.count / chains;
  const kept = Math.floor(draws / every);
  const rows = Array.from({ length: chains * kept }, (_, i) => {
    const [chain, draw] = [Math.floor(i / kept), i % kept];
    return chain * draws + (draw + 1) * every - 1;
  });
  const taken = (values: Float64Array): Float64Array => {
    const width = values.length / posterior.count;
    const own = new Float64Array(rows.length * width);
    rows.forEach((row, i) => own.set(values.subarray(row * width, (row + 1) * width), i * width));
    return own;
  };
  return {
    ...model,
    posterior: { ...posterior, count: rows.length, values: taken(posterior.values) },
    ...(latentSpend === undefined ? {} : { latentSpend: taken(latentSpend) }),
  };
}
