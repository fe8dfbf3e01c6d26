// A brand with classical media: TV and radio in campaign bursts, digital and social always on; TV carries over long, digital hardly.

import type { Recipe } from "../recipe.ts";

export const media: Recipe = {
  name: "media",
  channels: [
    {
      name: "TV",
      decay: 0.8,
      slope: 1.5,
      halfSaturation: 150_000,
      coefficient: 90_000,
      spend: {
        kind: "flighted",
        level: 60_000,
        burstVariation: 0.25,
        variation: 0.15,
        onWeeks: [3, 6],
        offWeeks: [4, 8],
      },
    },
    {
      name: "Radio",
      decay: 0.5,
      slope: 1.3,
      halfSaturation: 16_000,
      coefficient: 22_000,
      spend: {
        kind: "flighted",
        level: 12_000,
        burstVariation: 0.25,
        variation: 0.2,
        onWeeks: [2, 4],
        offWeeks: [2, 6],
      },
    },
    {
      name: "Digital",
      decay: 0.2,
      slope: 1.2,
      halfSaturation: 25_000,
      coefficient: 100_000,
      spend: {
        kind: "always-on",
        level: 20_000,
        variation: 0.3,
        autocorrelation: 0.4,
        seasonality: 0.35,
        peakWeek: 48,
      },
    },
    {
      name: "Social",
      decay: 0.35,
      slope: 1.8,
      halfSaturation: 15_000,
      coefficient: 40_000,
      spend: {
        kind: "always-on",
        level: 10_000,
        variation: 0.4,
        autocorrelation: 0.2,
        seasonality: 0.1,
        peakWeek: 26,
      },
    },
  ],
  base: 350_000,
  trend: 300,
  seasonality: { period: 52, sine: -15_000, cosine: 25_000 },
  promotions: { effect: 35_000, probability: 0.12 },
  noise: 6000,
};
