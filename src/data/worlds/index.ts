// What other folders take from data/worlds.

export { columnsByName, generate, type Simulation } from "./generate.ts";
export { panelNames, type PanelSimulation, type PanelTruth, panelTruthDocument } from "./panels/index.ts";
export { type Preset, presets, simulate, simulatePanel, simulationFiles, worlds } from "./simulate.ts";
export { truthDocument } from "./truth-document.ts";
export type { ChannelReturns, ChannelTruth, Truth } from "./truth.ts";
