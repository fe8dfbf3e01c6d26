// What other folders take from data/worlds/panels.

export { generatePanel, type PanelColumn, type PanelSimulation } from "./generate.ts";
export { panelNames } from "./names.ts";
export { panelRecipes } from "./presets.ts";
export { type GeoTruth, type PanelTruth, panelTruthDocument } from "./truth.ts";
