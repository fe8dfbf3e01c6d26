// What a simulated world is made of, as data: every world is a recipe for the one generator.

/** How a channel's weekly spend comes about; amounts in the table's currency, rounded to cents. */
export type SpendProcess = UniformSpend | AlwaysOnSpend | FlightedSpend;

/** Independent from week to week, uniform between two amounts. */
export interface UniformSpend {
  readonly kind: "uniform";
  readonly low: number;
  readonly high: number;
}

/** Spend in every week: log-normal around a level that follows the season, neighbouring weeks alike. */
export interface AlwaysOnSpend {
  readonly kind: "always-on";
  /** Mean weekly spend over a year. */
  readonly level: number;
  /** Standard deviation of log spend around the season. */
  readonly variation: number;
  /** Correlation of log spend in neighbouring weeks, in [0, 1). */
  readonly autocorrelation: number;
  /** Height of the yearly wave relative to the level, in [0, 1). */
  readonly seasonality: number;
  /** Week of the year in which the wave is highest. */
  readonly peakWeek: number;
}

/** Campaign bursts with nothing in between. */
export interface FlightedSpend {
  readonly kind: "flighted";
  /** Mean weekly spend inside a burst. */
  readonly level: number;
  /** Standard deviation of the log size of a burst. */
  readonly burstVariation: number;
  /** Standard deviation of log spend of the weeks inside a burst. */
  readonly variation: number;
  /** Fewest and most weeks of a burst. */
  readonly onWeeks: readonly [number, number];
  /** Fewest and most weeks between bursts. */
  readonly offWeeks: readonly [number, number];
}

/** `contribution = coefficient * a^slope / (halfSaturation^slope + a^slope)` with `a[t] = spend[t] + decay * a[t-1]`, `a` before the first week 0. */
export interface ChannelRecipe {
  readonly name: string;
  /** Share of the adstock carried into the next week, in [0, 1). */
  readonly decay: number;
  readonly slope: number;
  /** Adstock at half effect, not normalised: `halfSaturation * (1 - decay)` is the steady weekly spend at half effect. */
  readonly halfSaturation: number;
  /** Contribution of a week at full saturation. */
  readonly coefficient: number;
  readonly spend: SpendProcess;
}

/**
 * `revenue = base + trend * (week - 1) + sine * sin(2 pi week / period) + cosine * cos(2 pi week / period)
 *  + promotions.effect * promotions + contributions + Normal(0, noise)`, rounded to cents.
 */
export interface Recipe {
  readonly name: string;
  readonly channels: readonly ChannelRecipe[];
  readonly base: number;
  /** Change of the base from week to week. */
  readonly trend: number;
  readonly seasonality: { readonly period: number; readonly sine: number; readonly cosine: number };
  /** A week has a promotion with this probability, independently of the others. */
  readonly promotions: { readonly effect: number; readonly probability: number };
  /** Standard deviation of the noise. */
  readonly noise: number;
}
