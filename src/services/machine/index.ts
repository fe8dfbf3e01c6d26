// What this machine offers.

export { type BackendReport, backendReports } from "./backends.ts";
export { machineReport, type MachineReport } from "./machine.ts";
