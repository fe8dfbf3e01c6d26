// Draws of one array, or of one element of it, by name.

import {
  type DrawsArray,
  drawsArray,
  type DrawsColumn,
  elementDraws,
  namesOfElements,
} from "../diagnostics/fit/index.ts";
import { noDrawsOf } from "../problems/fit-problems.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";

/**
 * `[chains, draws, ...shape]` of an array, such as "theta", or `[chains, draws]` of an element, such as "theta[1]".
 * @param where the call, for problems
 * @throws CarryoverError where there is none of this name
 */
export function drawsByName(columns: readonly DrawsColumn[], name: string, where: string): DrawsArray {
  const column = columns.find((each) => each.name === name);
  if (column !== undefined) return drawsArray(column);
  for (const each of columns) {
    if (!String(name).startsWith(`${each.name}[`)) continue;
    const position = namesOfElements(each.name, each.axes).indexOf(name);
    if (position >= 0) return drawsArray({ name, axes: [], ...elementDraws(each, position) });
  }
  const known = columns.flatMap((each) => [each.name, ...namesOfElements(each.name, each.axes).slice(0, 1)]);
  throw new CarryoverError([noDrawsOf(name, [...new Set(known)], where)], exitCodes.usage);
}
