// A fit of a model of one's own as what exports are made of.

import { type DataGroup, type ExportSource, factsOf, type PredictiveDraws } from "../store/export/index.ts";
import type { KeptFit, LabeledValues } from "../store/fit/index.ts";
import { axesOf } from "./axes.ts";

/** @param predictive replicated observations, where there are any */
export function sourceOfModelFit(kept: KeptFit, predictive: readonly PredictiveDraws[]): ExportSource {
  const { settings, created, versions, diagnostics, complete } = kept;
  const { chains, draws } = kept.sampler.logDensity;
  const { converged } = diagnostics;
  const { seed } = settings;
  return {
    draws: { ...kept, chains, draws },
    metadata: {
      ...factsOf({ version: versions.carryover, created, complete, converged, draws: { chains, draws }, seed }),
      settings: JSON.stringify(settings),
    },
    created,
    version: versions.carryover,
    model: "model",
    sampling: settings,
    dimensions: (_, axes) => axes,
    coordinateDimensions: (name, labels) => axesOf(name, labels),
    terms: kept.observations.map(({ name, axes }) => ({
      name,
      dimensions: axes,
      description: "log likelihood of each observation",
    })),
    dataGroups: [
      ...group("observed_data", kept.observed, "what is observed"),
      ...group("constant_data", kept.data, "data of the model"),
    ],
    predictive,
  };
}

function group(name: DataGroup["name"], arrays: readonly LabeledValues[], description: string): readonly DataGroup[] {
  if (arrays.length === 0) return [];
  return [
    {
      name,
      coordinates: arrays.flatMap(({ axes }) => axes.map((axis) => ({ name: axis.name, values: axis.labels }))),
      variables: arrays.map(({ name: array, axes, values }) => ({
        name: array,
        dimensions: axes.map((axis) => axis.name),
        values,
        attributes: { description },
      })),
    },
  ];
}
