// Settings of a model file besides sampling, adstock and saturation (which come with their records), by the map that they stand in.
//
// Every key left out takes its default whatever else the file says, with one exception. The default of `trend` is linear
// only while `seasonality` is left out too: a file that writes `seasonality` states how the baseline moves with time, and
// then has the trend it writes and no other. So `data: table.csv` means the same as giving the table itself, and a file
// that writes its season in full does not gain a trend it never asked for.

import { businessSettings } from "./business.ts";
import { readingSettings } from "./reading.ts";
import { columnSettings } from "./columns.ts";
import { experimentSettings, statedSpendSettings } from "./experiments.ts";
import { fitSettings } from "./sampling.ts";
import type { Default, Setting, SettingTable, ValueOf } from "./setting.ts";

/** `scaling:` */
export const scalingSettings = {
  media: {
    kind: "choice",
    choices: ["typical", "median", "mean", "max", "none"],
    describe:
      "Each channel's spend (or what drives it) is divided by what it spends in a typical row (the mean of rows with spend; far outliers count as the largest usual value, known noise is taken off), by the median of rows with spend, by its mean or maximum over all rows, or left as it is",
    default: "typical",
    reason:
      "1 is what a channel spends when it spends, so the same priors suit channels of any size, seldom or always on",
  },
  target: {
    kind: "choice",
    choices: ["typical", "zscore", "mean", "max", "none"],
    describe:
      "The target is z-scored with far outliers counted as the largest usual value and known noise taken off (typical), z-scored as it is (sample standard deviation), divided by its mean or maximum, or left as it is",
    default: "typical",
    reason: "effects read as standard deviations of the target, which outliers and known noise do not change",
  },
  controls: {
    kind: "choice",
    choices: ["auto", "zscore", "none"],
    describe:
      "Controls are z-scored or left as they are; auto leaves columns with two values, and z-scores others with far outliers counted as the largest usual value",
    default: "auto",
    reason: "columns with two values stay as they are, others are z-scored without their outliers",
    hint: "The default, auto, z-scores all but columns with two values.",
  },
} as const;

/** `seasonality:` */
export const seasonalitySettings = {
  period: {
    kind: "number",
    above: 2,
    describe: "Length of a season in rows of the table",
    fallback: "a year: 52 weeks, 365.25 days, 12 months or 4 quarters",
    hint: "A year is 52 weeks, 365.25 days, 12 months or 4 quarters.",
  },
  harmonics: {
    kind: "integer",
    range: [1, 1000],
    describe: "Pairs of sine and cosine terms in a season",
    default: 2,
    reason: "a yearly and a half-yearly wave: smooth enough not to follow single weeks",
    hint: "The default is 2; for no season write `seasonality: none`.",
  },
} as const;

/** Keys of the file itself. */
export const modelSettings = {
  trend: {
    kind: "choice",
    choices: ["none", "linear", "knots", "local_level", "hsgp"],
    describe:
      "How the baseline drifts: not at all (none), on a line (linear), on lines between knots (knots), a little every row (local_level), or smoothly (hsgp); a map has the settings of the last three. Linear if both trend and seasonality are left out; otherwise as written, or none",
    default: "linear",
    reason: "a steady drift of the baseline must not be attributed to media",
    hint: "Write `trend: linear` for a steady drift of the baseline, `trend: { kind: knots, knots: auto }` for one that bends.",
  },
  weekday: {
    kind: "flag",
    describe: "Whether every day of the week has a level of its own; daily tables only",
    default: true,
    reason: "people buy, and advertise, more on some days of the week; otherwise channels are credited with the day",
    fallback: "true for daily tables",
    hint: "Leave it out, or write `weekday: false` for a daily table without a pattern over the week.",
  },
  week_effects: {
    kind: "choice",
    choices: ["none", "independent"],
    describe:
      "Panels of geos only: whether every period has an effect of its own that is common to all geos, independent of its neighbors",
    default: "independent",
    reason:
      "what moves all geos of a week alike (weather, holidays, competitors) is told apart from media, whose spend differs between geos",
    fallback: "independent for panels",
    hint: "Leave it out, or write `week_effects: none` for a panel whose geos have no shocks in common.",
  },
  week_effects_form: {
    kind: "choice",
    choices: ["integrated", "explicit"],
    describe:
      "Panels of geos only: whether week effects are integrated out of the likelihood exactly and drawn afterwards, or sampled like other parameters; the posterior is the same",
    default: "integrated",
    reason: "fewer parameters to sample, for the same posterior; needs normal errors",
    fallback: "integrated for panels with week effects and likelihood: normal, otherwise explicit",
    hint: "Leave it out; `likelihood: student_t` needs `week_effects_form: explicit`.",
  },
  likelihood: {
    kind: "choice",
    choices: ["normal", "student_t", "negative_binomial"],
    later: ["log_normal", "lognormal"],
    describe:
      "Distribution of the target around its expected value; negative_binomial is for conversions and other counts",
    default: "normal",
    reason: "residuals of similar size every week; student_t is more robust to outliers",
    fallback: "normal; negative_binomial for small counts of conversions",
    hint: "The default is normal; negative_binomial is for conversions.",
  },
} as const;

