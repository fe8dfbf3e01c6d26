// Problems of writing reports and pictures.

import type { Problem } from "./problem.ts";
import { reasonOf } from "./run-problems.ts";

export const reportIsFolder = (path: string): Problem => ({
  code: "report-is-folder",
  message: "The path of the report is a folder.",
  where: path,
  hint: "Give the name of a file with --out.",
});

export const reportIsForeign = (path: string): Problem => ({
  code: "report-is-foreign",
  message: "The file exists and is not a report of carryover, so it is not replaced.",
  where: path,
  hint: "Give another file with --out, or remove this one.",
});

export const reportIntoRun = (path: string): Problem => ({
  code: "report-into-run",
  message: "A run folder holds its own files and report.html, and nothing else.",
  where: path,
  hint: "Give a path outside the run folder, or leave out --out for report.html in it.",
});

export const reportNotWritable = (path: string, reason: string): Problem => ({
  code: "report-not-writable",
  message: "The file cannot be written.",
  where: path,
  received: reasonOf(reason),
  hint: "Check the path, the permissions and the free space.",
});
