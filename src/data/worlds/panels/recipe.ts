// What a simulated panel is made of, as data: every panel is a recipe for the one generator. Amounts are per 1,000 people, unless they say
// otherwise.

import type { Curve, SpendProcess } from "../recipe.ts";

/** A place. */
export interface GeoRecipe {
  readonly name: string;
  readonly population: number;
  /** First and last week with a row; default the first and the last of the table. */
  readonly firstWeek?: number;
  readonly lastWeek?: number;
}

/**
 * `contribution = coefficient_g * a^slope / (halfSaturation^slope + a^slope)` with `a[t] = (1 - decay) * spend[t] + decay * a[t-1]`, before the
 * first row of the geo 0.
 */
export interface PanelChannelRecipe {
  readonly name: string;
  /** Share of the adstock carried into the next week, in [0, 1). */
  readonly decay: number;
  readonly slope: number;
  /** Steady weekly spend at half effect. */
  readonly halfSaturation: number;
  /** Contribution of a week at full saturation: the median over geos. */
  readonly coefficient: number;
  /** Standard deviation over geos of the log of that; 0 where all geos react alike. */
  readonly spread: number;
  /** Weekly spend, drawn for each geo by itself. */
  readonly spend: SpendProcess;
  /** Standard deviation over geos of the log of the level of spend. */
  readonly spendSpread: number;
  /** Spend of a geo is multiplied by `(coefficient_g / coefficient) ^ followsEffect`: budgets go where they bring more. Default 0. */
  readonly followsEffect?: number;
  /** Default: the Hill curve above. */
  readonly curve?: Extract<Curve, { readonly kind: "exponential" }>;
  /** Spend is drawn once for all geos together, and every row of a date has the amount of all of them. Default false. */
  readonly national?: boolean;
}

/**
 * `revenue / population * 1000 = base_g + price_g * (price - mean) / sd + sine * sin(2 pi week / period) + cosine * cos(2 pi week / period)
 *  + week[t] + contributions + Normal(0, noise)`; revenue is rounded to cents.
 */
export interface PanelRecipe {
  readonly name: string;
  readonly geos: readonly GeoRecipe[];
  readonly channels: readonly PanelChannelRecipe[];
  /** Mean and standard deviation over geos. */
  readonly base: { readonly mean: number; readonly spread: number };
  readonly price: {
    /** In money. */
    readonly mean: number;
    readonly deviation: number;
    /** Effect of one standard deviation of the price: mean and standard deviation over geos. */
    readonly effect: number;
    readonly spread: number;
  };
  readonly seasonality: {
    readonly period: number;
    readonly sine: number;
    readonly cosine: number;
    /** Standard deviation over geos of either. Default 0: one season everywhere. */
    readonly spread?: number;
  };
  /** Standard deviation of what moves all geos alike in a week. */
  readonly weekSpread: number;
  readonly noise: number;
  /** Probability that the revenue of a row is not known. */
  readonly unknown: number;
}
