// What this machine offers, and whether Carryover works on it.

import { type BackendReport, backendReports } from "./backends.ts";
import { type MachineReport, machineReport } from "./machine.ts";

export interface DoctorResult {
  readonly machine: MachineReport;
  /** Every backend, each compiled for and run; the default one first. */
  readonly backends: readonly BackendReport[];
  /** Whether the default backend works. */
  readonly works: boolean;
}

export async function doctor(): Promise<DoctorResult> {
  const machine = machineReport();
  const backends = await backendReports();
  return { machine, backends, works: backends[0].live };
}
