// The run of a media mix model as what exports are made of.

import { periodOf } from "../../data/panel/index.ts";
import type { NamedAxis } from "../../diagnostics/fit/index.ts";
import { labelsOfElements, nation } from "../../mmm/axes/index.ts";
import { modelDocument } from "../../mmm/specification/index.ts";
import { namesOfArray } from "../../model/index.ts";
import { noiseDocument } from "../../privacy/release/index.ts";
import type { StoredRun } from "../run/index.ts";
import { factsOf, interleaved, netcdfName } from "./metadata.ts";
import type { NetcdfCoordinate, NetcdfVariable } from "./netcdf.ts";
import type { DataGroup, Dimension, ExportSource } from "./source.ts";

export function sourceOfStoredRun(run: StoredRun): ExportSource {
  const { record, draws, data, diagnostics } = run;
  const sampling = record.specification.sampling ?? {};
  return {
    draws,
    metadata: {
      ...factsOf({ ...record, version: record.versions.carryover, draws, converged: diagnostics.converged }),
      data_path: record.data.path,
      data_sha256: record.data.sha256,
      specification: JSON.stringify(modelDocument(record.specification)),
      ...(record.privacy === undefined
        ? {}
        : {
            privacy_statement: record.privacy.statement.join(" "),
            privacy_description: JSON.stringify(noiseDocument(record.privacy.description)),
          }),
    },
    created: record.created,
    version: record.versions.carryover,
    model: "media_mix_model",
    sampling: {
      warmup: sampling.warmup,
      seed: record.seed,
      targetAccept: sampling.target_accept,
      maxDepth: sampling.max_depth,
      metric: sampling.metric,
    },
    parameterUnit: "scaled",
    dimensions: (variable, axes) => dimensionOf(variable, axes, data),
    coordinateDimensions: (name, labels) => {
      const shown = labels.filter((each) => each.length !== 1 || each[0] !== nation);
      if (shown.length === 0) return [];
      const elements = namesOfArray({ name: "", labels: shown }).map((text) => text.slice(1, -1));
      return [{ name: `${name}_element`, labels: elements }];
    },
    terms: [
      {
        name: data.target.name,
        dimensions: [rowAxis(data)],
        description: "of the scaled target, one for each row of the table",
      },
    ],
    dataGroups: [observedData(data), constantData(data)],
    privacy: record.privacy,
  };
}

/** The dimension of rows: "week" or "day". */
function rowAxis({ cadence, dates }: StoredRun["data"]): Dimension {
  return { name: periodOf(cadence), labels: dates };
}

/**
 * One dimension at most: `channel` for what every channel has, `<variable>_channel` for what only some have, `control_column` for controls
 * (netCDF allows no variable of two dimensions under the name of one of them, and the effects are called `control`), and
 * `<variable>_term` for all else, the seasonal terms among them.
 */
function dimensionOf(variable: string, axes: readonly NamedAxis[], data: StoredRun["data"]): readonly Dimension[] {
  // The only geo of a national table is not shown.
  const shown = axes.filter(({ labels }) => labels.length !== 1 || labels[0] !== nation);
  if (shown.length === 0) return [];
  const labels = labelsOfElements(shown).map((each) => each.join(","));
  return [{ name: dimensionName(variable, shown, data), labels }];
}

function dimensionName(
  variable: string,
  axes: readonly NamedAxis[],
  { channels, controls }: StoredRun["data"],
): string {
  const [{ name, labels }] = axes;
  const whole = (names: readonly string[]): boolean =>
    names.length === labels.length && names.every((each, index) => each === labels[index]);
  if (axes.length > 1) return `${variable}_element`;
  if (name === "control") return whole(controls.map((each) => each.name)) ? "control_column" : `${variable}_column`;
  if (name === "channel") return whole(channels.map((each) => each.name)) ? "channel" : `${variable}_channel`;
  return `${variable}_term`;
}

function observedData(data: StoredRun["data"]): DataGroup {
  const { name, kind, values } = data.target;
  const rows = rowAxis(data);
  const attributes = { kind, description: "target in the table's own units" };
  return {
    name: "observed_data",
    coordinates: [{ name: rows.name, values: rows.labels }],
    variables: [{ name: netcdfName(name), dimensions: [rows.name], values, attributes }],
  };
}

/** Spend, what drives channels in its place, and controls as the table has them. */
function constantData(data: StoredRun["data"]): DataGroup {
  const { channels, controls } = data;
  const rows = rowAxis(data);
  const driven = channels.flatMap(({ name, driver }) => (driver === undefined ? [] : [{ name, ...driver }]));
  const matrix = (name: string, axis: string, columns: readonly Float64Array[]): NetcdfVariable => ({
    name,
    dimensions: [rows.name, axis],
    values: interleaved(columns),
    attributes: { description: "in the table's own units" },
  });
  const coordinates: NetcdfCoordinate[] = [
    { name: rows.name, values: rows.labels },
    { name: "channel", values: channels.map(({ name }) => name) },
  ];
  const variables = [
    matrix(
      "spend",
      "channel",
      channels.map(({ spend }) => spend),
    ),
  ];
  if (driven.length > 0) {
    coordinates.push({ name: "driver_channel", values: driven.map(({ name }) => name) });
    variables.push(
      matrix(
        "driver",
        "driver_channel",
        driven.map(({ values }) => values),
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
  return { name: "constant_data", coordinates, variables };
}
