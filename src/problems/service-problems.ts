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

export const busyServer = (): Problem => ({
  code: "server-busy",
  message: "The server has as many questions as it can hold.",
  hint: "Ask again in a few seconds.",
});

export const notFoundHere = (what: string, received: string): Problem => ({
  code: "not-found",
  message: `There is no ${what} of this name here.`,
  received: quote(received),
  hint: `List what there is, or look whether the ${what} was deleted.`,
});

export const notAuthenticated = (): Problem => ({
  code: "not-authenticated",
  message: "Nobody is logged in, or the key is not valid.",
  hint: "Open the login link that the server printed; each works once. A new one is printed when the server starts again.",
});

export const notAllowed = (role: string): Problem => ({
  code: "not-allowed",
  message: "This role may not do that.",
  received: `role ${quote(role)}`,
  hint: "Ask an administrator of the server for a role that may.",
});

export const foreignSite = (): Problem => ({
  code: "foreign-site",
  message: "The request came from a page of another site, so it was refused.",
  hint: "Open the dashboard at its own address. Programs use a key instead of a cookie.",
});

export const foreignHost = (received: string): Problem => ({
  code: "foreign-host",
  message: "The server is not called by this name.",
  received: quote(received),
  hint: "Use the address that the server printed.",
});

export const fitNotDone = (state: string): Problem => ({
  code: "fit-not-done",
  message: "The fit has no result yet.",
  received: `state ${quote(state)}`,
  hint: "Wait until its job is done.",
});

export const fitNotConverged = (checks: readonly string[]): Problem => ({
  code: "fit-not-converged",
  message: "The fit has not converged, so nothing should be decided by it.",
  received: checks.join("; "),
  hint: "Fit again with more draws or another model, or send accept_not_converged=true to see the figures all the same.",
});

export const datasetInUse = (fits: number): Problem => ({
  code: "dataset-in-use",
  message: `${count(fits, "fit")} use this dataset.`,
  hint: "Delete the fits first.",
});

export const noFile = (): Problem => ({
  code: "file-missing",
  message: "The request has no file.",
  hint: "Send a table as multipart/form-data with a part `file`, or as the body with its type, such as text/csv.",
});

export const unknownFormat = (received: string, known: readonly string[]): Problem => ({
  code: "unknown-format",
  message: "Tables of this type are not read.",
  received: quote(received),
  hint: `Send one of ${known.join(", ")}.`,
});

export const fileTooLarge = (mebibytes: number): Problem => ({
  code: "file-too-large",
  message: `The file is larger than ${mebibytes} MiB.`,
  hint: "Send fewer rows or columns, or a Parquet file, which is smaller.",
});

export const keyUsedOtherwise = (): Problem => ({
  code: "idempotency-key-reused",
  message: "This Idempotency-Key was used for another request.",
  hint: "Make a new key for each request that is meant to be a new one.",
});

export const keyStillRuns = (): Problem => ({
  code: "idempotency-key-in-use",
  message: "The first request with this Idempotency-Key is not finished.",
  hint: "Wait a moment and send it again.",
});

export const addressInUse = (port: number): Problem => ({
  code: "address-in-use",
  message: "Another program listens on this port.",
  received: `port ${port}`,
  hint: "Give another with --port, or --port 0 for any that is free.",
});
