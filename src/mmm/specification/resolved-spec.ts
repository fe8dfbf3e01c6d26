// The fully resolved specification: every choice a fit depends on, spelled out. Keys are those of the model file.
import type { NoiseFamily } from "../../distributions/index.ts";
import type {
  channelSettings,
  columnSettings,
  ErrorPoolingName,
  FitValues,
  latentSpendSettings,
  modelSettings,
  poolingSettings,
  ReadingValues,
  scalingSettings,
  ValueOf,
  ValuesOf,
} from "../../settings/index.ts";
import { type Experiment, isStated } from "../experiments/index.ts";
import type { ReturnKind } from "../parameters/index.ts";
import type { TransformSettings } from "../transforms/index.ts";
import { type Seasonality, type Trend, trendOfRows } from "../terms/baseline/index.ts";
import type { Prior } from "./prior.ts";

/**
 * - `media`: each channel's spend is divided by that of a typical week ("typical": the mean over weeks with spend, far outliers pulled
 *   in, known noise taken off), by its mean or its maximum over the table, or left as it is.
 * - `target`: centered and divided by its standard deviation, far outliers pulled in and known noise taken off ("typical"), z-scored
 *   as it is (sample standard deviation), divided by its mean or maximum, or left as it is.
 * - `controls`: "auto": columns with two values stay as they are, others are z-scored, far outliers pulled in.
 */
export type Scaling = ValuesOf<typeof scalingSettings>;

/** Carry-over: a kind of adstock and its settings, such as `normalize` and `window`. */
export interface Adstock extends TransformSettings {
  readonly kind: string;
}

/** A kind of saturation and its settings. */
export interface Saturation extends TransformSettings {
  readonly kind: string;
}

export interface ResolvedChannel {
  /** Column of the spend; of organic media the one that drives them. */
  readonly column: string;
  /** Column that drives the effect, "spend" where it was said that spend does; absent where spend does as nothing else could. */
  readonly driver?: string;
  /** True for media without spend; absent otherwise. */
  readonly organic?: true;
  /** Name in results: the column without what says that it is spend (`channelName`). */
  readonly name: string;
  readonly adstock: Adstock;
  readonly saturation: Saturation;
  /** What spend goes through first. */
  readonly order: TransformOrder;
}

/** A treatment and what its contribution counts against: the smallest or largest value of the table, or a number. */
export interface Treatment {
  readonly baseline: "min" | "max" | number;
}

export type TransformOrder = ValueOf<typeof channelSettings.order>;

type AllPooling = ValuesOf<typeof poolingSettings>;
/** By parameter. Of what is left unexplained a model has what its likelihood has. */
export type Pooling = Omit<AllPooling, ErrorPoolingName> & Partial<Pick<AllPooling, ErrorPoolingName>>;

export type WeekEffects = ValueOf<typeof modelSettings.week_effects>;
/**
 * "integrated": the likelihood is that of a week's geos together, and one draw of its effect is made for each draw of everything else;
 * "explicit": week effects are sampled.
 */
export type WeekEffectsForm = ValueOf<typeof modelSettings.week_effects_form>;

export type { Trend };
/**
 * "normal" and "student_t" around the expected target; "negative_binomial" for counts, with the expected target (kept above zero)
 * as mean m and variance m + (overdispersion m)^2.
 */
export type Likelihood = ValueOf<typeof modelSettings.likelihood>;

/** Noise of known size that was added to a column before it was published. */
export interface ColumnNoise {
  /** Discrete noise is of the same kind here: its steps are small beside its scale. */
  readonly mechanism: NoiseFamily;
  /** Of the noise in one summed cell, in the column's unit: b of a Laplace, the standard deviation of a normal. */
  readonly scale: number;
  /** Cells, noised one by one, that were added up to a value of the table. */
  readonly cells_summed: number;
  /** Noised values below this, in the column's unit, were published as this. */
  readonly clip: "none" | { readonly lower: number };
}

/**
 * True spend as an unknown, for channels whose spend was published with noise.
 * - `prior`: the log of a week's true spend is normal around the channel's level.
 * - `autocorrelated`: whether neighboring weeks are alike (a first-order autoregression of the log), or each week for itself.
 * - `force`: fit although the noise drowns the signal.
 */
export interface LatentSpendSettings extends ValuesOf<typeof latentSpendSettings> {
  /** Columns of the channels whose true spend is an unknown; the spend of others is taken as known. */
  readonly channels: readonly string[];
}

/** What a fit says about sampling, a value for each of `fitSettings`. */
export type SamplingSettings = FitValues;

/** One prior per channel or control, by name. */
export type NamedPriors = Readonly<Record<string, Prior>>;

/** Whether it is one prior for all elements of a parameter, rather than one for each channel or control. */
export function isPrior(prior: Prior | NamedPriors): prior is Prior {
  return Array.isArray(prior.parameters);
}

/**
 * The prior of a parameter that has one for all its elements.
 * @throws RangeError when the model has no such parameter, or one prior for each channel or control
 */
export function priorOf({ priors }: Pick<ResolvedSpec, "priors">, name: string): Prior {
  const prior = priors[name];
  if (prior === undefined || !isPrior(prior)) throw new RangeError(`The specification lacks a prior of ${name}.`);
  return prior;
}

/**
 * By parameter, exactly those that the model has: one prior for each channel or control that has the parameter, or one for all its
 * elements. `priorOf` and `priorsByName` read it with a check.
 */
export type ResolvedPriors = Readonly<Record<string, Prior | NamedPriors | undefined>>;

/**
 * The priors of a parameter that has one for each channel or control.
 * @throws RangeError when the model has no such parameter, or one prior for all its elements
 */
