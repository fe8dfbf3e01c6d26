// The draws of a fit as columns of float64 in one file, with an index that says what each column is.

import { endianness } from "node:os";
import {
  type DrawsColumn,
  type NamedAxis,
  type SampledFit,
  type SamplerDraws,
  sizeOfAxes,
} from "../../diagnostics/fit/index.ts";
import type { Draws } from "../../diagnostics/index.ts";
import { type ArrayLabels, elementName, sizeOfArray } from "../../model/index.ts";
import type { ColumnKind, ColumnRecord, DrawsRecord } from "./format.ts";

/** The draws of a fit, by what they are; the part of `SampledFit` that goes to draws.f64. */
export interface StoredDraws
  extends Pick<SampledFit, "parameters" | "quantities" | "sampler" | "positions" | "coordinates" | "pointwise"> {
  readonly chains: number;
  /** Draws per chain. */
  readonly draws: number;
}

/** Names of the sampler's columns, in order. */
const samplerColumns: { readonly [K in keyof SamplerDraws]: string } = {
  logDensity: "log_density",
  energy: "energy",
  acceptance: "acceptance",
  treeDepth: "tree_depth",
  leapfrogs: "leapfrogs",
  divergent: "divergent",
};
const samplerKeys = Object.keys(samplerColumns) as (keyof SamplerDraws)[];

interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly unit?: string;
  readonly units?: readonly string[];
  readonly axes?: readonly NamedAxis[];
  readonly labels?: ArrayLabels["labels"];
  /** Numbers in all, and how they are written to where they go. */
  readonly size: number;
  readonly write: (into: Float64Array) => void;
}

/** Of numbers that lie one after another already. */
function inOrder(values: Float64Array): Pick<Column, "size" | "write"> {
  return { size: values.length, write: (into) => into.set(values) };
}

/** The bytes of draws.f64 and the record of draws.json. */
export function encodeDraws(stored: StoredDraws): { readonly bytes: Uint8Array; readonly index: DrawsRecord } {
  const columns = columnsOf(stored);
  const offsets: number[] = [];
  const length = columns.reduce((total, { name, kind, axes = [], labels = [], size }) => {
    const rows = kind === "log_likelihood" ? keptRows(stored) : stored.chains * stored.draws;
    const wanted = rows * sizeOfAxes(axes) * sizeOfArray({ labels });
    if (size !== wanted) throw new RangeError(`Column ${name} has ${size} numbers, not ${wanted}.`);
    offsets.push(total * 8);
    return total + size;
  }, 0);
  const values = new Float64Array(length);
  columns.forEach(({ size, write }, index) => {
    const from = offsets[index] / 8;
    write(values.subarray(from, from + size));
  });
  const bytes = new Uint8Array(values.buffer);
  toLittleEndian(bytes);
  const index: DrawsRecord = {
    type: "float64le",
    chains: stored.chains,
    draws: stored.draws,
    ...(stored.pointwise?.every === undefined ? {} : { log_likelihood_every: stored.pointwise.every }),
    columns: columns.map(
      ({ name, kind, unit, units, axes, labels }, position): ColumnRecord => ({
        name,
        kind,
        ...(unit === undefined ? {} : { unit }),
        ...(units === undefined ? {} : { units }),
        ...(axes === undefined ? {} : { axes }),
        ...(labels === undefined ? {} : { labels }),
        offset: offsets[position],
      }),
    ),
  };
  return { bytes, index };
}

