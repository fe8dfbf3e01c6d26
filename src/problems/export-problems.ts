// Problems of exports: a package that is not there, a run without draws, a place that cannot be written to.

import type { Problem } from "./problem.ts";
import { reasonOf } from "./run-problems.ts";

export const packageMissing = (name: string, what: string): Problem => ({
  code: "package-missing",
  message: `Writing ${what} requires the package ${name}, which is not installed or cannot be loaded.`,
  hint: `Install it beside carryover (npm install ${name}).`,
});

export const runHasNoDraws = (folder: string): Problem => ({
  code: "run-has-no-draws",
  message: "The run was canceled before every chain had a draw, so there is nothing to export.",
  where: folder,
  hint: "Continue the fit with --resume, then export.",
});

export const exportIntoRun = (path: string): Problem => ({
  code: "export-into-run",
  message:
    "An export does not go into the run folder: a run folder that holds other files is never replaced by a new fit.",
  where: path,
  hint: "Give a path outside the run folder with --out.",
});

export const exportIsFolder = (path: string): Problem => ({
  code: "export-is-folder",
  message: "The path of the exported file is a folder.",
  where: path,
  hint: "Give the path of a file with --out.",
});

export const exportIsForeign = (path: string, format: string): Problem => ({
  code: "export-is-foreign",
  message: `The file exists and is not a ${format} export of carryover, so it is not replaced.`,
  where: path,
  hint: "Give another path with --out, or remove the file.",
});

export const exportNotWritable = (path: string, reason: string): Problem => ({
  code: "export-not-writable",
  message: "The file cannot be written.",
  where: path,
  received: reasonOf(reason),
  hint: "Check that the folder exists, its permissions and the free space, or give another path with --out.",
});

export const formatMissing = (formats: readonly string[]): Problem => ({
  code: "format-missing",
  message: "carryover export needs --format.",
  hint: `Give one of ${formats.join(", ")}.`,
});
