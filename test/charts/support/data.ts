// Data for chart tests: three channels, and twenty with long names. Made by closed formulas, so that they are the same everywhere.

import type { Interval } from "../../../src/charts/frame/index.ts";

export const threeChannels: readonly string[] = ["TV", "Paid search", "Social"];

/** Long names, names without spaces, and names that other scripts write. */
export const twentyChannels: readonly string[] = [
  "Connected TV and streaming video (national)",
  "Connected TV and streaming video (regional)",
  "Linear television, prime time and sports",
  "paid_search_brand_exact_match_desktop",
  "paid_search_generic_broad_match_mobile",
  "Programmatic display, prospecting audiences",
  "Programmatic display, retargeting audiences",
  "Social: short video, creators and influencers",
  "Social: feed and stories, lookalike audiences",
  "Out of home, digital screens in city centers",
  "Out of home, posters at stations & airports",
  "Radio and audio streaming, morning shows",
  "Podcasts <host-read>",
  "Affiliate networks, coupons and cash-back",
  "Direct mail to households without e-mail",
  "E-mail",
  "Kino",
  "Наружная реклама в метро",
  "Prospectus et catalogues en boîte aux lettres",
  "Retail media: sponsored products and search",
];

/** A number in [0, 1) that depends on the whole numbers given, by a fixed hash. */
export function noise(...keys: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const key of keys) {
    state = Math.imul(state ^ (key + 0x7f4a7c15), 0x85ebca6b);
    state ^= state >>> 13;
    state = Math.imul(state, 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return (state >>> 0) / 2 ** 32;
}

/** An interval around a median, a little skewed to the right, as ratios are. */
export const around = (median: number, halfWidth: number): Interval => ({
  estimate: median + 0.05 * halfWidth,
  statistic: "mean",
  mean: median + 0.05 * halfWidth,
  median,
  lower: median - 0.9 * halfWidth,
  upper: median + 1.1 * halfWidth,
});

/** Mondays as ISO dates, from 2 January 2023. */
export const mondays = (count: number): string[] =>
  Array.from({ length: count }, (_, week) => new Date(Date.UTC(2023, 0, 2 + 7 * week)).toISOString().slice(0, 10));
