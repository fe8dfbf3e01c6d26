// A run in the groups of ArviZ's InferenceData schema, ready to be written as netCDF.
// Source: ArviZ, "InferenceData schema specification" (v0.x and v1.x: same groups and names).

import { periodOf } from "../../data/panel/index.ts";
import type { Draws } from "../../diagnostics/index.ts";
import type { StoredRun } from "../run/index.ts";
import { metadataOf, netcdfName } from "./metadata.ts";
import type { Attributes, NetcdfCoordinate, NetcdfGroup, NetcdfVariable } from "./netcdf.ts";
import { coordinateVariables, type Dimension, posteriorVariables, type Variable } from "./variables.ts";

/**
 * Groups of the file: posterior (parameters and quantities), sample_stats, log_likelihood where the run has it,
 * unconstrained_posterior (the sampled coordinates), observed_data, constant_data; and the global attributes.
 */
export function inferenceData(run: StoredRun): {
  readonly groups: readonly NetcdfGroup[];
  readonly attributes: Attributes;
} {
  const attributes = metadataOf(run);
  const groups = [
    drawsGroup(run, "posterior", posteriorVariables(run)),
    sampleStats(run),
    ...logLikelihood(run),
    drawsGroup(run, "unconstrained_posterior", coordinateVariables(run)),
    observedData(run),
    constantData(run),
  ];
  return { groups, attributes };
}

/** The dimension of rows: "week" or "day". */
function rowAxis({ data }: StoredRun): NetcdfCoordinate {
  return { name: periodOf(data.cadence), values: data.dates };
}

/** Chains and draws are counted from 0, as ArviZ does. */
function sampleAxes({ draws }: StoredRun): readonly NetcdfCoordinate[] {
  const counted = (length: number): BigInt64Array => BigInt64Array.from({ length }, (_, index) => BigInt(index));
  return [
    { name: "chain", values: counted(draws.chains) },
    { name: "draw", values: counted(draws.draws) },
  ];
}

/** What every group says of where it comes from. */
function provenance({ record }: StoredRun): Attributes {
  return {
    created_at: record.created,
    inference_library: "carryover",
    inference_library_version: record.versions.carryover,
  };
}

function drawsGroup(run: StoredRun, name: string, variables: readonly Variable[]): NetcdfGroup {
  const axes = new Map<string, Dimension>();
  for (const { dimension } of variables) if (dimension !== undefined) axes.set(dimension.name, dimension);
  return {
    name,
    attributes: provenance(run),
    coordinates: [
      ...sampleAxes(run),
      ...[...axes.values()].map((axis): NetcdfCoordinate => ({ name: axis.name, values: axis.labels })),
    ],
    variables: variables.map(({ name: variable, kind, unit, dimension, columns }): NetcdfVariable => {
      const dimensions = ["chain", "draw", ...(dimension === undefined ? [] : [dimension.name])];
      const units = unit ?? (kind === "parameter" ? "scaled" : undefined);
      return {
        name: netcdfName(variable),
        dimensions,
        values: interleaved(columns),
        attributes: { kind, ...(units === undefined ? {} : { units }) },
      };
    }),
  };
}

/** Columns to one array in which the element is the fastest axis. */
function interleaved(columns: readonly Float64Array[]): Float64Array {
  const width = columns.length;
  if (width === 1) return columns[0];
  const values = new Float64Array(width * columns[0].length);
  columns.forEach((column, element) => {
    for (let row = 0; row < column.length; row++) values[row * width + element] = column[row];
  });
  return values;
}

function sampleStats(run: StoredRun): NetcdfGroup {
  const { sampler } = run.draws;
  const dimensions = ["chain", "draw"];
  const whole = ({ values }: Draws): BigInt64Array => BigInt64Array.from(values, BigInt);
  return {
    name: "sample_stats",
    attributes: { ...provenance(run), tuning_steps: BigInt(run.record.specification.sampling?.warmup ?? 0) },
    coordinates: sampleAxes(run),
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

function logLikelihood(run: StoredRun): readonly NetcdfGroup[] {
  const { pointwise } = run.draws;
  if (pointwise === undefined) return [];
  const rows = rowAxis(run);
  const variable = {
    name: netcdfName(run.data.target.name),
    dimensions: ["chain", "draw", rows.name],
    values: pointwise.values,
    attributes: { description: "of the scaled target, one for each row of the table" },
  };
  return [
    {
      name: "log_likelihood",
      attributes: provenance(run),
      coordinates: [...sampleAxes(run), rows],
      variables: [variable],
    },
  ];
}

function observedData(run: StoredRun): NetcdfGroup {
  const { name, kind, values } = run.data.target;
  const rows = rowAxis(run);
  const attributes = { kind, description: "target in the table's own units" };
  return {
    name: "observed_data",
    attributes: provenance(run),
    coordinates: [rows],
    variables: [{ name: netcdfName(name), dimensions: [rows.name], values, attributes }],
  };
}

/** Spend and controls as the table has them. */
function constantData(run: StoredRun): NetcdfGroup {
  const { channels, controls } = run.data;
  const rows = rowAxis(run);
  const withImpressions = channels.flatMap(({ name, impressions }) =>
    impressions === undefined ? [] : [{ name, impressions }],
  );
  const matrix = (name: string, axis: string, columns: readonly Float64Array[]): NetcdfVariable => ({
    name,
    dimensions: [rows.name, axis],
    values: interleaved(columns),
    attributes: { description: "in the table's own units" },
  });
  const coordinates: NetcdfCoordinate[] = [rows, { name: "channel", values: channels.map(({ name }) => name) }];
  const variables = [
    matrix(
      "spend",
      "channel",
      channels.map(({ spend }) => spend),
    ),
  ];
  if (withImpressions.length > 0) {
    coordinates.push({ name: "impressions_channel", values: withImpressions.map(({ name }) => name) });
    variables.push(
      matrix(
        "impressions",
        "impressions_channel",
        withImpressions.map(({ impressions }) => impressions),
      ),
    );
  }
  if (controls.length > 0) {
    coordinates.push({ name: "control_column", values: controls.map(({ name }) => name) });
    variables.push(
      matrix(
        "controls",
        "control_column",
        controls.map(({ values }) => values),
      ),
    );
  }
  return { name: "constant_data", attributes: provenance(run), coordinates, variables };
}
