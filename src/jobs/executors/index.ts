// What other folders take from jobs/executors.

export { chooseExecutor, type Chosen, type ExecutorName } from "./choose-executor.ts";
export { deviceExecutor, type DeviceExecutorOptions } from "./device-executor.ts";
export type { Executor, ExecutorControl } from "./executor.ts";
export { lanesExecutor, type LanesOptions } from "./lanes-executor.ts";
export { batchBytes, defaultMemory, threadsWithin } from "./memory.ts";
export { threadsExecutor } from "./threads-executor.ts";
