// What modules say of the memory that they are given.

import { mostPages } from "../team.ts";
import type { MemoryLimits } from "./encoder.ts";

/** Of the memory of a program. @param shared between threads */
export function memoryLimits(shared: boolean): MemoryLimits {
  return shared ? { minimumPages: 1, maximumPages: mostPages, shared } : { minimumPages: 1 };
}