/** `trend:` as a map; `knots` is auto, a number, or a list of rows. */
export const trendSettings = {
  kind: {
    kind: "choice",
    choices: ["none", "linear", "knots", "local_level", "hsgp"],
    describe: "How the baseline drifts; the short form `trend: linear` gives the kind alone",
    default: "linear",
    reason: "a steady drift of the baseline must not be attributed to media",
    hint: "knots for a baseline that bends a few times, local_level for one that moves every row, hsgp for one that moves smoothly.",
  },
  criterion: {
    kind: "choice",
    choices: ["bic", "aic"],
    describe: "How many knots `knots: auto` keeps: few (bic), or as many as Meridian's automatic knots (aic)",
    default: "bic",
    reason:
      "aic goes by residuals that have one degree of freedom in a national table: it follows noise, or misses bends",
    hint: "Leave it out, or write `criterion: aic` for Meridian's choice.",
  },
  kernel: {
    kind: "choice",
    choices: ["matern52", "matern32", "squared_exponential"],
    describe: "How smooth an hsgp trend is: squared_exponential the smoothest, matern32 the roughest",
    default: "matern52",
    reason: "turns without kinks, and not as stiff as squared_exponential",
    hint: "The default is matern52.",
  },
  shortest_length: {
    kind: "integer",
    range: [1, 100_000],
    describe: "Shortest length scale, in rows, that an hsgp trend can follow; shorter ones cost more functions",
    fallback: "a quarter of a year: 13 weeks",
    hint: "A quarter of a year is usual: 13 weeks, 91 days, 3 months.",
  },
  functions: {
    kind: "integer",
    range: [2, 500],
    describe: "How many sines make an hsgp trend",
    fallback: "as many as the shortest length needs",
    hint: "Leave it out: it follows from the kernel and the shortest length.",
  },
  boundary: {
    kind: "number",
    above: 0,
    describe: "Rows from the middle of the table at which an hsgp trend ends, forecasts included",
    fallback: "1.2 times half the table, or more for long length scales",
    hint: "Leave it out, or raise it for forecasts further ahead.",
  },
} as const;

/** What `knots: ` is when it is left out. */
export const knotsDefault: Default<"auto"> = {
  value: "auto",
  reason: "chosen from the target",
};

