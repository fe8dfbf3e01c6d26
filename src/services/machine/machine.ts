// The machine as far as speed and bug reports depend on it.

import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from "node:os";
import { carryoverVersion } from "../../store/index.ts";
import { defaultThreads } from "../engine/index.ts";

export interface MachineReport {
  readonly versions: { readonly carryover: string; readonly node: string; readonly v8: string };
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  /** Worker threads of a fit with four chains. */
  readonly threads: number;
  readonly memory: { readonly total_bytes: number; readonly free_bytes: number };
}

export function machineReport(): MachineReport {
  return {
    versions: { carryover: carryoverVersion(), node: process.versions.node, v8: process.versions.v8 },
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    threads: defaultThreads(4),
    memory: { total_bytes: totalmem(), free_bytes: freemem() },
  };
}
