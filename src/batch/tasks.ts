// The tasks of fit-task.ts as they are sent to threads.

import type { LookedAt, makeFit } from "./fit-task.ts";
import type { FitJob } from "./fit-job.ts";
import type { Task, TaskThreads } from "./task.ts";

/** Names fit-task.ts, compiled or not: relative to any folder one level below the root, so that it holds in bundled chunks too. */
function fitTask(name: string, payload: unknown): Task {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return { module: new URL(`../batch/fit-task.${extension}`, import.meta.url).href, function: name, payload };
}

export function sendLook(threads: TaskThreads, job: FitJob, resume: boolean): Promise<LookedAt> {
  return threads.run(fitTask("lookAtFit", { job, resume })) as Promise<LookedAt>;
}

export function sendFit(threads: TaskThreads, job: FitJob): ReturnType<typeof makeFit> {
  return threads.run(fitTask("makeFit", job)) as ReturnType<typeof makeFit>;
}
