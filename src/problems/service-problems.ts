// Problems of `carryover serve`: its database, its jobs, and requests that it refuses.

import type { Problem } from "./problem.ts";
import { count, quote } from "../words/index.ts";

export const databaseInUse = (path: string): Problem => ({
  code: "database-in-use",
  message: "Another process has this database open; one server at a time works on a home folder.",
  where: path,
  hint: "Stop the other server, or give another folder with --home.",
});

export const sqliteMissing = (version: string): Problem => ({
  code: "sqlite-missing",
  message: "This version of Node has no SQLite of its own.",
  received: `Node ${version}`,
  hint: "Run Node 22.13 or later, or install @photostructure/sqlite beside Carryover.",
});

export const workerLost = (losses: number): Problem => ({
  code: "worker-lost",
  message: `The process that ran this job ended without a word, ${count(losses, "time")} in all.`,
  hint: "Look whether the machine ran out of memory, give the fit fewer draws or chains, then retry the job.",
});

export const outOfMemory = (mebibytes: number): Problem => ({
  code: "job-out-of-memory",
  message: `The job needed more than the ${mebibytes} MiB that it was given.`,
  hint: "Ask for fewer chains or draws, or start the server with a higher --job-memory.",
});

export const jobCanceled = (): Problem => ({
  code: "job-canceled",
  message: "The job was canceled.",
  hint: "Start it anew where its result is wanted.",
});

export const unknownJobKind = (kind: string, known: readonly string[]): Problem => ({
  code: "unknown-job-kind",
  message: `This version of Carryover cannot run jobs of kind ${quote(kind)}.`,
  hint: `Update the worker. It knows ${known.map(quote).join(", ")}.`,
});

export const queueFull = (most: number): Problem => ({
  code: "queue-full",
  message: `${count(most, "job")} wait already, which is as many as may.`,
  hint: "Wait until some are done, or cancel some.",
});

export const internalFailure = (): Problem => ({
  code: "internal",
  message: "Something went wrong inside of Carryover.",
  hint: "The log of the server says more. Please report it with the request that led to it.",
});
