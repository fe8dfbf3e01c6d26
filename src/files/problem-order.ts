// Puts problems of a file in the order of the file, so that they can be fixed from top to bottom.
import type { Problem } from "../problems/problem.ts";

/** Sorts problems by line and column; those without a line come first. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const position = (problem: Problem): [number, number] => {
    const [, line = "0", column = "0"] = /:(\d+):(\d+)$/.exec(problem.where ?? "") ?? [];
    return [Number(line), Number(column)];
  };
  return problems.toSorted((a, b) => {
    const [lineA, columnA] = position(a);
    const [lineB, columnB] = position(b);
    return lineA - lineB || columnA - columnB;
  });
}
