// The tasks of fit-task.ts, lane-task.ts and device-task.ts as they are sent to threads.

import { codeUrl } from "../../package/index.ts";
import type { Metrics, Windows } from "../../sampling/device/index.ts";
import type { bindOnDevice, DrawnFit, finishDrawn } from "./device-task.ts";
import type { Instead, LookedAt, makeFit } from "./fit-task.ts";
import type { FitJob } from "./fit-job.ts";
import type { LaneDeviceKind } from "./lane-device.ts";
import type { DeviceDescription, LaneGroup, LaneMeasurement, makeFitsOnLanes } from "./lane-task.ts";
import type { Task, TaskThreads } from "../../threads/index.ts";

/** A function of a module beside this one. */
function taskOf(module: "fit-task" | "lane-task" | "device-task", name: string, payload: unknown): Task {
  return { module: codeUrl(`jobs/tasks/${module}`).href, function: name, payload };
}

export function sendLook(threads: TaskThreads, job: FitJob, resume: boolean): Promise<LookedAt> {
  return threads.run(taskOf("fit-task", "lookAtFit", { job, resume })) as Promise<LookedAt>;
}

export function sendFit(threads: TaskThreads, job: FitJob): ReturnType<typeof makeFit> {
  return threads.run(taskOf("fit-task", "makeFit", job)) as ReturnType<typeof makeFit>;
}

/** A fit that NUTS makes because a device did not. */
export function sendInstead(threads: TaskThreads, instead: Instead): ReturnType<typeof makeFit> {
  return threads.run(taskOf("fit-task", "makeInstead", instead)) as ReturnType<typeof makeFit>;
}

export function sendLanes(threads: TaskThreads, group: LaneGroup): ReturnType<typeof makeFitsOnLanes> {
  return threads.run(taskOf("lane-task", "makeFitsOnLanes", group)) as ReturnType<typeof makeFitsOnLanes>;
}

export function sendDeviceQuestion(threads: TaskThreads, kind: LaneDeviceKind | "auto"): Promise<DeviceDescription> {
  return threads.run(taskOf("lane-task", "describeDevice", kind)) as Promise<DeviceDescription>;
}

export function sendLaneMeasurement(threads: TaskThreads, measurement: LaneMeasurement): Promise<number> {
  return threads.run(taskOf("lane-task", "measureLanes", measurement)) as Promise<number>;
}

export function sendGradientMeasurement(threads: TaskThreads, job: FitJob): Promise<number> {
  return threads.run(taskOf("fit-task", "measureGradient", job)) as Promise<number>;
}

export function sendBinding(threads: TaskThreads, jobs: readonly FitJob[]): ReturnType<typeof bindOnDevice> {
  return threads.run(taskOf("device-task", "bindOnDevice", jobs)) as ReturnType<typeof bindOnDevice>;
}

export function sendMetrics(threads: TaskThreads, windows: Windows): Promise<Metrics> {
  return threads.run(taskOf("device-task", "computeMetrics", windows)) as Promise<Metrics>;
}

export function sendDrawn(threads: TaskThreads, drawn: readonly DrawnFit[]): ReturnType<typeof finishDrawn> {
  return threads.run(taskOf("device-task", "finishDrawn", drawn)) as ReturnType<typeof finishDrawn>;
}
