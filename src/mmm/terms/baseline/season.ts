// Seasons: sines and cosines of the time of the year, of the week, or of any other period.

import { type MediaData, periodOf } from "../../../data/panel/index.ts";
import { harmonicLabels, type Seasonality, seasonsOf } from "./seasonality.ts";
import { realLine } from "../../parameters/index.ts";
import type { Term } from "./term.ts";

/**
 * Time is counted in rows: by the week numbers of the file where it has them, else from 1 at the first row. There is a sine and a
 * cosine for each harmonic in turn, season after season.
 */
export const season: Term = {
  name: "season",
  parameters: [
    {
      name: "season",
      axes: ["harmonic"],
      domain: realLine,
      meaning: "effects of the sines and cosines of the season, in scaled target",
      needs: "seasonality",
      prior: "normal(0, 1)",
      reason: "each harmonic swings the target by up to about two scaled units either way",
      assumes: ["target"],
      overGeos: {
        family: "normal",
        center: {
          name: "season_mean",
          meaning: "means over the geos of the effects of the sines and cosines of the season",
        },
        spread: {
          name: "season_spread",
          meaning:
            "standard deviation over the geos of the effects of the first sine and cosine of a season; of the others it is that divided by the number of their harmonic",
          prior: "half_normal(0.2)",
          reason:
            "from the same season everywhere to geos whose seasons differ by a small part of it, and in smooth waves more than in short ones",
          shared: ({ seasonality }) =>
            seasonsOf(seasonality as Seasonality).flatMap(({ harmonics }) =>
              Array.from({ length: 2 * harmonics }, (_, k) => 1 / (1 + Math.floor(k / 2))),
            ),
        },
      },
    },
  ],
  present: (model) => seasonsOf(model.seasonality).length > 0,
  labels: (model) => ({ harmonic: harmonicLabels(model.seasonality) }),
  rowAxes: ["harmonic", "time"],
  rows: (data, { seasonality }) => {
    const seasons = seasonsOf(seasonality);
    const weeks = data.rows;
    const values = new Float64Array(2 * weeks * seasons.reduce((count, { harmonics }) => count + harmonics, 0));
    let start = 0;
    for (const { period, harmonics } of seasons) {
      for (let t = 0; t < weeks; t++) {
        const row = data.cadence === "daily" ? (data.weekIndex[t] - 1) * 7 + 1 : data.weekIndex[t];
        for (let k = 1; k <= harmonics; k++) {
          const angle = (2 * Math.PI * k * row) / period;
          values[start + (2 * k - 2) * weeks + t] = Math.sin(angle);
          values[start + (2 * k - 1) * weeks + t] = Math.cos(angle);
        }
      }
      start += 2 * harmonics * weeks;
    }
    return { weeks, values };
  },
  parts: (data, { seasonality }) => {
    const seasons = seasonsOf(seasonality);
    let first = 0;
    return seasons.map(({ period, harmonics }) => {
      const elements = Array.from({ length: 2 * harmonics }, (_, k) => first + k);
      first += 2 * harmonics;
      return {
        name: seasons.length === 1 ? "season" : `season of ${lengthOf(period, data)}`,
        kind: "season",
        elements,
      };
    });
  },
};

const usual: Readonly<Record<MediaData["cadence"], Readonly<Record<number, string>>>> = {
  weekly: { 52: "the year", 52.18: "the year" },
  daily: { 7: "the week", 365: "the year", 365.25: "the year" },
  monthly: { 12: "the year" },
  quarterly: { 4: "the year" },
};

/** A period in words: "the week", "30 days". */
function lengthOf(period: number, { cadence }: Pick<MediaData, "cadence">): string {
  return usual[cadence][period] ?? `${period} ${periodOf(cadence)}s`;
}
