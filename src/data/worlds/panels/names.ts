// Names of all simulated panels, apart from their recipes, so that the command line can name them without loading anything else.

export const panelNames = [
  "panel",
  "panel-alike",
  "panel-budgets",
  "panel-sparse",
  "panel-national",
  "panel-late",
] as const;
