// Where the time goes: with CARRYOVER_TIMING=1 in the environment, milliseconds since the process began, on standard error.

import { fixed } from "../../words/index.ts";

const marks: [name: string, milliseconds: number][] = [];

/** Notes that the process has come this far. */
export function mark(name: string): void {
  marks.push([name, performance.now()]);
}

/** The marks so far, one a line, when they were asked for. */
export function timingLines(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (environment.CARRYOVER_TIMING !== "1") return [];
  return marks.map(([name, milliseconds]) => `${fixed(milliseconds, 1).padStart(8)} ms  ${name}`);
}
