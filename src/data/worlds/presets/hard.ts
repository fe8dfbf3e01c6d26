// Worlds in which media mix models fail: an easy one as control, and the same with one thing changed that the model does not know of.

import type { HardChannelRecipe, HardRecipe } from "../recipe.ts";

/** Spend varies by half from week to week, independently of everything, and is seen on both sides of every half-saturation. */
const [search, tv, social]: readonly [HardChannelRecipe, HardChannelRecipe, HardChannelRecipe] = [
  {
    name: "Search",
    decay: 0.2,
    slope: 1.3,
    halfSaturation: 12_500,
    coefficient: 40_000,
    spend: { kind: "always-on", level: 9000, variation: 0.6, autocorrelation: 0.3, seasonality: 0, peakWeek: 1 },
  },
  {
    name: "TV",
    decay: 0.6,
    slope: 1.6,
    halfSaturation: 40_000,
    coefficient: 45_000,
    spend: { kind: "always-on", level: 12_000, variation: 0.8, autocorrelation: 0.3, seasonality: 0, peakWeek: 1 },
  },
  {
    name: "Social",
    decay: 0.4,
    slope: 1.3,
    halfSaturation: 11_700,
    coefficient: 30_000,
    spend: { kind: "always-on", level: 6000, variation: 0.8, autocorrelation: 0.3, seasonality: 0, peakWeek: 1 },
  },
];

const easy: HardRecipe = {
  name: "easy",
  channels: [search, tv, social],
  base: 90_000,
  trend: 100,
  seasonality: { period: 52, sine: 3000, cosine: 8000 },
  promotions: { effect: 10_000, probability: 0.12 },
  noise: 4000,
};

/** Revenue of a usual week. */
const typicalSales = 140_000;

/** The easy world with something changed. */
function but(name: string, changes: Partial<HardRecipe>): HardRecipe {
  return { ...easy, name, ...changes };
}

export const hardWorlds: readonly HardRecipe[] = [
  easy,
  // Who plans for more demand spends more, and no column says what demand was. Within a week's time it is forgotten, so that it leaves no trace.
  but("hidden-demand", {
    demand: { deviation: 8000, autocorrelation: 0 },
    channels: [
      { ...search, reaction: { to: "demand", strength: 0.4 } },
      { ...tv, reaction: { to: "demand", strength: 0.4 } },
      social,
    ],
  }),
  // The same with demand that lasts.
  but("lasting-demand", {
    demand: { deviation: 8000, autocorrelation: 0.8 },
    channels: [
      { ...search, reaction: { to: "demand", strength: 0.4 } },
      { ...tv, reaction: { to: "demand", strength: 0.4 } },
      social,
    ],
  }),
  // Bids and budgets that are a share of the sales of the week before.
  but("follows-sales", {
    demand: { deviation: 8000, autocorrelation: 0.8 },
    channels: [
      {
        ...search,
        spend: { kind: "always-on", level: 9000, variation: 0.15, autocorrelation: 0.3, seasonality: 0, peakWeek: 1 },
        reaction: { to: "sales", strength: 3, typical: typicalSales },
      },
      tv,
      social,
    ],
  }),
  // Spend highest when the season is.
  but("follows-season", {
    channels: [
      search,
      {
        ...tv,
        spend: {
          kind: "always-on",
          level: 12_000,
          variation: 0.1,
          autocorrelation: 0.3,
          seasonality: 0.7,
          peakWeek: 3,
        },
      },
      social,
    ],
  }),
  but("collinear", {
    channels: [search, tv, { ...social, spend: { kind: "following", channel: "TV", share: 0.5, variation: 0.05 } }],
  }),
  but("delayed-effect", {
    channels: [search, { ...tv, carryOver: { kind: "delayed", peak: 4, rate: 0.7, window: 12 } }, social],
  }),
  but("long-memory", {
    channels: [search, { ...tv, carryOver: { kind: "long-memory", power: 0.7, window: 51 } }, social],
  }),
  but("threshold", {
    channels: [search, { ...tv, halfSaturation: 12_000, curve: { kind: "threshold", at: 25_000 } }, social],
  }),
  but("no-ceiling", {
    channels: [
      { ...search, coefficient: 20_000, halfSaturation: 6000, curve: { kind: "logarithmic" } },
      { ...tv, coefficient: 18_000, halfSaturation: 15_000, curve: { kind: "logarithmic" } },
      social,
    ],
  }),
  but("heavy-tails", { degreesOfFreedom: 2 }),
  but("stock-outs", { stockOuts: { probability: 0.05, share: 0.4 } }),
  but("level-shift", { levelShift: { week: 61, change: -25_000 } }),
  but("changing-effect", { channels: [search, { ...tv, effectChange: { week: 53, factor: 0.3 } }, social] }),
  but("short-history", { weeks: 30 }),
  but("flat-spend", {
    channels: [
      search,
      {
        ...tv,
        spend: { kind: "always-on", level: 12_000, variation: 0.05, autocorrelation: 0.3, seasonality: 0, peakWeek: 1 },
      },
      {
        ...social,
        spend: { kind: "always-on", level: 6000, variation: 0.05, autocorrelation: 0.3, seasonality: 0, peakWeek: 1 },
      },
    ],
  }),
];