/** The draws that `encodeDraws` wrote. @throws RangeError when `bytes` do not have what `index` says */
export function decodeDraws(bytes: Uint8Array, index: DrawsRecord): StoredDraws {
  const { chains, draws } = index;
  const rows = chains * draws;
  // A copy: bytes read from a file need not begin at a multiple of 8 (and slice of a Buffer would be a view).
  const own = new Uint8Array(bytes);
  toLittleEndian(own);
  const every = index.log_likelihood_every;
  const kept = Math.floor(draws / (every ?? 1));
  const valuesOf = ({ offset }: ColumnRecord, length = rows): Float64Array =>
    new Float64Array(own.buffer, offset, length);
  const elementsOf = ({ offset, labels = [] }: ColumnRecord): Float64Array[] =>
    Array.from(
      { length: sizeOfArray({ labels }) },
      (_, k) => new Float64Array(own.buffer, offset + k * rows * 8, rows),
    );
  const drawsOf = (column: ColumnRecord): Draws => ({ chains, draws, values: valuesOf(column) });
  const columnOf = ({ name, axes = [], offset }: ColumnRecord): DrawsColumn => {
    const values = new Float64Array(own.buffer, offset, rows * sizeOfAxes(axes));
    return { name, axes, chains, draws, values };
  };
  const ofKind = (kind: ColumnKind): readonly ColumnRecord[] => index.columns.filter((column) => column.kind === kind);
  const sampler = Object.fromEntries(
    samplerKeys.map((key) => {
      const column = ofKind("sampler").find(({ name }) => name === samplerColumns[key]);
      if (column === undefined) throw new RangeError(`The column ${samplerColumns[key]} is missing.`);
      return [key, drawsOf(column)];
    }),
  ) as unknown as SamplerDraws;
  const positions = ofKind("position");
  const pointwise = ofKind("log_likelihood");
  const stored: StoredDraws = {
    chains,
    draws,
    parameters: ofKind("parameter").map(columnOf),
    quantities: ofKind("quantity").map((column) => ({
      ...columnOf(column),
      unit: column.unit ?? "",
      ...(column.units === undefined ? {} : { units: column.units }),
    })),
    sampler,
    positions: interleave(positions.flatMap(elementsOf), rows),
    coordinates: positions.map(({ name, labels = [] }) => ({ name, labels })),
  };
  if (pointwise.length === 0) return stored;
  const columns = pointwise.map((column) => valuesOf(column, chains * kept));
  const values = interleave(columns, chains * kept);
  const thinned = every === undefined ? {} : { every };
  return { ...stored, pointwise: { chains, draws: kept, observations: pointwise.length, values, ...thinned } };
}

/** Draws that have log likelihoods. */
function keptRows({ pointwise }: StoredDraws): number {
  return pointwise === undefined ? 0 : pointwise.chains * pointwise.draws;
}

function columnsOf(stored: StoredDraws): readonly Column[] {
  const rows = stored.chains * stored.draws;
  const { pointwise } = stored;
  // Without draws nothing is kept of them.
  const observations = pointwise === undefined || rows === 0 ? 0 : pointwise.observations;
  return [
    ...stored.parameters.map(
      ({ name, axes, values }): Column => ({ name, kind: "parameter", axes, ...inOrder(values) }),
    ),
    ...stored.quantities.map(
      ({ name, unit, units, axes, values }): Column => ({
        name,
        kind: "quantity",
        unit,
        ...(units === undefined ? {} : { units }),
        axes,
        ...inOrder(values),
      }),
    ),
    ...samplerKeys.map(
      (key): Column => ({ name: samplerColumns[key], kind: "sampler", ...inOrder(stored.sampler[key].values) }),
    ),
    ...coordinateColumns(stored, rows),
    ...Array.from(
      { length: observations },
      (_, row): Column => ({
        name: elementName("log_likelihood", [String(row + 1)]),
        kind: "log_likelihood",
        size: keptRows(stored),
        write: (into) => pick(pointwise!.values, row, observations, into),
      }),
    ),
  ];
}

/** Positions, coordinate by coordinate. */
function coordinateColumns({ coordinates, positions }: StoredDraws, rows: number): readonly Column[] {
  const width = coordinates.reduce((total, array) => total + sizeOfArray(array), 0);
  let first = 0;
  return coordinates.map(({ name, labels }): Column => {
    const size = sizeOfArray({ labels });
    const from = first;
    first += size;
    const write = (into: Float64Array): void => {
      for (let k = 0; k < size; k++) pick(positions, from + k, width, into.subarray(k * rows, (k + 1) * rows));
    };
    return { name, kind: "position", labels, size: size * rows, write };
  });
}

/** Writes column `index` of a table stored row by row. */
function pick(values: Float64Array, index: number, width: number, into: Float64Array): void {
  if (values.length !== into.length * width)
    throw new RangeError(`${values.length} numbers are not ${into.length} rows of ${width}.`);
  for (let row = 0, place = index; row < into.length; row++, place += width) into[row] = values[place];
}

/** Columns to a table stored row by row. */
function interleave(columns: readonly Float64Array[], rows: number): Float64Array {
  const width = columns.length;
  const values = new Float64Array(rows * width);
  columns.forEach((column, index) => {
    for (let row = 0; row < rows; row++) values[row * width + index] = column[row];
  });
  return values;
}

/** Between the machine's order of bytes and the file's, in place. */
function toLittleEndian(bytes: Uint8Array): void {
  if (endianness() === "BE") Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).swap64();
}
