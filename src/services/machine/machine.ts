// The machine as far as speed and bug reports depend on it.

import { type Document, documentOf } from "../../documents/index.ts";
import type { BackendReport } from "./backends.ts";
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

/** `carryover doctor --json`: the machine, and which backends work on it. */
export function doctorDocument(
  machine: MachineReport,
  backends: readonly BackendReport[],
): Document<"carryover/doctor/1", MachineReport & { readonly backends: readonly BackendReport[] }> {
  return documentOf("carryover/doctor/1", { ...machine, backends });
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
