// A process that hosts jobs until it is killed: `host.ts DATABASE LOG`.

import { openDatabase } from "../../../src/database/index.ts";
import { type ChildTask, databaseQueue, defaultLimits, type JobKind, startHost } from "../../../src/queue/index.ts";
import type { Work } from "./jobs.ts";

const module = new URL("./jobs.ts", import.meta.url).href;

/** Jobs that are done by `work`. */
export function workKind(log: string): JobKind {
  return {
    task: ({ payload }) =>
      Promise.resolve<ChildTask>({
        module,
        function: "work",
        payload: { ...(payload as Omit<Work, "log">), log },
        folder: process.cwd(),
      }),
    keep: (_, result) => Promise.resolve({ result, complete: (result as { complete: boolean }).complete }),
  };
}

const [, script, database, log] = process.argv;
if (script !== undefined && new URL(`file://${script}`).href === import.meta.url && database !== undefined) {
  const queue = databaseQueue(await openDatabase(database), { ...defaultLimits, lease: 1500, running: 3, losses: 50 });
  const onError = (error: unknown): void => console.error(error);
  const host = startHost(queue, { kinds: { work: workKind(log) }, slots: 3, memory: 512, pace: 200, onError });
  process.on("SIGTERM", () => void host.close().then(() => process.exit(0)));
  process.send?.("up");
}
