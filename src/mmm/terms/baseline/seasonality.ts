// Seasons as a specification has them: none, one, or several of different periods.

import type { seasonalitySettings, ValuesOf } from "../../../settings/index.ts";

/** Sine and cosine of 2 pi k t / period for k = 1 ... harmonics; the period is in rows of the table (weeks or days). */
export type Fourier = ValuesOf<typeof seasonalitySettings>;

/** Several seasons at once, such as of the year and of the week of a daily table, add up. */
export type Seasonality = "none" | Fourier | readonly Fourier[];

/** The seasons of a model, in their order. */
export function seasonsOf(seasonality: Seasonality): readonly Fourier[] {
  if (seasonality === "none") return [];
  return "period" in seasonality ? [seasonality] : seasonality;
}

/** Labels of the effects of all seasons: numbers from 1 for one season, `period 7 sin 1` for several. */
export function harmonicLabels(seasonality: Seasonality): readonly string[] {
  const seasons = seasonsOf(seasonality);
  if (seasons.length === 1) return Array.from({ length: 2 * seasons[0].harmonics }, (_, k) => String(k + 1));
  return seasons.flatMap(({ period, harmonics }) =>
    Array.from({ length: harmonics }, (_, k) =>
      ["sin", "cos"].map((wave) => `period ${period} ${wave} ${k + 1}`),
    ).flat(),
  );
}