/** `pooling:` of a panel, by parameter. */
export const poolingSettings = {
  intercept: {
    kind: "choice",
    choices: ["none", "partial", "complete"],
    describe:
      "The level of the target in the geos of a panel: each for itself (none), drawn from one distribution whose spread is estimated (partial), or the same everywhere (complete)",
    default: "partial",
    reason: "geos have levels of their own, and a level that is far from all others needs data to show it",
    hint: "The default is partial; write none for geos that share nothing, complete for geos that are alike.",
  },
  coefficient: {
    kind: "choice",
    choices: ["none", "partial", "complete"],
    describe:
      "The ceiling of a channel's effect in the geos of a panel: each for itself (none), drawn from one distribution whose spread is estimated (partial), or the same everywhere (complete)",
    default: "partial",
    reason: "geos need not be alike, and one geo alone seldom identifies a channel",
    hint: "The default is partial; write none for geos that share nothing, complete for geos that are alike.",
  },
  control: {
    kind: "choice",
    choices: ["none", "partial", "complete"],
    describe:
      "The effect of a control in the geos of a panel: each for itself (none), drawn from one distribution whose spread is estimated (partial), or the same everywhere (complete)",
    default: "partial",
    reason: "geos may react differently, and one geo alone says little of a control",
    hint: "The default is partial; write none for geos that share nothing, complete for geos that are alike.",
  },
  season: {
    kind: "choice",
    choices: ["none", "partial", "complete"],
    describe:
      "The season of the geos of a panel: each for itself (none), each its own around the common season, less so in shorter waves (partial), or the same everywhere (complete)",
    default: "partial",
    fallback: "partial, or complete where season has a prior of its own",
    reason: "geos share most of a season; a part that a geo has by itself must not be attributed to its media",
    hint: "The default is partial; write complete for one season of all geos, none for geos that share nothing.",
  },
  trend: {
    kind: "choice",
    choices: ["none", "partial", "complete"],
    describe:
      "The drift of the geos of a panel: each for itself (none, of a linear trend alone), each its own around the common trend (partial), or the same everywhere (complete)",
    default: "partial",
    reason:
      "some geos grow faster than others, and a drift that a geo does not share must not be attributed to its media",
    hint: "The default is partial; write complete for geos that do not drift apart.",
  },
  sigma: {
    kind: "choice",
    choices: ["none", "partial", "complete"],
    describe:
      "What is left unexplained in the geos of a panel, where the likelihood is normal or student_t: each for itself (none); falling with the population of the geo, and around that drawn from one distribution whose spread is estimated (partial); or the same everywhere (complete)",
    default: "partial",
    reason: "per head, geos with fewer people vary more",
    fallback: "partial where geos have a population and sigma has no prior of its own, otherwise complete",
    hint: "Write partial for noise that depends on the size of geos, complete for one sigma of all geos, none for geos that share nothing.",
  },
  overdispersion: {
    kind: "choice",
    choices: ["none", "partial", "complete"],
    describe:
      "What is left unexplained in the geos of a panel, where the likelihood is negative_binomial: each for itself (none); falling with the population of the geo, and around that drawn from one distribution whose spread is estimated (partial); or the same everywhere (complete)",
    default: "partial",
    reason: "relative to their mean, counts of geos with fewer people vary more",
    fallback: "partial where geos have a population and overdispersion has no prior of its own, otherwise complete",
    hint: "Write partial for overdispersion that depends on the size of geos, complete for one of all geos, none for geos that share nothing.",
  },
} as const;

/** Parameters whose pooling over geos can be chosen. */
export type PoolingName = keyof typeof poolingSettings;

/** Of what is left unexplained: a model has that of its likelihood. */
export type ErrorPoolingName = Extract<PoolingName, "sigma" | "overdispersion">;

/** Where the prior of a parameter is written, it is that of one number for all geos, unless `pooling` says otherwise. */
export const pooledByOwnPrior: Default<"complete"> = {
  value: "complete",
  reason: "its prior is written, and is that of one number for all geos",
};

export const errorsWithoutPeople: Default<"complete"> = {
  value: "complete",
  reason: "geos have no population that the size of the noise could follow",
};

/** Keys of the file itself that a channel may have otherwise, beside adstock and saturation. */
export const channelSettings = {
  order: {
    kind: "choice",
    choices: ["adstock_first", "saturation_first"],
    describe:
      "Whether spend is first carried over and then saturates, or saturates in its own week and is then carried over",
    default: "adstock_first",
    reason:
      "what saturates is the pressure that has built up; saturation_first suits channels whose weeks are bursts of their own",
  },
} as const;