export function priorsByName({ priors }: Pick<ResolvedSpec, "priors">, name: string): NamedPriors {
  const prior = priors[name];
  if (prior === undefined || isPrior(prior)) throw new RangeError(`The specification lacks priors of ${name} by name.`);
  return prior;
}

/** First and last row of a window, both included: dates as the table writes them, or the numbers of its weeks. */
export interface ReturnWindow {
  readonly from: string;
  readonly to: string;
}

export interface ResolvedSpec {
  /** Path of the table, as written: relative to the model file, or as given on the command line. */
  readonly data: string;
  /** Column that holds the week or date. */
  readonly date: string;
  /** Column that is modeled. */
  readonly target: string;
  /** Decimal mark where the table does not tell it; absent where nobody said. */
  readonly decimal?: Exclude<ReadingValues["decimal"], "auto" | undefined>;
  /** How dates are written where the table does not tell it; absent where nobody said. */
  readonly date_format?: Exclude<ReadingValues["date_format"], "auto" | undefined>;
  /** Sheet of a workbook; absent where nobody said. */
  readonly sheet?: string;
  /** Whether that is money or a count; absent where neither the model file nor the table says. */
  readonly target_kind?: ValueOf<typeof columnSettings.target_kind>;
  /** Profit before media from one unit of the target; absent where it was not given. It does not change the fit. */
  readonly margin?: number;
  /** Of spend and revenue; absent where it was not given. */
  readonly currency?: string;
  /** Of the report; absent where it was not given. */
  readonly title?: string;
  readonly scaling: Scaling;
  /** Column that holds the geo; absent for a national table, like all that is of panels below. */
  readonly geo?: string;
  /** Column of the population, or people by geo; absent where geos have none. */
  readonly population?: string | Readonly<Record<string, number>>;
  /** Geos of a panel; absent for a national table. */
  readonly geos?: readonly string[];
  /** Names of the channels whose spend is that of all geos together, split by population: their effect is the same in every geo. Absent when none is. */
  readonly national?: readonly string[];
  /** Rows of the table for each geo, where there are week effects or a trend that bends. */
  readonly periods?: number;
  /** How parameters differ between geos. */
  readonly pooling?: Pooling;
  /** Names of the channels with whose mean spend per head the levels of geos go; absent where there are none. */
  readonly mundlak?: readonly string[];
  /** Whether every period has an effect common to all geos. */
  readonly week_effects?: WeekEffects;
  /** Present where there are week effects. */
  readonly week_effects_form?: WeekEffectsForm;
  /** By name, the channels that have a prior of a return in place of their coefficient; absent when none has. */
  readonly returns?: Readonly<Record<string, ReturnKind>>;
  /** By name, the weeks whose spend that return is about, of those that are not about the whole table; absent when all are. */
  readonly return_windows?: Readonly<Record<string, ReturnWindow>>;
  readonly channels: readonly ResolvedChannel[];
  /** Columns. */
  readonly controls: readonly string[];
  /** Values against which contributions of controls count, where they were given; they change no draw. */
  readonly reference_values?: Readonly<Record<string, number>>;
  /** By column, what is no media and counts against a baseline; absent where there is none. */
  readonly treatments?: Readonly<Record<string, Treatment>>;
  /** Column of what one conversion is worth; absent where returns are in units of the target. */
  readonly revenue_per_conversion?: string;
  readonly seasonality: Seasonality;
  /** Whether every day of the week has a level of its own; absent for tables that are not daily. */
  readonly weekday?: boolean;
  readonly trend: Trend;
  /** Terms of one's own, by name; absent when there are none. */
  readonly terms?: readonly string[];
  readonly likelihood: Likelihood;
  /** By column, those that have noise; "none" when a description was to be ignored; absent when there is none. */
  readonly noise?: "none" | Readonly<Record<string, ColumnNoise>>;
  /** Absent when no channel's spend is latent. */
  readonly latent_spend?: LatentSpendSettings;
  /** Lift tests, in the order in which they are written; absent when there is none. */
  readonly experiments?: readonly Experiment[];
  readonly priors: ResolvedPriors;
  readonly sampling: SamplingSettings;
}

/** What the parameters of a model depend on. */
export type ModelStructure = Omit<
  ResolvedSpec,
  "data" | "date" | "geo" | "target" | "margin" | "currency" | "title" | "priors" | "sampling"
>;

/** The specification for a table of so many rows (for each geo), such as the first ones of the table that it was resolved with. */
export function specOfRows(spec: ResolvedSpec, rows: number): ResolvedSpec {
  const { periods, trend } = spec;
  return periods === undefined || periods === rows
    ? spec
    : { ...spec, periods: rows, trend: trendOfRows(trend, periods, rows) };
}

/** The specification without the lift tests that end after these rows, such as those of a table that ends before a holdout. */
export function specOfTable(spec: ResolvedSpec, dates: readonly string[]): ResolvedSpec {
  const { experiments, ...rest } = spec;
  if (experiments === undefined) return spec;
  const isThere = ({ at, cooldown }: Experiment): boolean => {
    if (isStated(at)) return true;
    const end = dates.indexOf(at.end);
    return dates.includes(at.start) && end >= 0 && end + cooldown < dates.length;
  };
  const own = experiments.filter(isThere);
  if (own.length === experiments.length) return spec;
  return own.length === 0 ? rest : { ...rest, experiments: own };
}

/** The noise of a column, where it is modeled. */
export function noiseOf({ noise }: Pick<ResolvedSpec, "noise">, column: string): ColumnNoise | undefined {
  return noise === undefined || noise === "none" || !Object.hasOwn(noise, column) ? undefined : noise[column];
}
