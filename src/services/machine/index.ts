// What this machine offers.

export { type BackendReport, backendReports } from "./backends.ts";
export { doctor, type DoctorResult } from "./doctor.ts";
export { doctorDocument, machineReport, type MachineReport } from "./machine.ts";