/** Why there are no week effects by default where the spend of a channel is that of all geos together. */
export const weekEffectsBesideNational =
  "a channel with national spend is the same in every geo, so what it brings in a week could not be told from an effect of the week";

/** Why week effects are sampled beside other errors than normal ones. */
export const weeksBesideOtherErrors: Default<ValueOf<typeof modelSettings.week_effects_form>> = {
  value: "explicit",
  reason: "week effects can be integrated out beside normal errors alone",
};

/** Why the trend of a panel bends where the spend of a channel is that of all geos together. */
export const trendBesideNational =
  "one knot a quarter: a channel with national spend is told from what moves all geos by a smooth trend alone";

/** The trend where it is left out and `seasonality` is written. */
export const trendBesideSeasonality: Default<"none"> = {
  value: "none",
  reason: "seasonality is given, so the baseline has only the written terms; `trend: linear` adds a trend",
};

/** `noise:` of one column; its mechanisms come with their records. */
export const noiseSettings = {
  scale: {
    kind: "number",
    above: 0,
    describe: "Scale of the noise in one summed cell, in the unit of the column",
    hint: "In the unit of the column: b of a Laplace (its standard deviation divided by the square root of 2), sigma of a normal.",
  },
  scale_kind: {
    kind: "choice",
    choices: ["b", "sigma"],
    describe: "b of a Laplace, sigma of a normal: what the mechanism has when left out",
    hint: "Leave it out: Laplace noise has b, normal noise sigma.",
  },
  cells_summed: {
    kind: "integer",
    range: [1, 1_000_000],
    describe: "Cells, noised one by one, that were added up to a value of the table",
    default: 1,
    reason: "each value of the table was noised as it stands",
    hint: "How many cells, noised one by one, were added up to a value; the default is 1.",
  },
} as const;

/** `clip:` in the noise of a column, where it is not written. */
export const clipDefault: Default<"none"> = {
  value: "none",
  reason: "noised values were published as they were, negative ones included",
};

/** `latent_spend:` */
export const latentSpendSettings = {
  prior: {
    kind: "choice",
    choices: ["lognormal"],
    later: ["gamma", "zero_inflated"],
    describe: "Prior of true weekly spend: its log is normal around the level of the channel",
    default: "lognormal",
    reason: "spend is positive and varies by a share of itself",
  },
  autocorrelated: {
    kind: "flag",
    describe: "Whether the log of true spend is a first-order autoregression over weeks, or independent by week",
    default: true,
    reason: "budgets change slowly, so neighboring weeks are informative",
  },
  force: {
    kind: "flag",
    describe: "Fit even if the noise exceeds the signal",
    default: false,
    reason: "spend whose noise exceeds its signal is refused",
    hint: "The default, false, refuses spend whose noise exceeds its signal.",
  },
} as const;

/** A year in rows of the table. */
export const yearIn: Readonly<Record<"daily" | "weekly" | "monthly" | "quarterly", number>> = {
  daily: 365.25,
  weekly: 52,
  monthly: 12,
  quarterly: 4,
};

/** Settings of a model file by the path of their key: `sampling.chains`; `noise.scale` for that of any column. */
export const fileSettings: Readonly<Record<string, Setting>> = Object.fromEntries(
  Object.entries<SettingTable>({
    "": {
      target_kind: columnSettings.target_kind,
      ...businessSettings,
      ...readingSettings,
      ...modelSettings,
      ...channelSettings,
    },
    scaling: scalingSettings,
    seasonality: seasonalitySettings,
    trend: trendSettings,
    noise: noiseSettings,
    latent_spend: latentSpendSettings,
    pooling: poolingSettings,
    experiments: { ...experimentSettings, ...statedSpendSettings },
    sampling: fitSettings,
  }).flatMap(([prefix, table]) =>
    Object.entries(table).map(([name, setting]) => [prefix === "" ? name : `${prefix}.${name}`, setting]),
  ),
);

/** The day of the week where `seasonality` has it already. */
export const weekdayBesideSeason: Default<boolean> = {
  value: false,
  reason: "seasonality has a season of 7 days, which says the same",
};
