// The run of a media mix model as what exports are made of.

import { periodOf } from "../../data/panel/index.ts";
import type { NamedAxis } from "../../diagnostics/fit/index.ts";
import { nation } from "../../mmm/axes/index.ts";
import { modelDocument } from "../../mmm/specification/index.ts";
import { namesOfArray } from "../../model/index.ts";
import { noiseDocument } from "../../privacy/release/index.ts";
import type { StoredRun } from "../run/index.ts";
import { factsOf, interleaved, netcdfName } from "./metadata.ts";
import type { NetcdfCoordinate, NetcdfVariable } from "./netcdf.ts";
import type { DataGroup, Dimension, ExportSource, ObservedTerm } from "./source.ts";

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
    dimensions: (variable, axes) => dimensionsOf(variable, axes, data),
    coordinateDimensions: (name, labels) => {
      const shown = labels.filter((each) => each.length !== 1 || each[0] !== nation);
      if (shown.length === 0) return [];
      const elements = namesOfArray({ name: "", labels: shown }).map((text) => text.slice(1, -1));
      return [{ name: `${name}_element`, labels: elements }];
    },
    terms: [targetTerm(data)],
    beside: async () => (await import("./sampled-beside.ts")).sampledBeside(run, predictiveTerm(data)),
    dataGroups: [observedData(data), constantData(data)],
    privacy: record.privacy,
  };
}

/** The dimension of rows: "week" or "day". */
function rowAxis({ cadence, dates }: StoredRun["data"]): Dimension {
  return { name: periodOf(cadence), labels: dates };
}

/** The dimensions of what every cell of the table has: geos first, where it is a panel. */
function cellAxes(data: StoredRun["data"]): readonly Dimension[] {
  const { geos } = data;
  return [...(geos === undefined ? [] : [{ name: "geo", labels: geos.map(({ name }) => name) }]), rowAxis(data)];
}

/** The pointwise log likelihood: of every row of a national table, of a panel of every cell, not all of which have a target. */
function targetTerm(data: StoredRun["data"]): ObservedTerm {
  const { name, values } = data.target;
  const dimensions = cellAxes(data);
  if (data.geos === undefined) {
    return { name, dimensions, description: "of the scaled target, one for each row of the table" };
  }
  return {
    name,
    dimensions,
    known: Array.from(values, (value) => !Number.isNaN(value)),
    description:
      "of the scaled target of each geo and week; NaN where the target is not known: stack the two and drop these for leave-one-out",
  };
}

/** A new observation of every row; of a panel of every cell, NaN where a geo has no row. */
function predictiveTerm(data: StoredRun["data"]): ObservedTerm {
  return {
    name: data.target.name,
    dimensions: cellAxes(data),
    description: "new observations of the target in the table's own units, with the noise of the likelihood",
  };
}

/**
 * One dimension for each axis: `channel` for what every channel has, `<variable>_channel` for what only some have, `geo` and the dates of the
 * table likewise; `control_column` for controls (netCDF allows no variable of two dimensions under the name of one of them, and the effects are
 * called `control`), and `<variable>_term` for all else, the seasonal terms among them.
 */
function dimensionsOf(variable: string, axes: readonly NamedAxis[], data: StoredRun["data"]): readonly Dimension[] {
  // The only geo of a national table is not shown.
  const shown = axes.filter(({ labels }) => labels.length !== 1 || labels[0] !== nation);
  return shown.map((axis) => dimensionOf(variable, axis, data));
}

function dimensionOf(variable: string, { name, labels }: NamedAxis, data: StoredRun["data"]): Dimension {
  const { channels, controls, geos = [] } = data;
  const whole = (names: readonly string[]): boolean =>
    names.length === labels.length && names.every((each, index) => each === labels[index]);
  const namesOf = (all: readonly { readonly name: string }[]): readonly string[] => all.map((each) => each.name);
  const rows = rowAxis(data);
  // Periods are counted from 1 among the parameters.
  if (name === "time") return labels.length === data.rows ? rows : { name: `${variable}_${rows.name}`, labels };
  const common: Readonly<Record<string, Dimension | undefined>> = {
    control: { name: whole(namesOf(controls)) ? "control_column" : `${variable}_column`, labels },
    channel: { name: whole(namesOf(channels)) ? "channel" : `${variable}_channel`, labels },
    geo: { name: whole(namesOf(geos)) ? "geo" : `${variable}_geo`, labels },
  };
  return common[name] ?? { name: `${variable}_term`, labels };
}

function observedData(data: StoredRun["data"]): DataGroup {
  const { name, kind, values } = data.target;
  const axes = cellAxes(data);
  const attributes = { kind, description: "target in the table's own units" };
  return {
    name: "observed_data",
    coordinates: axes.map((axis) => ({ name: axis.name, values: axis.labels })),
    variables: [{ name: netcdfName(name), dimensions: axes.map((axis) => axis.name), values, attributes }],
  };
}

/** Spend, what drives channels in its place, controls and people as the table has them. */
function constantData(data: StoredRun["data"]): DataGroup {
  const { channels, controls, geos = [] } = data;
  const axes = cellAxes(data);
  const driven = channels.flatMap(({ name, driver }) => (driver === undefined ? [] : [{ name, ...driver }]));
  const matrix = (name: string, axis: string, columns: readonly Float64Array[]): NetcdfVariable => ({
    name,
    dimensions: [...axes.map(({ name: own }) => own), axis],
    values: interleaved(columns),
    attributes: { description: "in the table's own units" },
  });
  const coordinates: NetcdfCoordinate[] = [
    ...axes.map(({ name, labels }) => ({ name, values: labels })),
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
  if (geos[0]?.population !== undefined) {
    const people = Float64Array.from(geos, ({ population = Number.NaN }) => population);
    variables.push({ name: "population", dimensions: ["geo"], values: people, attributes: { description: "people" } });
  }
  return { name: "constant_data", coordinates, variables };
}
