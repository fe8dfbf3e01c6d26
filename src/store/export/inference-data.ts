// A fit in the groups of ArviZ's InferenceData schema, ready to be written as netCDF.
// Source: ArviZ, "InferenceData schema specification" (v0.x and v1.x: same groups and names).

import type { Draws } from "../../diagnostics/index.ts";
import { interleaved, netcdfName } from "./metadata.ts";
import type { Attributes, NetcdfCoordinate, NetcdfGroup, NetcdfVariable } from "./netcdf.ts";
import type { StoredDraws } from "../run/index.ts";
import {
  type Dimension,
  type ExportSource,
  type ObservedTerm,
  type SampledBeside,
  sizeOfDimensions,
} from "./source.ts";
import { coordinateVariables, drawnVariables, posteriorVariables, type Variable } from "./variables.ts";

/**
 * Groups of the file: posterior (parameters and quantities), sample_stats, log_likelihood, posterior_predictive, prior and prior_predictive where
 * the fit has them, unconstrained_posterior (the sampled coordinates), observed_data, constant_data; and the global attributes.
 */
export async function inferenceData(source: ExportSource): Promise<{
  readonly groups: readonly NetcdfGroup[];
  readonly attributes: Attributes;
}> {
  const attributes = provenance(source);
  const beside = await source.beside?.();
  const isDrawn = beside !== undefined && typeof beside !== "string";
  const groups = [
    drawsGroup(source, "posterior", posteriorVariables(source), source.draws),
    sampleStats(source),
    ...logLikelihood(source),
    ...predictive(source),
    ...(isDrawn ? sampledBeside(source, beside) : []),
    drawsGroup(source, "unconstrained_posterior", coordinateVariables(source), source.draws),
    ...source.dataGroups.map((group): NetcdfGroup => ({ attributes, ...group })),
  ];
  return {
    groups,
    attributes:
      typeof beside === "string" ? { ...source.metadata, without_predictive_groups: beside } : source.metadata,
  };
}

type SampleShape = Pick<StoredDraws, "chains" | "draws">;

/** Chains and draws are counted from 0, as ArviZ does. @param every of every so many draws the last, where not all are kept */
function sampleAxes(draws: SampleShape, every = 1): readonly NetcdfCoordinate[] {
  const counted = (length: number, of: (index: number) => number): BigInt64Array =>
    BigInt64Array.from({ length }, (_, index) => BigInt(of(index)));
  return [
    { name: "chain", values: counted(draws.chains, (chain) => chain) },
    { name: "draw", values: counted(Math.floor(draws.draws / every), (draw) => (draw + 1) * every - 1) },
  ];
}

/** What every group says of where it comes from. */
function provenance({ created, version }: ExportSource): Attributes {
  return { created_at: created, inference_library: "carryover", inference_library_version: version };
}

/** Coordinates of the sample and of every dimension that is used. */
function coordinatesOf(
  sample: SampleShape,
  used: readonly { readonly dimensions: readonly Dimension[] }[],
  every?: number,
): readonly NetcdfCoordinate[] {
  const axes = new Map<string, Dimension>();
  for (const { dimensions } of used) for (const axis of dimensions) axes.set(netcdfName(axis.name), axis);
  return [
    ...sampleAxes(sample, every),
    ...[...axes].map(([name, axis]): NetcdfCoordinate => ({ name, values: axis.labels })),
  ];
}

const drawDimensions = (dimensions: readonly Dimension[]): readonly string[] => [
  "chain",
  "draw",
  ...dimensions.map(({ name }) => netcdfName(name)),
];

/** A name for a variable that no coordinate has: netCDF keeps both under one. */
function freeName(name: string, coordinates: readonly NetcdfCoordinate[]): string {
  const own = netcdfName(name);
  return coordinates.some((each) => each.name === own) ? freeName(`${own}_`, coordinates) : own;
}

