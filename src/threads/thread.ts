// A worker thread that answers requests (Node): how it is started from sources and from bundles, and how errors come back from it.

import { codeUrl } from "../package/index.ts";
import type { Worker } from "node:worker_threads";
import { errorOf, type ErrorReply } from "./errors.ts";

/** A thread that answers one request at a time; requests wait in the order in which they came. */
export interface Thread<Request, Reply> {
  /** Rejects with what the thread threw, and, for this and all later requests, with what ended it. */
  request(message: Request): Promise<Reply>;
  /** Sends a message at once that is not answered, for instance to interrupt the request that is being answered. */
  tell(message: Request): void;
  /** Whether the thread has ended; it answers nothing any more. */
  ended(): boolean;
  /** Ends the thread; the request that it answers is rejected. */
  close(): Promise<void>;
}

/**
 * Starts a thread without waiting for it. An idle one does not keep the process alive.
 * @param entry its module as a path below the root of sources and bundles without extension, for instance `sampling/worker`; it must be an
 *   entry of build.mjs
 */
export function startThread<Request, Reply extends { readonly kind: string }>(entry: string): Thread<Request, Reply> {
  const starting = launch(entry);
  let pending: { resolve(reply: Reply): void; reject(error: unknown): void } | undefined;
  // What ended the thread, if something did; it concerns the current request and all later ones.
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    pending?.reject(failure);
  };
  starting.then((worker) => {
    worker.on("message", (reply: Reply | ErrorReply) => {
      if (isError(reply)) pending?.reject(errorOf(reply.error));
      else pending?.resolve(reply);
    });
    worker.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error))));
    worker.on("exit", (code) => fail(new Error(`The worker thread ended with code ${code}.`)));
  }, fail);

  const ask = async (message: Request): Promise<Reply> => {
    const worker = await starting;
    if (failure) throw failure;
    worker.ref();
    try {
      return await new Promise<Reply>((resolve, reject) => {
        pending = { resolve, reject };
        worker.postMessage(message);
      });
    } finally {
      pending = undefined;
      worker.unref();
    }
  };
  let queue: Promise<unknown> = Promise.resolve();
  return {
    request(message) {
      const reply = queue.then(() => ask(message));
      queue = reply.catch(() => undefined);
      return reply;
    },
    tell(message) {
      starting.then(
        (worker) => worker.postMessage(message),
        () => undefined,
      );
    },
    ended: () => failure !== undefined,
    async close() {
      await (await starting).terminate();
    },
  };
}

function isError(reply: { readonly kind: string }): reply is ErrorReply {
  return reply.kind === "error";
}

async function launch(entry: string): Promise<Worker> {
  const { Worker } = await import("node:worker_threads");
  const url = codeUrl(entry);
  const thread = url.pathname.endsWith(".ts")
    ? new Worker(await typescriptEntry(url), { eval: true })
    : // A program given as text (`node --input-type=module --eval`) says so of itself, not of files.
      new Worker(url, { execArgv: process.execArgv.filter((option) => !option.startsWith("--input-type")) });
  thread.unref();
  return thread;
}

/** Development only: a script that teaches the new thread TypeScript (tsx) and then loads the worker's source. */
async function typescriptEntry(entry: URL): Promise<string> {
  const { createRequire } = await import("node:module");
  const { pathToFileURL } = await import("node:url");
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/package.json"));
  const api = JSON.stringify(new URL("./dist/esm/api/index.mjs", tsx).href);
  return `import(${api}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}); });`;
}
