// A process of its own that runs one job: killable, bounded in memory, and without what the server knows.

import { type ChildProcess, fork } from "node:child_process";
import { codeUrl } from "../package/index.ts";
import type { Failure } from "./failure.ts";

/** What a child is to do: a function of a module, called with the payload and a `ChildCall`. */
export interface ChildTask {
  /** URL of an ES module that is an entry of build.mjs. */
  readonly module: string;
  readonly function: string;
  /** Plain data. */
  readonly payload: unknown;
  /** Folder that the child works in. */
  readonly folder: string;
}

/** What the function gets beside its payload. */
export interface ChildCall {
  /** Aborted when the job is canceled, and when nobody listens any more: keep what there is and return. */
  readonly signal: AbortSignal;
  /** Plain data; the latest is heard about twice a second. */
  readonly onProgress: (progress: unknown) => void;
}

/** To the child. */
export type ToChild =
  | { readonly kind: "run"; readonly url: string; readonly function: string; readonly payload: unknown }
  | { readonly kind: "stop" };

/** From the child. */
export type FromChild =
  | { readonly kind: "progress"; readonly progress: unknown; readonly resident: number }
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "failed"; readonly failure: Failure };

/** How a child ended. */
export type ChildEnd =
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** It ended without a word; `memory`: because it took more than it was given. */
  | { readonly kind: "lost"; readonly memory: boolean };

export interface Child {
  readonly end: Promise<ChildEnd>;
  /** The latest that it told. */
  progress(): unknown;
  /** Asks it to keep what there is and end; after ten seconds it is killed. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
}

/** Milliseconds that a child has to keep what there is. */
const grace = 10_000;

/** Exit codes with which V8 ends a process whose heap is full, and the kernel one that took too much. */
const outOfMemoryEnds: readonly (number | string)[] = [134, "SIGABRT"];

/**
 * @param mebibytes of resident memory that the child may take
 * @param environment all that it knows of the environment of the server
 */
export function startChild(
  task: ChildTask,
  mebibytes: number,
  environment: NodeJS.ProcessEnv = plainEnvironment(process.env),
): Child {
  const entry = codeUrl("queue/child-main");
  const child = fork(entry, {
    cwd: task.folder,
    env: environment,
    execArgv: [`--max-old-space-size=${mebibytes}`, ...loaderOf(entry)],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let latest: unknown;
  let tooMuch = false;
  let said: ChildEnd | undefined;
  child.on("message", (message: FromChild) => {
    if (message.kind === "progress") {
      if (message.progress !== undefined) latest = message.progress;
      if (message.resident <= mebibytes * 2 ** 20) return;
      tooMuch = true;
      child.kill("SIGKILL");
      return;
    }
    said = message;
  });
  const end = new Promise<ChildEnd>((resolve) => {
    const over = (memory: boolean): void => resolve(said ?? { kind: "lost", memory });
    child.once("error", () => over(false));
    child.once("exit", (code, signal) => over(tooMuch || outOfMemoryEnds.includes(code ?? signal ?? "")));
  });
  tellChild(child, { kind: "run", url: task.module, function: task.function, payload: task.payload });
  let killing: NodeJS.Timeout | undefined;
  const kill = (): void => void child.kill("SIGKILL");
  void end.then(() => clearTimeout(killing));
  return {
    end,
    progress: () => latest,
    stop: () => {
      if (killing !== undefined) return;
      tellChild(child, { kind: "stop" });
      killing = setTimeout(kill, grace);
    },
    kill,
  };
}

/** Nothing is told to a child that has ended: how it ended is what counts. */
function tellChild(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => undefined);
}

/** What a fit may need of the environment, and no secrets. */
function plainEnvironment(all: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "TZ", "SystemRoot", "UV_THREADPOOL_SIZE"];
  return Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

/** Development only: what teaches the child TypeScript. */
function loaderOf(entry: URL): readonly string[] {
  return entry.pathname.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [];
}
