// Memory plan of a loop program: parameters, outputs and data in order, scratch buffers sharing space when their lives do not meet.

import { type Buffer, type Nest, piecesOf, solvedBuffers } from "./loops.ts";

export interface MemoryRequest {
  readonly parameters: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  readonly all: readonly Buffer[];
  /** Scratch that must keep what it holds between runs, such as zeros around it. */
  readonly persistent: ReadonlySet<Buffer>;
  readonly prepare: readonly Nest[];
  readonly run: readonly Nest[];
}

/** Sets the start of every buffer and returns the size of the memory, in elements. */
export function planMemory(request: MemoryRequest): number {
  let next = 2; // So that a pair read just before the first buffer stays inside the memory.
  const place = (buffer: Buffer): void => {
    buffer.start = next;
    next += buffer.size;
  };
  for (const buffer of request.parameters) place(buffer);
  next += next % 2; // Outputs start on 16 bytes.
  for (const buffer of request.outputs) place(buffer);
  const lives = livesOf(request.run);
  const early = new Set(buffersOf(request.prepare));
  for (const buffer of request.all) {
    if (buffer.start >= 0) continue;
    const shared = buffer.role === "scratch" && !request.persistent.has(buffer) && !early.has(buffer);
    if (!shared) {
      next += next % 2;
      place(buffer);
    }
  }
  // First fit of buffers of one size, in order of birth.
  const free: { start: number; size: number; from: number }[] = [];
  const waiting = request.all.filter((buffer) => buffer.start < 0 && lives.has(buffer));
  waiting.sort((a, b) => lives.get(a)!.first - lives.get(b)!.first);
  for (const buffer of waiting) {
    const { first, last } = lives.get(buffer)!;
    const slot = free.find((candidate) => candidate.size === buffer.size && candidate.from <= first);
    if (slot === undefined) {
      next += next % 2;
      place(buffer);
      free.push({ start: buffer.start, size: buffer.size, from: last + 1 });
    } else {
      buffer.start = slot.start;
      slot.from = last + 1;
    }
  }
  for (const buffer of request.all) if (buffer.start < 0) place(buffer);
  return next + 2; // A pair may be read past the last element.
}

function* buffersOf(nests: readonly Nest[]): Iterable<Buffer> {
  for (const nest of nests) {
    yield* solvedBuffers(nest);
    for (const statement of nest.statements) {
      if (statement.kind === "load" || statement.kind === "carried") yield statement.from.buffer;
      else if (statement.kind === "store" || statement.kind === "accumulate") yield statement.to.buffer;
    }
  }
}

/** First and last nest that touches each buffer; nests that take turns in a loop count as one. */
function livesOf(nests: readonly Nest[]): Map<Buffer, { first: number; last: number }> {
  const lives = new Map<Buffer, { first: number; last: number }>();
  piecesOf(nests).forEach((piece, index) => {
    for (const buffer of buffersOf("loop" in piece ? piece.nests : [piece])) {
      const life = lives.get(buffer);
      if (life === undefined) lives.set(buffer, { first: index, last: index });
      else life.last = index;
    }
  });
  return lives;
}
