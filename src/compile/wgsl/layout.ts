// Where each buffer of a loop program lies on the device: in the memory of a lane, in the data of a fit, or among the constants.
//
// What depends on data alone is computed on the host, so the kernel sees it as data of the fit. Everything else that the kernel
// writes is memory of a lane; buffers that share space in the program's own plan share it here.

import { noDataIndices, noDifferentialEquations } from "../../problems/graph-problems.ts";
import { graphError } from "../../problems/shape-problems.ts";
import { toFloat32 } from "../float32/index.ts";
import { type Buffer, type LoopProgram, type Nest, solvedBuffers, type Statement } from "../loops.ts";
import type { Lowered } from "../lower.ts";

/**
 * Lanes of a workgroup, and of a block of their memory: the elements of neighboring lanes are neighbors in memory, and an element of a
 * lane lies this many numbers behind the one before it. One subgroup of most adapters, so that few lanes spread over many processors;
 * on the software adapter, sizes from 16 to 256 differ by less than the noise when there are many lanes, and small ones win with few.
 */
export const workgroupSize = 32;

export type Space = "lane" | "fit" | "constant";

export interface BufferPlace {
  readonly space: Space;
  /** First element in its space. */
  readonly start: number;
}

/** A stretch of the host's memory that becomes data of a fit. */
export interface Upload {
  /** First element in the host's memory. */
  readonly from: number;
  readonly size: number;
  /** First element in the data of the fit. */
  readonly to: number;
}

export interface KernelLayout {
  /** Lanes whose memory is interleaved: an element of a lane lies this many numbers behind the one before it. */
  readonly pitch: number;
  /** Elements of the unconstrained vector. */
  readonly dimension: number;
  /** First elements of parameters and outputs in the memory of a lane; the momentum follows the rest of it. */
  readonly parameters: number;
  readonly outputs: number;
  readonly momentum: number;
  /** Elements of each space. */
  readonly laneSize: number;
  readonly fitSize: number;
  readonly constants: Float32Array<ArrayBuffer>;
  /** Tables of positions one after another. */
  readonly tables: Uint32Array<ArrayBuffer>;
  readonly tableStarts: ReadonlyMap<Int32Array, number>;
  readonly uploads: readonly Upload[];
  /** Outputs that depend on data alone: where they lie in the data of the fit. */
  readonly settledOutputs: readonly { readonly output: Buffer; readonly start: number }[];
  placeOf(buffer: Buffer): BufferPlace;
}

/** The buffer that a statement reads or writes. */
export function bufferOf(statement: Statement): Buffer | undefined {
  if (statement.kind === "load" || statement.kind === "carried") return statement.from.buffer;
  return statement.kind === "store" || statement.kind === "accumulate" ? statement.to.buffer : undefined;
}

function buffersOf(nests: readonly Nest[], kinds: readonly Statement["kind"][]): Set<Buffer> {
  const statements = nests.flatMap((nest) => nest.statements).filter(({ kind }) => kinds.includes(kind));
  return new Set(statements.map((statement) => bufferOf(statement)!));
}

/** Buffers that depend on data alone and are computed. */
function settledBuffers({ prepare }: LoopProgram): Set<Buffer> {
  return new Set([...buffersOf(prepare, ["store", "accumulate"]), ...prepare.flatMap(solvedBuffers)]);
}

/** The space of each buffer that the kernel touches. */
export function spacesOf(program: LoopProgram): Map<Buffer, Space> {
  const settled = settledBuffers(program);
  const spaceOf = (buffer: Buffer): Space => {
    if (buffer.initial !== undefined) return "constant";
    return buffer.role === "data" || settled.has(buffer) ? "fit" : "lane";
  };
  const touched = buffersOf(program.run, ["load", "carried", "store", "accumulate"]);
  return new Map([...touched].map((buffer) => [buffer, spaceOf(buffer)]));
}

/** Throws a RangeError when the outputs are not a log density and its gradient. */
export function layOut({ program, parameters, outputs, groups }: Lowered, pitch: number = workgroupSize): KernelLayout {
  if (groups.size > 0) throw graphError(noDataIndices("webgpu"));
  const sizeOf = (buffers: readonly Buffer[]): number => buffers.reduce((total, { size }) => total + size, 0);
  const dimension = sizeOf(parameters);
  if (outputs[0]?.size !== 1 || sizeOf(outputs) !== dimension + 1) {
    throw new RangeError("The outputs of a program for lanes are a log density and its gradient by the parameters.");
  }
  if (program.run.some(({ around }) => around.some(({ solver }) => solver !== undefined))) {
    throw graphError(noDifferentialEquations("webgpu"));
  }
  const spaces = spacesOf(program);
  const settled = settledBuffers(program);
  const places = new Map<Buffer, BufferPlace>();

  let laneSize = 0;
  const shared = new Map<number, BufferPlace>();
  const placeInLane = (buffer: Buffer): void => {
    let place = shared.get(buffer.start);
    if (place === undefined) {
      place = { space: "lane", start: laneSize };
      laneSize += buffer.size;
      shared.set(buffer.start, place);
    }
    places.set(buffer, place);
  };
  for (const buffer of [...parameters, ...outputs]) placeInLane(buffer);

  let fitSize = 0;
  const uploads: Upload[] = [];
  const upload = ({ start, size }: Buffer): number => {
    uploads.push({ from: start, size, to: fitSize });
    fitSize += size;
    return fitSize - size;
  };
  const constants: number[] = [];
  for (const buffer of program.buffers) {
    const space = spaces.get(buffer);
    if (space === undefined || places.has(buffer)) continue;
    if (space === "lane") placeInLane(buffer);
    else if (space === "fit") places.set(buffer, { space, start: upload(buffer) });
    else {
      places.set(buffer, { space, start: constants.length });
      for (const value of buffer.initial!) constants.push(toFloat32(value));
    }
  }
  const settledOutputs = outputs
    .filter((output) => settled.has(output))
    .map((output) => ({ output, start: upload(output) }));

  const { tables, tableStarts } = joinTables(program);
  return {
    pitch,
    dimension,
    parameters: 0,
    outputs: dimension,
    momentum: laneSize,
    laneSize: laneSize + dimension,
    fitSize,
    constants: Float32Array.from(constants),
    tables,
    tableStarts,
    uploads,
    settledOutputs,
    placeOf(buffer) {
      const place = places.get(buffer);
      if (place === undefined) throw new RangeError(`The kernel does not use the buffer "${buffer.name}".`);
      return place;
    },
  };
}

function joinTables({ run }: LoopProgram): Pick<KernelLayout, "tables" | "tableStarts"> {
  const tableStarts = new Map<Int32Array, number>();
  const positions: number[] = [];
  for (const statement of run.flatMap((nest) => nest.statements)) {
    const table = statement.kind === "load" || statement.kind === "accumulate" ? statement.lookup?.table : undefined;
    if (table === undefined || tableStarts.has(table)) continue;
    tableStarts.set(table, positions.length);
    for (const position of table) positions.push(position);
  }
  return { tables: Uint32Array.from(positions), tableStarts };
}
