// What other folders take from data/worlds.

export { columnsByName, generate, type Simulation } from "./generate.ts";
export { type PanelSimulation, type PanelTruth, panelTruthDocument } from "./panels/index.ts";
export { type Preset, presets, simulate, simulatePanel, simulateWorld, simulationFiles, worlds } from "./simulate.ts";
export { truthDocument } from "./truth-document.ts";
export type { ChannelReturns, ChannelTruth, Truth } from "./truth.ts";
