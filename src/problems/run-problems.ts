// Problems of run folders: where one cannot be written, cannot be read, or cannot be gone on with.

import type { Problem } from "./problem.ts";
import { quote } from "../words/index.ts";

const fitAgain = "Fit again to write a complete run folder.";

export const outIsFile = (path: string): Problem => ({
  code: "out-is-file",
  message: "The path of the run folder is a file.",
  where: path,
  hint: "Give another folder with --out, or remove the file.",
});

export const outIsForeign = (path: string, entries: readonly string[]): Problem => ({
  code: "out-is-foreign",
  message: "The folder holds files that do not belong to a run, so it is not replaced.",
  where: path,
  received: entries.slice(0, 3).map(quote).join(", ") + (entries.length > 3 ? ` and ${entries.length - 3} more` : ""),
  hint: "Give another folder with --out, or empty this one.",
});

export const outIsInUse = (path: string): Problem => ({
  code: "out-is-in-use",
  message: "The run folder cannot be the current folder or a folder that contains it.",
  where: path,
  hint: "Give the name of a new folder with --out.",
});

export const outNotWritable = (path: string, reason: string): Problem => ({
  code: "out-not-writable",
  message: "The folder cannot be written.",
  where: path,
  received: reason,
  hint: "Check the path, the permissions and the free space, or give another folder with --out.",
});

export const noRun = (path: string, near: string): Problem => ({
  code: "no-run",
  message: "There is no such run folder.",
  where: path,
  hint: `${near}Give the folder that carryover fit wrote.`,
});

export const notARun = (path: string): Problem => ({
  code: "not-a-run",
  message: "This is not a run folder: it has no spec.json of carryover.",
  where: path,
  hint: "Give the folder that carryover fit wrote.",
});

export const runFileMissing = (path: string): Problem => ({
  code: "run-file-missing",
  message: "The run folder is incomplete: this file is missing.",
  where: path,
  hint: fitAgain,
});

export const runFileUnreadable = (path: string, reason: string): Problem => ({
  code: "run-file-unreadable",
  message: "This file of the run folder cannot be read.",
  where: path,
  received: reason,
  hint: fitAgain,
});

export const runFileSize = (path: string, found: number, expected: number): Problem => ({
  code: "run-file-size",
  message: `The file should have ${expected} bytes; it was truncated or changed.`,
  where: path,
  received: `${found} bytes`,
  hint: fitAgain,
});

export const runFileChanged = (path: string): Problem => ({
  code: "run-file-changed",
  message: "The file was changed: its SHA-256 differs.",
  where: path,
  hint: fitAgain,
});

export const runFormatUnknown = (path: string, found: string, writer: string | undefined): Problem => ({
  code: "run-format-unknown",
  message: "The run folder has a format that this version of carryover does not read.",
  where: path,
  received: writer === undefined ? found : `${found}, written by carryover ${writer}`,
  hint: "Fit again, or use the version that wrote it.",
});

export const runIsComplete = (path: string): Problem => ({
  code: "run-is-complete",
  message: "The run is complete; there is nothing to resume.",
  where: path,
  hint: "Inspect it with carryover diagnose, or omit --resume to fit again.",
});

export const resumeDiffers = (path: string, what: string, before: string, now: string): Problem => ({
  code: "resume-differs",
  message: `The canceled run cannot be resumed: ${what} differs. It was ${before}.`,
  where: path,
  received: now,
  hint: "Give the same command with --resume, or omit --resume to fit again.",
});

export const runWithoutDraws = (path: string): Problem => ({
  code: "run-without-draws",
  message: "Sampling was canceled before every chain had a draw, so there are no results.",
  where: path,
  hint: "Run the same command with --resume.",
});