function drawsGroup(
  source: ExportSource,
  name: string,
  variables: readonly Variable[],
  sample: SampleShape,
): NetcdfGroup {
  const coordinates = coordinatesOf(sample, variables);
  return {
    name,
    attributes: provenance(source),
    coordinates,
    variables: variables.map(({ name: variable, kind, unit, dimensions, columns }): NetcdfVariable => {
      const units = unit ?? (kind === "parameter" ? source.parameterUnit : undefined);
      return {
        name: freeName(variable, coordinates),
        dimensions: drawDimensions(dimensions),
        values: interleaved(columns),
        attributes: { kind, ...(units === undefined ? {} : { units }) },
      };
    }),
  };
}

function sampleStats(source: ExportSource): NetcdfGroup {
  const { sampler } = source.draws;
  const dimensions = ["chain", "draw"];
  const whole = ({ values }: Draws): BigInt64Array => BigInt64Array.from(values, BigInt);
  return {
    name: "sample_stats",
    attributes: { ...provenance(source), tuning_steps: BigInt(source.sampling.warmup ?? 0) },
    coordinates: sampleAxes(source.draws),
    variables: [
      {
        name: "lp",
        dimensions,
        values: sampler.logDensity.values,
        attributes: { description: "log density of the sampled, unconstrained coordinates, Jacobian included" },
      },
      { name: "energy", dimensions, values: sampler.energy.values },
      { name: "acceptance_rate", dimensions, values: sampler.acceptance.values },
      { name: "tree_depth", dimensions, values: whole(sampler.treeDepth) },
      { name: "n_steps", dimensions, values: whole(sampler.leapfrogs) },
      // netCDF has no booleans; xarray makes one of bytes with this attribute.
      {
        name: "diverging",
        dimensions,
        values: Int8Array.from(sampler.divergent.values),
        attributes: { dtype: "bool" },
      },
    ],
  };
}

/** Arrays of terms, whose values lie [chain][draw][element]. */
function termsGroup(
  source: ExportSource,
  name: string,
  terms: readonly (ObservedTerm & { readonly values: Float64Array })[],
  sample: SampleShape,
  every?: number,
): NetcdfGroup {
  const coordinates = coordinatesOf(sample, terms, every);
  return {
    name,
    attributes: provenance(source),
    coordinates,
    variables: terms.map(
      ({ name: term, dimensions, values, description }): NetcdfVariable => ({
        name: freeName(term, coordinates),
        dimensions: drawDimensions(dimensions),
        values,
        attributes: { description },
      }),
    ),
  };
}

function logLikelihood(source: ExportSource): readonly NetcdfGroup[] {
  const { pointwise } = source.draws;
  if (pointwise === undefined) return [];
  const { observations, values } = pointwise;
  const rows = pointwise.chains * pointwise.draws;
  let first = 0;
  const terms = source.terms.map((term) => {
    const size = sizeOfDimensions(term.dimensions);
    const from = first;
    first += size;
    const { known } = term;
    if (size === observations && known === undefined) return { ...term, values };
    const own = new Float64Array(rows * size);
    for (let row = 0; row < rows; row++) {
      own.set(values.subarray(row * observations + from, row * observations + from + size), row * size);
      known?.forEach((isKnown, k) => {
        if (!isKnown) own[row * size + k] = Number.NaN;
      });
    }
    return { ...term, values: own };
  });
  return [termsGroup(source, "log_likelihood", terms, source.draws, pointwise.every)];
}

function predictive(source: ExportSource): readonly NetcdfGroup[] {
  const { predictive: drawn = [] } = source;
  return drawn.length === 0 ? [] : [termsGroup(source, "posterior_predictive", drawn, source.draws)];
}

function sampledBeside(
  source: ExportSource,
  { predictive: drawn, every, prior }: SampledBeside,
): readonly NetcdfGroup[] {
  const sample = { chains: 1, draws: prior.draws };
  return [
    termsGroup(source, "posterior_predictive", drawn, source.draws, every),
    drawsGroup(source, "prior", drawnVariables(prior, source), sample),
    termsGroup(source, "prior_predictive", prior.predictive, sample, prior.every),
  ];
}
