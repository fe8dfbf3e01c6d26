// Simulated tables and studies of known truth.

export { type SimulateRequest, simulateToFolder } from "./simulate-to-folder.ts";
