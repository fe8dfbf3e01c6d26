// Named arrays to a netCDF-4 file: HDF5 with dimension scales, written by h5wasm. Source: NetCDF-4 format specification
// (Unidata), "NetCDF-4 and HDF5"; HDF5 dimension scale specification.

import type { Group } from "h5wasm";
import { packageMissing } from "../../problems/export-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";

/** A number is written as an integer of 64 bits where it is a bigint, else as a double. */
export type AttributeValue = string | number | bigint;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export type ArrayValues = Float64Array | BigInt64Array | Int8Array | readonly string[];

/** Coordinates along a dimension of the same name. */
export interface NetcdfCoordinate {
  readonly name: string;
  readonly values: BigInt64Array | readonly string[];
}

export interface NetcdfVariable {
  readonly name: string;
  /** Names of coordinates of the group, slowest first; none for a scalar. */
  readonly dimensions: readonly string[];
  /** Row by row. */
  readonly values: ArrayValues;
  readonly attributes?: Attributes;
}

/** A group that needs nothing of others: it has coordinates of its own. */
export interface NetcdfGroup {
  readonly name: string;
  readonly attributes: Attributes;
  readonly coordinates: readonly NetcdfCoordinate[];
  readonly variables: readonly NetcdfVariable[];
}

let files = 0;

/**
 * The bytes of a netCDF-4 file with these groups and global attributes. Numbers are stored as they are, uncompressed.
 * @throws CarryoverError when the package h5wasm is not installed; RangeError when sizes do not fit
 */
export async function netcdfBytes(groups: readonly NetcdfGroup[], attributes: Attributes): Promise<Uint8Array> {
  const h5wasm = await import("h5wasm").catch(() => {
    throw new CarryoverError([packageMissing("h5wasm", "netCDF files")], exitCodes.usage);
  });
  const { FS } = await h5wasm.ready;
  const path = `/export-${files++}.nc`;
  // Names in the order of writing, as the netCDF library wants it; bounds that HDF5 1.8 and later read.
  const file = new h5wasm.File(path, "w", { track_order: true, libver: ["v108", "v110"] });
  try {
    writeAttributes(file, attributes);
    for (const group of groups) writeGroup(file, group);
    file.close();
    return FS.readFile(path) as Uint8Array;
  } finally {
    FS.unlink(path);
  }
}

function writeGroup(root: Group, { name, attributes, coordinates, variables }: NetcdfGroup): void {
  const group = root.create_group(name, true);
  writeAttributes(group, attributes);
  const lengths = new Map<string, number>();
  for (const { name: axis, values } of coordinates) {
    lengths.set(axis, values.length);
    const scale = createDataset(group, axis, values, [values.length]);
    scale.make_scale(axis);
  }
  for (const { name: variable, dimensions, values, attributes: own = {} } of variables) {
    const shape = dimensions.map((axis) => lengths.get(axis) ?? Number.NaN);
    const size = shape.reduce((product, length) => product * length, 1);
    if (values.length !== size) {
      throw new RangeError(`${variable} has ${values.length} values for dimensions ${dimensions} of ${shape}.`);
    }
    const dataset = createDataset(group, variable, values, shape);
    dimensions.forEach((axis, index) => dataset.attach_scale(index, `/${name}/${axis}`));
    writeAttributes(dataset, own);
  }
}

function createDataset(
  group: Group,
  name: string,
  values: ArrayValues,
  shape: readonly number[],
): ReturnType<Group["create_dataset"]> {
  const typed = ArrayBuffer.isView(values);
  return group.create_dataset({
    name,
    data: typed ? (values as Float64Array) : [...values],
    shape: [...shape],
    dtype: typed ? dtypes[values.constructor.name] : "S",
    track_order: true,
  });
}

const dtypes: Readonly<Record<string, string>> = { Float64Array: "<d", BigInt64Array: "<q", Int8Array: "<b" };

function writeAttributes(to: Pick<Group, "create_attribute">, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "string") to.create_attribute(name, value, [], "S");
    else if (typeof value === "bigint") to.create_attribute(name, BigInt64Array.of(value), [], "<q");
    else to.create_attribute(name, Float64Array.of(value), [], "<d");
  }
}
