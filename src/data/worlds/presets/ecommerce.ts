// A web shop: three channels with short to middling carry-over, spend that varies freely from week to week.

import type { Recipe, SpendProcess } from "../recipe.ts";

const spend: SpendProcess = { kind: "uniform", low: 2000, high: 20000 };

export const ecommerce: Recipe = {
  name: "ecommerce",
  channels: [
    { name: "Shopify", decay: 0.5, slope: 2, halfSaturation: 10000, coefficient: 15000, spend },
    { name: "TikTok", decay: 0.2, slope: 2.5, halfSaturation: 12000, coefficient: 25000, spend },
    { name: "Meta", decay: 0.7, slope: 3, halfSaturation: 8000, coefficient: 10000, spend },
  ],
  base: 5000,
  trend: 0,
  seasonality: { period: 52, sine: 4000, cosine: 0 },
  promotions: { effect: 8000, probability: 0.1 },
  noise: 1000,
};
