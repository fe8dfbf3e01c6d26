// Entry of a worker thread: makes a density from its source and runs the chains it is handed.

import { parentPort } from "node:worker_threads";
import { createChain } from "./chain.ts";
import type { DensitySource, LogDensity } from "./density.ts";
import { type ErrorReply, errorRecord } from "../threads/index.ts";
import { samplerCode } from "./sampler-code.ts";
import type { WorkerReply, WorkerRequest } from "./messages.ts";

const port = parentPort;
if (port === null) throw new Error("worker.ts is the entry of a worker thread.");

let density: LogDensity | undefined;

port.on("message", async (request: WorkerRequest) => {
  port.postMessage(await answer(request).catch((error): ErrorReply => ({ kind: "error", error: errorRecord(error) })));
});

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  if (request.kind === "density") {
    density = await makeDensity(request.source);
    const { dimension, names, team } = density;
    return { kind: "density", dimension, names, team };
  }
  if (request.kind === "join" || request.kind === "help") return (await import("./team.ts")).answerHelper(request);
  if (density === undefined) throw new Error("A chain was sent before its density.");
  const { cancel } = request;
  const canceled = (): boolean => Atomics.load(cancel, 0) !== 0;
  if (request.kind === "chains") {
    const { tasks, exchange, threads } = request;
    const { chainsTogether } = await import("./chees/index.ts");
    const chains = chainsTogether(density, await samplerCode(density, tasks[0].settings), tasks, exchange, threads);
    chains.advance(canceled, canceled);
    return { kind: "chains", states: chains.states() };
  }
  const chain = createChain(density, await samplerCode(density, request.task.settings), request.task);
  chain.advance(canceled, canceled);
  return { kind: "chain", state: chain.state() };
}

async function makeDensity(source: DensitySource): Promise<LogDensity> {
  const factory: unknown = (await import(source.module))[source.factory];
  if (typeof factory !== "function") throw new Error(`${source.module} exports no function ${source.factory}.`);
  return factory(source.payload);
}
