// A part of a batch that one process of several runs.

import { badShard } from "../../problems/batch-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";

export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** Reads `I/N`. @throws CarryoverError (wrong usage) */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (!(index >= 1 && index <= count)) throw new CarryoverError([badShard(text)], exitCodes.usage);
  return { index, count };
}

/** Every `count`-th item from `index` on: neighbors, which are often alike, go to different shards. */
export function ofShard<T>(items: readonly T[], shard: Shard | undefined): readonly T[] {
  return shard === undefined ? items : items.filter((_, i) => i % shard.count === shard.index - 1);
}
