// The panels that come with the package: one like panels of brands, and the same with one thing changed that makes panels hard.

import type { GeoRecipe, PanelChannelRecipe, PanelRecipe } from "./recipe.ts";

const geos: readonly GeoRecipe[] = [
  { name: "North", population: 2_000_000 },
  { name: "South", population: 1_200_000 },
  { name: "East", population: 800_000 },
  { name: "West", population: 500_000 },
  { name: "Coast", population: 400_000 },
  { name: "Center", population: 300_000 },
  { name: "Valley", population: 250_000 },
  { name: "Isles", population: 150_000 },
];

const [tv, search, social]: readonly [PanelChannelRecipe, PanelChannelRecipe, PanelChannelRecipe] = [
  {
    name: "TV",
    decay: 0.6,
    slope: 1.6,
    halfSaturation: 260,
    coefficient: 800,
    spread: 0.3,
    spend: {
      kind: "flighted",
      level: 480,
      burstVariation: 0.4,
      variation: 0.2,
      onWeeks: [3, 6],
      offWeeks: [3, 7],
    },
    spendSpread: 0.2,
  },
  {
    name: "Search",
    decay: 0.2,
    slope: 1.2,
    halfSaturation: 110,
    coefficient: 420,
    spread: 0.3,
    spend: { kind: "always-on", level: 120, variation: 0.45, autocorrelation: 0.3, seasonality: 0.2, peakWeek: 48 },
    spendSpread: 0.2,
  },
  {
    name: "Social",
    decay: 0.4,
    slope: 1.5,
    halfSaturation: 110,
    coefficient: 280,
    spread: 0.3,
    spend: { kind: "always-on", level: 130, variation: 0.6, autocorrelation: 0.2, seasonality: 0.1, peakWeek: 26 },
    spendSpread: 0.2,
  },
];

const starting = (geo: GeoRecipe, week: number): GeoRecipe => ({ ...geo, firstWeek: week });

/** Eight geos that react differently; the smallest starts in week 20, and a few values of revenue are not known. */
const panel: PanelRecipe = {
  name: "panel",
  geos: geos.map((geo) => (geo.name === "Isles" ? starting(geo, 20) : geo)),
  channels: [tv, search, social],
  base: { mean: 2200, spread: 250 },
  price: { mean: 20, deviation: 1.5, effect: -120, spread: 40 },
  seasonality: { period: 52, sine: 150, cosine: -100 },
  weekSpread: 80,
  noise: 130,
  unknown: 0.03,
};

function but(name: string, changes: Partial<PanelRecipe>): PanelRecipe {
  return { ...panel, geos, unknown: 0, name, ...changes };
}

const channels = (change: (channel: PanelChannelRecipe) => Partial<PanelChannelRecipe>): PanelRecipe["channels"] =>
  panel.channels.map((channel) => ({ ...channel, ...change(channel) }));

export const panelRecipes: readonly PanelRecipe[] = [
  panel,
  // All geos react alike: pooling should take them together.
  but("panel-alike", { channels: channels(() => ({ spread: 0 })) }),
  // Geos differ much, and budgets go where they bring more: what is pooled completely is biased.
  but("panel-budgets", { channels: channels(() => ({ spread: 0.5, followsEffect: 1 })) }),
  // Half of the geos have half a year of rows, and a third of the revenue is not known.
  but("panel-sparse", {
    geos: geos.map((geo, k) => (k % 2 === 1 ? starting(geo, 79) : geo)),
    unknown: 0.3,
  }),
  // TV is bought for all geos together.
  but("panel-national", {
    channels: channels(({ name }) => (name === "TV" ? { national: true, spread: 0, spendSpread: 0 } : {})),
  }),
  // Two geos start one after the other, one ends early.
  but("panel-late", {
    geos: geos.map((geo, k) => {
      if (k === 1) return { ...geo, lastWeek: 80 };
      return k % 3 === 2 ? starting(geo, 10 + 10 * k) : geo;
    }),
  }),
];
