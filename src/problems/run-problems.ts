// Problems of run folders: where one cannot be written, cannot be read, or cannot be gone on with.

import type { Problem } from "./problem.ts";
import { count, quote } from "../words/index.ts";

const fitAgain = "Restore the folder from a copy, or fit again.";

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

/** What codes of the file system mean, where they can be told in words. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on the disk (ENOSPC)",
  EDQUOT: "the disk quota is used up (EDQUOT)",
  EROFS: "the file system is read-only (EROFS)",
  EACCES: "permission denied (EACCES)",
  EPERM: "not permitted (EPERM)",
  EBUSY: "in use by the system, as a mount point is (EBUSY)",
  EXDEV: "on another file system than the folder around it (EXDEV)",
  EIO: "the disk reports an error (EIO)",
  EMFILE: "too many open files (EMFILE)",
  ENAMETOOLONG: "the name is too long (ENAMETOOLONG)",
  EFBIG: "the file is too large for the file system (EFBIG)",
};

/** The code of a file system in words, with the code. */
export const reasonOf = (code: string): string => reasons[code] ?? code;

export const notWritable = "out-not-writable";

export const outNotWritable = (path: string, reason: string): Problem => ({
  code: notWritable,
  message: "The folder cannot be written.",
  where: path,
  received: reasonOf(reason),
  hint: "Check the path, the permissions and the free space, or give another folder with --out.",
});

/** @param stream "standard output" */
export const outputLost = (stream: string, reason: string): Problem => ({
  code: "output-lost",
  message: `What was to be printed could not be written to ${stream}.`,
  received: reasonOf(reason),
  hint: "Free space, or send the output to another place. What the command wrote to files is there.",
});

/** What the file system refused where nobody said more of it; undefined for other errors. */
export const systemFailure = (error: {
  readonly code?: string | undefined;
  readonly syscall?: string | undefined;
  readonly path?: string | undefined;
}): Problem | undefined =>
  error?.syscall === undefined || error.code === undefined || reasons[error.code] === undefined
    ? undefined
    : {
        code: "file-system",
        message: "The file system refused to read or write.",
        ...(error.path === undefined ? {} : { where: error.path }),
        received: `${reasonOf(error.code)}, in ${error.syscall}`,
        hint: "Check the path, the permissions and the free space; temporary files are in the folder that TMPDIR names.",
      };

export const outWithoutRoom = (path: string, needed: string, free: string): Problem => ({
  code: notWritable,
  message: `The disk has too little space: about ${needed} are needed.`,
  where: path,
  received: `${free} free`,
  hint: "Free space, give a folder on another disk with --out, or ask for fewer draws.",
});

export const outIsMountPoint = (path: string): Problem => ({
  code: "out-is-mount-point",
  message: "The folder is a mount point: a run is written beside its folder and renamed, which is not possible here.",
  where: path,
  hint: "Give a folder inside it with --out.",
});

/** @param by in words: "process 1234 since 2026-01-01 10:00 UTC" */
export const outIsLocked = (path: string, by: string, lock: string): Problem => ({
  code: "out-is-locked",
  message: "Another carryover command is writing to this folder.",
  where: path,
  received: by,
  hint: `Wait until it has ended, or give another folder with --out. If no such process runs, remove ${lock}.`,
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
  message: "The file is not as the fit wrote it: its SHA-256 differs from the one in the seal of the run.",
  where: path,
  hint: fitAgain,
});

export const runFileForeign = (path: string, entries: readonly string[]): Problem => ({
  code: "run-file-foreign",
  message: "The run folder holds files that the fit did not write.",
  where: path,
  received: entries.slice(0, 3).map(quote).join(", ") + (entries.length > 3 ? ` and ${entries.length - 3} more` : ""),
  hint: "Move them to another folder.",
});

export const reportChanged = (path: string, run: string): Problem => ({
  code: "report-changed",
  message: "The report is not as it was written: it was cut off or changed.",
  where: path,
  hint: `Write it again with carryover report ${run}, or remove it.`,
});

export const reportOfOther = (path: string, run: string): Problem => ({
  code: "report-of-other-run",
  message: "The report is of another run than the one in this folder.",
  where: path,
  hint: `Write it again with carryover report ${run}, or remove it.`,
});

export const runReplacedMeanwhile = (path: string): Problem => ({
  code: "run-replaced-meanwhile",
  message:
    "Another fit has replaced the run in this folder meanwhile, so the report of the earlier run is not written to it.",
  where: path,
  hint: "Run the command again for a report of the new run.",
});

export const runFormatUnknown = (path: string, found: string, writer: string | undefined): Problem => ({
  code: "run-format-unknown",
  message: "The run folder has a format that this version of carryover does not read.",
  where: path,
  received: writer === undefined ? found : `${found}, written by carryover ${writer}`,
  hint: "Fit again, or use the version that wrote it.",
});

export const runIsComplete = (path: string, draws: number, resumable: boolean): Problem => ({
  code: "run-is-complete",
  message: `The run is complete: each chain has the ${count(draws, "draw")} that it was asked for.`,
  where: path,
  hint: resumable
    ? `Give more draws to continue it, for instance --draws ${2 * draws}, or omit --resume to fit again.`
    : "Inspect it with carryover diagnose, or omit --resume to fit again.",
});

export const runHasNoState = (path: string): Problem => ({
  code: "run-without-state",
  message:
    "The run cannot be continued: it was sampled on lanes or a GPU, or by an earlier version of carryover, and has no state of its chains.",
  where: path,
  hint: "Omit --resume to fit again, with as many draws as you need.",
});

export const resumeDiffers = (path: string, what: string, before: string, now: string): Problem => ({
  code: "resume-differs",
  message: `The run cannot be resumed: ${what} differs. It was ${before}.`,
  where: path,
  received: now,
  hint: "Give the same command with --resume, or omit --resume to fit again.",
});

/** @param missing a parameter of the model that the draws do not have */
export const runOfOtherModel = (path: string, missing: string): Problem => ({
  code: "run-of-other-model",
  message:
    "The run was made by a version of Carryover whose model had other parameters, so nothing can be computed from its draws.",
  where: path,
  received: `no draws of ${quote(missing)}`,
  hint: "Fit again with this version. The summary in the folder is still right.",
});

export const runWithoutDraws = (path: string): Problem => ({
  code: "run-without-draws",
  message: "Sampling was canceled before every chain had a draw, so there are no results.",
  where: path,
  hint: "Run the same command with --resume.",
});
