// What a simulated world is made of, as data: every world is a recipe for the one generator.

/** How a channel's weekly spend comes about; amounts in the table's currency, rounded to cents. */
export type SpendProcess = UniformSpend | AlwaysOnSpend | FlightedSpend | FollowingSpend;

/** Independent from week to week, uniform between two amounts. */
export interface UniformSpend {
  readonly kind: "uniform";
  readonly low: number;
  readonly high: number;
}

/** Spend in every week: log-normal around a level that follows the season, neighboring weeks alike. */
export interface AlwaysOnSpend {
  readonly kind: "always-on";
  /** Mean weekly spend over a year. */
  readonly level: number;
  /** Standard deviation of log spend around the season. */
  readonly variation: number;
  /** Correlation of log spend in neighboring weeks, in [0, 1). */
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

/** Planned together with another channel. */
export interface FollowingSpend {
  readonly kind: "following";
  /** Name of a channel earlier in the list. */
  readonly channel: string;
  /** Of that channel's spend. */
  readonly share: number;
  /** Standard deviation of the log of that share from week to week. */
  readonly variation: number;
}

/** What moves the spend of a channel besides its own process; a reaction multiplies that spend, and `strength` 0 is none. */
export type Reaction =
  /** `exp(strength * d)`, d the demand of the week (see `Demand`) in standard deviations: budgets are planned for expected sales. */
  | { readonly to: "demand"; readonly strength: number }
  /** `(sales of the week before / typical) ^ strength`: budgets and bids that are a share of sales. */
  | { readonly to: "sales"; readonly strength: number; readonly typical: number };

/**
 * Carry-over that is not geometric, by the weight of each lag from 0. The weights are scaled to the sum of geometric ones with the
 * channel's `decay`, so that steady spend has the effect that it has there.
 */
export type CarryOverShape =
  /** `rate ^ (lag - peak)^2` up to `window`: the effect peaks some weeks after the spend (Jin et al. 2017). */
  | { readonly kind: "delayed"; readonly peak: number; readonly rate: number; readonly window: number }
  /** `(1 + lag) ^ -power` up to `window`: fast at first, then hardly ever gone. */
  | { readonly kind: "long-memory"; readonly power: number; readonly window: number };

/** A response to the adstock `a` that is no Hill curve. */
export type Curve =
  /** The Hill curve of what is above `at`, nothing below. */
  | { readonly kind: "threshold"; readonly at: number }
  /** `coefficient * log(1 + a / halfSaturation)`: no ceiling. */
  | { readonly kind: "logarithmic" }
  /** `coefficient * (1 - 2 ^ -(a / halfSaturation))`: concave, and sooner at its ceiling than a Hill curve. */
  | { readonly kind: "exponential" };

/** `contribution = coefficient * a^slope / (halfSaturation^slope + a^slope)` with `a[t] = spend[t] + decay * a[t-1]`, `a` before the first week 0. */
export interface HardChannelRecipe {
  readonly name: string;
  /** Share of the adstock carried into the next week, in [0, 1). */
  readonly decay: number;
  readonly slope: number;
  /** Adstock at half effect, not normalized: `halfSaturation * (1 - decay)` is the steady weekly spend at half effect. */
  readonly halfSaturation: number;
  /** Contribution of a week at full saturation. */
  readonly coefficient: number;
  readonly spend: SpendProcess;
  /** Default: none. */
  readonly reaction?: Reaction;
  /** Default: geometric with `decay`. */
  readonly carryOver?: CarryOverShape;
  /** Default: the Hill curve of `slope`, `halfSaturation` and `coefficient`. */
  readonly curve?: Curve;
  /** From this week on the contribution is multiplied by the factor. Default: never. */
  readonly effectChange?: { readonly week: number; readonly factor: number };
}

/** Demand that no column of the table has: normal around 0, neighboring weeks alike. */
export interface Demand {
  /** Standard deviation of what it adds to revenue. */
  readonly deviation: number;
  /** Correlation of neighboring weeks, in [0, 1). */
  readonly autocorrelation: number;
}

/** Weeks in which sales are lost, independently of the others. */
export interface StockOuts {
  readonly probability: number;
  /** What such a week loses of `base`. */
  readonly share: number;
}

/**
 * A plain world, of the kind that the model describes, needs nothing but its first eight properties; every optional one adds something
 * that the model does not know of.
 *
 * `revenue = base + trend * (week - 1) + sine * sin(2 pi week / period) + cosine * cos(2 pi week / period)
 *  + promotions.effect * promotions + contributions + Normal(0, noise)`, rounded to cents.
 */
export interface HardRecipe {
  readonly name: string;
  readonly channels: readonly HardChannelRecipe[];
  readonly base: number;
  /** Change of the base from week to week. */
  readonly trend: number;
  readonly seasonality: { readonly period: number; readonly sine: number; readonly cosine: number };
  /** A week has a promotion with this probability, independently of the others. */
  readonly promotions: { readonly effect: number; readonly probability: number };
  /** Standard deviation of the noise; its scale where it has `degreesOfFreedom`. */
  readonly noise: number;
  /** Rows of a table when none are asked for; default 104, two years. */
  readonly weeks?: number;
  /** The noise is Student's t. Default: normal. */
  readonly degreesOfFreedom?: number;
  readonly demand?: Demand;
  readonly stockOuts?: StockOuts;
  /** From this week on the base is higher by `change`. */
  readonly levelShift?: { readonly week: number; readonly change: number };
}

/** A channel that the model describes: its parameters are all there is to know. */
export interface ChannelRecipe extends HardChannelRecipe {
  readonly carryOver?: never;
  readonly curve?: never;
  readonly effectChange?: never;
}

export interface Recipe extends HardRecipe {
  readonly channels: readonly ChannelRecipe[];
}
