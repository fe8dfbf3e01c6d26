// What went wrong, as a JSON document: printed in place of a result where JSON was asked for.

import { type Document, documentOf } from "../../documents/index.ts";
import type { ExitCode, Problem } from "../../problems/problem.ts";

export interface PrintedProblems {
  /** Exit code of the command. */
  readonly exitCode: ExitCode;
  readonly problems: readonly Problem[];
}

/** What went wrong, all of it. */
export function problemsDocument(result: PrintedProblems): Document<"carryover/problems/1", PrintedProblems> {
  return documentOf("carryover/problems/1", result);
}
