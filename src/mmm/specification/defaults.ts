// What a key that is left out means, and why: the one place where the defaults of a model are written.
//
// Every key left out takes its default whatever else the file says, with one exception. The default of `trend` is linear
// only while `seasonality` is left out too: a file that writes `seasonality` states how the baseline moves with time, and
// then has the trend it writes and no other. So `data: table.csv` means the same as giving the table itself, and a file
// that writes its season in full does not gain a trend it never asked for.
import type { Default } from "../../settings/index.ts";
import type { ControlScaling, Likelihood, MediaScaling, SamplingSettings, TargetScaling } from "./resolved-spec.ts";

export const scalingDefaults: {
  readonly media: Default<MediaScaling>;
  readonly target: Default<TargetScaling>;
  readonly controls: Default<ControlScaling>;
} = {
  media: { value: "mean", reason: "1 is a channel's average spend, so the same priors suit channels of any size" },
  target: { value: "zscore", reason: "effects read as standard deviations of the target" },
  controls: { value: "auto", reason: "columns with two values stay as they are, others are z-scored" },
};

export const adstockDefaults: {
  readonly kind: Default<"geometric" | "none">;
  readonly normalize: Default<boolean>;
  readonly window: Default<"infinite" | number>;
} = {
  kind: { value: "geometric", reason: "the simplest carry-over, one parameter per channel" },
  normalize: { value: true, reason: "half-saturation then reads as weekly spend held steady" },
  window: { value: "infinite", reason: "no arbitrary cut-off, and cheaper than a window" },
};

export const saturationDefault: Default<"hill" | "logistic" | "none"> = {
  value: "hill",
  reason: "concave or S-shaped, with a half-saturation that reads as spend",
};

export const harmonicsDefault: Default<number> = {
  value: 2,
  reason: "a yearly and a half-yearly wave: smooth, without following single weeks",
};

export const trendDefaults: {
  readonly alone: Default<"linear">;
  readonly besideSeasonality: Default<"none">;
} = {
  alone: { value: "linear", reason: "a steady drift of the baseline is not to be taken for media" },
  besideSeasonality: {
    value: "none",
    reason: "seasonality is written, so the baseline over time is what is written; `trend: linear` adds one",
  },
};

export const likelihoodDefault: Default<Likelihood> = {
  value: "normal",
  reason: "unexplained revenue of about the same size every week; student_t bears outliers better",
};

export const noiseDefaults: {
  readonly cells_summed: Default<number>;
  readonly clip: Default<"none" | { readonly lower: number }>;
} = {
  cells_summed: { value: 1, reason: "each value of the table was noised as it stands" },
  clip: { value: "none", reason: "noised values were published as they were, negative ones included" },
};

export const latentSpendDefaults: {
  readonly prior: Default<"lognormal">;
  readonly autocorrelated: Default<boolean>;
  readonly force: Default<boolean>;
} = {
  prior: { value: "lognormal", reason: "spend is positive and varies by a share of itself" },
  autocorrelated: { value: true, reason: "budgets change slowly, so neighboring weeks tell about each other" },
  force: { value: false, reason: "noise that drowns the spend is refused" },
};

/** A year in rows of the table. */
export const yearIn: Readonly<Record<"weekly" | "daily", number>> = { weekly: 52, daily: 365.25 };

export const samplingDefaults: { readonly [K in keyof SamplingSettings]: Default<SamplingSettings[K]> } = {
  chains: { value: 4, reason: "enough to see chains that disagree" },
  warmup: { value: 500, reason: "enough for the nutpie schedule; 1000 with schedule: stan" },
  draws: { value: 1000, reason: "4000 draws in all: tail quantiles to about two digits" },
  seed: { value: 1, reason: "fixed, so that a run can be repeated; another seed shows the Monte Carlo error" },
  target_accept: { value: 0.8, reason: "the usual compromise; raise it when there are divergences" },
  max_depth: { value: 10, reason: "at most 1023 leapfrog steps a draw" },
  metric: { value: "auto", reason: "diagonal, with a low-rank correction when the posterior is correlated" },
  schedule: { value: "nutpie", reason: "adapts from gradients in fewer iterations than windowed warm-up" },
};

/** Iterations of warm-up when none are asked for: Stan's windows are made for 1000. */
export const warmupFor: Readonly<Record<SamplingSettings["schedule"], number>> = { nutpie: 500, stan: 1000 };
