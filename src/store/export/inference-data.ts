// A fit in the groups of ArviZ's InferenceData schema, ready to be written as netCDF.
// Source: ArviZ, "InferenceData schema specification" (v0.x and v1.x: same groups and names).

import type { Draws } from "../../diagnostics/index.ts";
import { interleaved, netcdfName } from "./metadata.ts";
import type { Attributes, NetcdfCoordinate, NetcdfGroup, NetcdfVariable } from "./netcdf.ts";
import { type Dimension, type ExportSource, type ObservedTerm, sizeOfDimensions } from "./source.ts";
import { coordinateVariables, posteriorVariables, type Variable } from "./variables.ts";

/**
 * Groups of the file: posterior (parameters and quantities), sample_stats, log_likelihood and posterior_predictive where the fit has them,
 * unconstrained_posterior (the sampled coordinates), observed_data, constant_data; and the global attributes.
 */
export function inferenceData(source: ExportSource): {
  readonly groups: readonly NetcdfGroup[];
  readonly attributes: Attributes;
} {
  const attributes = provenance(source);
  const groups = [
    drawsGroup(source, "posterior", posteriorVariables(source)),
    sampleStats(source),
    ...logLikelihood(source),
    ...predictive(source),
    drawsGroup(source, "unconstrained_posterior", coordinateVariables(source)),
    ...source.dataGroups.map((group): NetcdfGroup => ({ attributes, ...group })),
  ];
  return { groups, attributes: source.metadata };
}

/** Chains and draws are counted from 0, as ArviZ does. @param every of every so many draws the last, where not all are kept */
function sampleAxes({ draws }: ExportSource, every = 1): readonly NetcdfCoordinate[] {
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
  source: ExportSource,
  used: readonly { readonly dimensions: readonly Dimension[] }[],
  every?: number,
): readonly NetcdfCoordinate[] {
  const axes = new Map<string, Dimension>();
  for (const { dimensions } of used) for (const axis of dimensions) axes.set(netcdfName(axis.name), axis);
  return [
    ...sampleAxes(source, every),
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

function drawsGroup(source: ExportSource, name: string, variables: readonly Variable[]): NetcdfGroup {
  const coordinates = coordinatesOf(source, variables);
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
    coordinates: sampleAxes(source),
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
  every?: number,
): NetcdfGroup {
  const coordinates = coordinatesOf(source, terms, every);
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
  return [termsGroup(source, "log_likelihood", terms, pointwise.every)];
}

function predictive(source: ExportSource): readonly NetcdfGroup[] {
  const { predictive: drawn = [] } = source;
  return drawn.length === 0 ? [] : [termsGroup(source, "posterior_predictive", drawn)];
}
