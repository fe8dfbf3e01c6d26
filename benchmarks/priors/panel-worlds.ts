// Panels for the comparison of default priors: relatives of the presets that come with the package, with curves from concave to steep.

import { panelRecipes } from "../../src/data/worlds/panels/index.ts";
import type { PanelChannelRecipe, PanelRecipe } from "../../src/data/worlds/panels/recipe.ts";

const recipe = (name: string): PanelRecipe => panelRecipes.find((each) => each.name === name)!;

function changed(base: PanelRecipe, change: (channel: PanelChannelRecipe) => Partial<PanelChannelRecipe>): PanelRecipe {
  return { ...base, channels: base.channels.map((channel) => ({ ...channel, ...change(channel) })) };
}

/** Ends of curves; half-effect points and ceilings stay. */
const curves: Readonly<Record<string, (channel: PanelChannelRecipe) => Partial<PanelChannelRecipe>>> = {
  "slope 0.7": () => ({ slope: 0.7 }),
  "slope 1": () => ({ slope: 1 }),
  exponential: () => ({ curve: { kind: "exponential" } }),
  "slopes 1.2 to 1.6": () => ({}),
  "slope 2": () => ({ slope: 2 }),
  "slope 3": () => ({ slope: 3 }),
};

/** Spend that hardly varies says little about the curve, and nothing about its beginning. */
const steady = (channel: PanelChannelRecipe): Partial<PanelChannelRecipe> => ({
  spend: {
    kind: "always-on",
    level: channel.spend.kind === "flighted" ? 0.5 * channel.spend.level : 120,
    variation: 0.3,
    autocorrelation: 0.3,
    seasonality: 0.2,
    peakWeek: 48,
  },
});

const bases: Readonly<Record<string, PanelRecipe>> = {
  panel: recipe("panel"),
  "panel-budgets": recipe("panel-budgets"),
  "panel-steady": changed(recipe("panel"), steady),
};

/** By name: every base with every curve. */
export const panelSlopeWorlds: Readonly<Record<string, PanelRecipe>> = Object.fromEntries(
  Object.entries(bases).flatMap(([base, own]) =>
    Object.entries(curves).map(([curve, change]) => [`${base}: ${curve}`, changed(own, change)]),
  ),
);

/** Panels of few geos, which respond alike, differently, or very differently with budgets that follow. */
export const fewGeoWorlds: Readonly<Record<string, PanelRecipe>> = Object.fromEntries(
  [2, 3, 4].flatMap((count) =>
    ["panel-alike", "panel", "panel-budgets"].map((name) => {
      const own = recipe(name);
      return [`${count} geos: ${name}`, { ...own, geos: own.geos.slice(0, count) }];
    }),
  ),
);

/** Panels with one season for all geos, and with seasons that differ a little or much. */
export const seasonWorlds: Readonly<Record<string, PanelRecipe>> = Object.fromEntries(
  ["panel", "panel-budgets", "panel-sparse"].flatMap((name) =>
    [0, 30, 100].map((spread) => {
      const own = recipe(name);
      return [`season spread ${spread}: ${name}`, { ...own, seasonality: { ...own.seasonality, spread } }];
    }),
  ),
);
