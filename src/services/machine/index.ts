// What this machine offers.

export { type BackendReport } from "./backends.ts";
export { doctor, type DoctorResult } from "./doctor.ts";
export { doctorDocument, type MachineReport } from "./machine.ts";
