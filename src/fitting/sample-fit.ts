// Chains of a compiled model of one's own, sampled on worker threads, and what is said of them.

import {
  completedDraws,
  describeChains,
  type DrawsColumn,
  type QuantityColumn,
  withCompleteness,
} from "../diagnostics/fit/index.ts";
import { evaluate } from "../graph/index.ts";
import {
  dependsOnParameters,
  type DrawsBlock,
  type Model,
  pointwiseRoom,
  type Posterior,
  withModel,
} from "../model/index.ts";
import { generalRemedies } from "../problems/remedies.ts";
import { type SampleResult, sample, sampleOnThreads, type Settings } from "../sampling/index.ts";
import type { KeptFit, LabeledValues } from "../store/fit/index.ts";
import { carryoverVersion } from "../store/index.ts";
import { axesOf } from "./axes.ts";
import type { RunOptions } from "./settings.ts";

/** What a fit goes on from. */
export interface Before {
  readonly started: number;
  readonly earlier?: KeptFit;
}

/** Samples, or goes on sampling, and describes what came of it. @param canceled stops it, as `signal` of the options does */
export async function sampleFit(
  posterior: Posterior,
  sampling: Partial<Settings>,
  { inThisThread = false, pointwise = true, threads, pool, signal, onProgress, watch, initialCenter }: RunOptions,
  canceled: AbortSignal,
  { started, earlier }: Before,
): Promise<KeptFit> {
  const compiled = performance.now();
  const options = {
    onProgress,
    watch: withModel(watch, posterior),
    initialCenter,
    names: posterior.coordinateNames,
    signal: signal === undefined ? canceled : AbortSignal.any([signal, canceled]),
    ...(earlier === undefined ? {} : { resume: earlier.result }),
  };
  const result = await (inThisThread
    ? sample(posterior.density(), sampling, options)
    : sampleOnThreads(posterior.densitySource(), sampling, { ...options, threads, pool }));
  const times = { started, compiled, sampled: performance.now() };
  return described(posterior, result, times, pointwise, earlier);
}

function described(
  posterior: Posterior,
  result: SampleResult,
  times: { readonly started: number; readonly compiled: number; readonly sampled: number },
  wanted: boolean,
  earlier: KeptFit | undefined,
): KeptFit {
  const { draws, positions } = completedDraws(result);
  const shape = { chains: result.chains.length, draws };
  const count = shape.chains * draws;
  const observations = posterior.observed.length;
  const observed = wanted && observations > 0 ? pointwiseRoom(observations, shape) : undefined;
  const { blocks } = posterior.constrainDraws(positions, count, observed?.pointwise.values, observed?.rowOf);
  const column = ({ name, labels, values: own }: DrawsBlock): DrawsColumn => ({
    name,
    axes: axesOf(name, labels),
    ...shape,
    values: own,
  });
  const parameters = blocks.filter(({ kind }) => kind === "parameter").map(column);
  const quantities = blocks
    .filter(({ kind }) => kind === "derived")
    .map((block): QuantityColumn => ({ ...column(block), unit: block.unit ?? "" }));
  const { coordinates, coordinateNames, program } = posterior;
  const remedies = generalRemedies;
  const found = describeChains({
    result,
    times,
    before: earlier,
    coordinateNames,
    parameters,
    quantities,
    remedies,
  });
  const { model } = program;
  return {
    created: new Date().toISOString(),
    versions: { carryover: carryoverVersion(), node: process.versions.node, v8: process.versions.v8 },
    backend: program.backend,
    settings: result.settings,
    parameters,
    quantities,
    ...found,
    diagnostics: withCompleteness(found, remedies),
    positions,
    coordinates,
    ...(observed === undefined ? {} : { pointwise: observed.pointwise }),
    data: model.data.map(({ name, labels }) => ({ name, axes: axesOf(name, labels), values: posterior.data[name] })),
    observed: observedValues(model, posterior.data),
    observations: model.pointwise.map(({ name, labels }) => ({ name, axes: axesOf(name, labels) })),
    result,
  };
}

/** What is observed, where it is data or follows from data alone. */
function observedValues(model: Model, data: Posterior["data"]): readonly LabeledValues[] {
  return model.observations
    .filter(({ node }) => !dependsOnParameters(node))
    .map(({ name, node, observedLabels }) => ({
      name,
      axes: axesOf(name, observedLabels),
      values: evaluate([node], data)[0],
    }));
}
