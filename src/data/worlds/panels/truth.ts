// What is known of a simulated panel, in total and by geo; the content of truth.json.

import { type Document, documentOf } from "../../../documents/index.ts";
import { type ChannelReturns, exponentialCurve } from "../truth.ts";
import type { PanelRecipe } from "./recipe.ts";

/** A channel in one geo. */
export interface GeoChannelTruth extends ChannelReturns {
  readonly name: string;
  /** Contribution of a week at full saturation, per 1,000 people. */
  readonly coefficient: number;
}

/** Parts of the revenue of each week with a row, in money; they add up to the revenue before rounding. */
export interface GeoWeeklyTruth {
  readonly base: readonly number[];
  readonly price: readonly number[];
  readonly season: readonly number[];
  readonly week: readonly number[];
  readonly noise: readonly number[];
  readonly contributions: readonly { readonly name: string; readonly values: readonly number[] }[];
}

export interface GeoTruth {
  readonly name: string;
  readonly population: number;
  /** Weeks of the first and the last row. */
  readonly first_week: number;
  readonly last_week: number;
  /** Per 1,000 people. */
  readonly base: number;
  /** Of one standard deviation of the price, per 1,000 people. */
  readonly price_effect: number;
  /** Where seasons differ between geos, per 1,000 people. */
  readonly seasonality_sine?: number;
  readonly seasonality_cosine?: number;
  readonly channels: readonly GeoChannelTruth[];
  readonly weekly: GeoWeeklyTruth;
}

/** A channel over all geos: its returns are ratios of the sums over geos. */
export interface PanelChannelTruth extends ChannelReturns {
  readonly name: string;
  readonly decay: number;
  readonly slope: number;
  /** Steady weekly spend per 1,000 people at half effect. */
  readonly half_saturation: number;
  /** Per 1,000 people: the median over geos, and the standard deviation of its log. */
  readonly coefficient: number;
  readonly coefficient_spread: number;
  /** Weeks until half of the adstock is gone. */
  readonly half_life: number;
  /** Whether spend was drawn once for all geos together. */
  readonly national: boolean;
}

export interface PanelTruth {
  readonly note: string;
  readonly recipe: string;
  readonly seed: number;
  readonly weeks: number;
  readonly channels: readonly PanelChannelTruth[];
  readonly geos: readonly GeoTruth[];
  readonly base_mean: number;
  readonly base_spread: number;
  readonly price_mean: number;
  readonly price_sd: number;
  readonly price_effect: number;
  readonly price_effect_spread: number;
  readonly seasonality_sine: number;
  readonly seasonality_cosine: number;
  readonly seasonality_period: number;
  /** Standard deviation over geos of sine and cosine; absent where the season is the same everywhere. */
  readonly seasonality_spread?: number;
  readonly week_spread: number;
  readonly noise_sd: number;
  /** What moves all geos alike, per 1,000 people, by week. */
  readonly week_effects: readonly number[];
}

const plainNote =
  "Everything per 1,000 people of the geo: x = spend / population * 1000; adstock a[t] = (1-decay)*x[t] + decay*a[t-1], 0 before the geo's first row; " +
  "contribution = coefficient * a^slope / (half_saturation^slope + a^slope); revenue / population * 1000 = base + price_effect*(price-price_mean)/price_sd " +
  "+ seasonality_sine*sin(2*pi*week/period) + seasonality_cosine*cos(2*pi*week/period) + week_effects[week] + contributions + Normal(0, noise_sd); " +
  "revenue is rounded to cents. Totals, contributions and returns are in money, over all rows, those with unknown revenue too. " +
  "Spend of a channel that is national is given for all geos together, and each geo has its share by population.";

/** The formulas of a panel, and what is otherwise in this one. */
export function panelNote({ channels, seasonality }: PanelRecipe): string {
  const others = [
    ...channels.flatMap(({ name, curve }) => (curve === undefined ? [] : [exponentialCurve(name)])),
    ...(seasonality.spread === undefined ? [] : ["Each geo has its own seasonality_sine and seasonality_cosine."]),
  ];
  return others.length === 0 ? plainNote : [plainNote, "But here:", ...others].join(" ");
}

/** What made a simulated panel: truth.json. */
export function panelTruthDocument(truth: PanelTruth): Document<"carryover/panel-truth/1", PanelTruth> {
  return documentOf("carryover/panel-truth/1", truth);
}
