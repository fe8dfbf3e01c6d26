// A brand with a typical channel mix: television and video in campaign bursts, search, social and radio beside them; a growing base, a yearly
// season and promotions. The world of the demonstration.

import type { Recipe } from "../recipe.ts";

export const brand: Recipe = {
  name: "brand",
  channels: [
    {
      name: "TV",
      decay: 0.7,
      slope: 1.3,
      halfSaturation: 160_000,
      coefficient: 110_000,
      spend: {
        kind: "flighted",
        level: 70_000,
        burstVariation: 0.25,
        variation: 0.15,
        onWeeks: [3, 6],
        offWeeks: [4, 8],
      },
    },
    {
      name: "Search",
      decay: 0.1,
      slope: 1.1,
      halfSaturation: 24_000,
      coefficient: 90_000,
      spend: {
        kind: "always-on",
        level: 18_000,
        variation: 0.35,
        autocorrelation: 0.3,
        seasonality: 0.2,
        peakWeek: 48,
      },
    },
    {
      name: "Social",
      decay: 0.3,
      slope: 1.2,
      halfSaturation: 20_000,
      coefficient: 40_000,
      spend: {
        kind: "always-on",
        level: 12_000,
        variation: 0.4,
        autocorrelation: 0.2,
        seasonality: 0.1,
        peakWeek: 26,
      },
    },
    {
      name: "Video",
      decay: 0.4,
      slope: 1.2,
      halfSaturation: 20_000,
      coefficient: 32_000,
      spend: {
        kind: "flighted",
        level: 15_000,
        burstVariation: 0.25,
        variation: 0.2,
        onWeeks: [2, 5],
        offWeeks: [2, 5],
      },
    },
    {
      name: "Radio",
      decay: 0.5,
      slope: 1.2,
      halfSaturation: 15_000,
      coefficient: 18_000,
      spend: {
        kind: "flighted",
        level: 10_000,
        burstVariation: 0.25,
        variation: 0.2,
        onWeeks: [2, 4],
        offWeeks: [2, 5],
      },
    },
  ],
  base: 330_000,
  trend: 250,
  seasonality: { period: 52, sine: -12_000, cosine: 22_000 },
  promotions: { effect: 30_000, probability: 0.12 },
  noise: 7000,
};
