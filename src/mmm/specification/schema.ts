// The model file as a zod schema: what may be written, its TypeScript type and its JSON Schema.
// Import it lazily (`await import`): zod costs about 60 ms, and fitting a bare table needs no schema.
//
// The `error` of each part is a key of `rules` in the catalog of problems, where its wording stands.
import { z } from "zod";
import type { NoiseMechanism } from "../../privacy/release/index.ts";
import type { RuleName } from "../../problems/model-file-problems.ts";
import {
  adstockDefaults,
  harmonicsDefault,
  latentSpendDefaults,
  likelihoodDefault,
  noiseDefaults,
  samplingDefaults,
  saturationDefault,
  scalingDefaults,
} from "./defaults.ts";
import { type ParameterName, parameterNames, parameters } from "./parameters.ts";
import { formatPrior } from "./prior.ts";
import type {
  ControlScaling,
  Likelihood,
  MediaScaling,
  SamplingSettings,
  TargetScaling,
  Trend,
} from "./resolved-spec.ts";
import { samplingLimits } from "./sampling-limits.ts";

type AdstockKind = "geometric" | "none";
type SaturationKind = "hill" | "logistic" | "none";

/** Adstock as written; the short form `adstock: none` gives the kind alone. */
export type AdstockEntry =
  | AdstockKind
  | {
      kind?: AdstockKind | undefined;
      normalize?: boolean | undefined;
      window?: "infinite" | number | undefined;
    };

export type SaturationEntry = SaturationKind | { kind?: SaturationKind | undefined };

/** What one channel has otherwise than the model; null when its key stands alone. */
export interface ChannelEntry {
  adstock?: AdstockEntry | undefined;
  saturation?: SaturationEntry | undefined;
}

/** The noise of one column as written. */
export interface NoiseEntry {
  mechanism: Exclude<NoiseMechanism, "unknown">;
  scale?: number | undefined;
  scale_kind?: "b" | "sigma" | undefined;
  cells_summed?: number | undefined;
  clip?: "none" | { lower: number } | undefined;
}

/** A prior as text, or one per channel or control by name, `default` standing for those not named. */
export type PriorEntry = string | Record<string, string>;

/** A model file after validation, before defaults. */
export interface ModelFile {
  data: string;
  date?: string | undefined;
  target?: string | undefined;
  scaling?:
    | {
        media?: MediaScaling | undefined;
        target?: TargetScaling | undefined;
        controls?: ControlScaling | undefined;
      }
    | undefined;
  adstock?: AdstockEntry | undefined;
  saturation?: SaturationEntry | undefined;
  channels?: string[] | Record<string, ChannelEntry | null> | undefined;
  controls?: "none" | string[] | undefined;
  seasonality?: "none" | { period?: number | undefined; harmonics?: number | undefined } | undefined;
  trend?: Trend | undefined;
  likelihood?: Likelihood | undefined;
  noise?: string | Record<string, NoiseEntry> | undefined;
  latent_spend?:
    | {
        prior?: "lognormal" | undefined;
        autocorrelated?: boolean | undefined;
        force?: boolean | undefined;
        channels?: string[] | undefined;
      }
    | undefined;
  priors?: { [K in ParameterName]?: PriorEntry | undefined } | undefined;
  sampling?: { [K in keyof SamplingSettings]?: SamplingSettings[K] | undefined } | undefined;
}

const text = (error: RuleName): z.ZodString => z.string({ error }).min(1, { error });
const whole = (error: RuleName, [least, most]: readonly [number, number]): z.ZodInt =>
  z.int({ error }).min(least, { error }).max(most, { error });
const map = <T extends z.core.$ZodLooseShape>(error: RuleName, shape: T): z.ZodObject<T, z.core.$strict> =>
  z.strictObject(shape, { error });

const adstockKind = z.enum(["geometric", "none"], { error: "adstockKind" });
const adstock = z.union(
  [
    adstockKind,
    map("adstock", {
      kind: adstockKind.meta({ default: adstockDefaults.kind.value }).optional(),
      normalize: z.boolean({ error: "normalize" }).meta({ default: adstockDefaults.normalize.value }).optional(),
      window: z
        .union([z.literal("infinite", { error: "window" }), whole("window", [1, 10_000])], { error: "window" })
        .meta({ default: adstockDefaults.window.value, description: "Last lag that counts; infinite for no cut-off." })
        .optional(),
    }),
  ],
  { error: "adstock" },
);

const saturationKind = z.enum(["hill", "logistic", "none"], { error: "saturationKind" });
const saturation = z.union(
  [saturationKind, map("saturation", { kind: saturationKind.meta({ default: saturationDefault.value }).optional() })],
  { error: "saturation" },
);

const channel = z.union(
  [z.null(), map("channel", { adstock: adstock.optional(), saturation: saturation.optional() })],
  { error: "channel" },
);
const channels = z.union(
  [
    z.array(text("column"), { error: "channels" }).min(1, { error: "channels" }),
    z
      .record(z.string().min(1, { error: "column" }), channel, { error: "channels" })
      .refine((entries) => Object.keys(entries).length > 0, { error: "channels" }),
  ],
  { error: "channels" },
);

const prior = z.union([text("prior"), z.record(z.string(), text("prior"), { error: "prior" })], { error: "prior" });
const priorShape = Object.fromEntries(
  parameterNames.map((name) => {
    const { meaning, defaultPrior } = parameters[name];
    return [name, prior.meta({ description: meaning, default: formatPrior(defaultPrior) }).optional()];
  }),
) as unknown as { [K in ParameterName]: z.ZodOptional<typeof prior> };

const noiseEntry = map("noiseColumn", {
  mechanism: z.enum(["laplace", "discrete_laplace", "gaussian", "discrete_gaussian", "none"], {
    error: "noiseMechanism",
  }),
  scale: z
    .number({ error: "noiseScale" })
    .positive({ error: "noiseScale" })
    .meta({ description: "Of the noise in one summed cell, in the unit of the column." })
    .optional(),
  scale_kind: z
    .enum(["b", "sigma"], { error: "noiseScaleKind" })
    .meta({ description: "b of a Laplace, sigma of a normal: what the mechanism has when left out." })
    .optional(),
  cells_summed: whole("cellsSummed", [1, 1_000_000]).meta({ default: noiseDefaults.cells_summed.value }).optional(),
  clip: z
    .union([z.literal("none", { error: "clip" }), map("clip", { lower: z.number({ error: "clipLower" }) })], {
      error: "clip",
    })
    .meta({ default: noiseDefaults.clip.value, description: "Bound that lower noised values were set to." })
    .optional(),
});

const setting = samplingDefaults;
const sampling = map("sampling", {
  chains: whole("chains", samplingLimits.chains).meta({ default: setting.chains.value }).optional(),
  warmup: whole("warmup", samplingLimits.warmup).meta({ default: setting.warmup.value }).optional(),
  draws: whole("draws", samplingLimits.draws).meta({ default: setting.draws.value }).optional(),
  seed: whole("seed", samplingLimits.seed).meta({ default: setting.seed.value }).optional(),
  target_accept: z
    .number({ error: "targetAccept" })
    .gt(samplingLimits.target_accept[0], { error: "targetAccept" })
    .lt(samplingLimits.target_accept[1], { error: "targetAccept" })
    .meta({ default: setting.target_accept.value })
    .optional(),
  max_depth: whole("maxDepth", samplingLimits.max_depth).meta({ default: setting.max_depth.value }).optional(),
  metric: z
    .enum(["auto", "diagonal", "low-rank", "dense"], { error: "metric" })
    .meta({ default: setting.metric.value })
    .optional(),
  schedule: z.enum(["nutpie", "stan"], { error: "schedule" }).meta({ default: setting.schedule.value }).optional(),
});

const schema = map("file", {
  data: text("data").meta({ description: "Path of the table, relative to this file." }),
  date: text("column").meta({ description: "Column of the week or date; found when left out." }).optional(),
  target: text("column").meta({ description: "Column to model; found when left out." }).optional(),
  scaling: map("scaling", {
    media: z
      .enum(["mean", "max", "none"], { error: "scalingMedia" })
      .meta({ default: scalingDefaults.media.value })
      .optional(),
    target: z
      .enum(["zscore", "mean", "max", "none"], { error: "scalingTarget" })
      .meta({ default: scalingDefaults.target.value })
      .optional(),
    controls: z
      .enum(["auto", "zscore", "none"], { error: "scalingControls" })
      .meta({ default: scalingDefaults.controls.value })
      .optional(),
  }).optional(),
  adstock: adstock.optional(),
  saturation: saturation.optional(),
  channels: channels
    .meta({ description: "Spend columns, found when left out; a map gives a channel its own adstock or saturation." })
    .optional(),
  controls: z
    .union([z.literal("none", { error: "controls" }), z.array(text("column"), { error: "controls" })], {
      error: "controls",
    })
    .meta({ description: "Control columns; all that are found when left out." })
    .optional(),
  seasonality: z
    .union(
      [
        z.literal("none", { error: "seasonality" }),
        map("seasonality", {
          period: z.number({ error: "period" }).gt(2, { error: "period" }).optional(),
          harmonics: whole("harmonics", [1, 1000]).meta({ default: harmonicsDefault.value }).optional(),
        }),
      ],
      { error: "seasonality" },
    )
    .meta({ description: "Fourier season; the period is in rows of the table (a year when left out)." })
    .optional(),
  trend: z
    .enum(["none", "linear"], { error: "trend" })
    .meta({ description: "Linear when both trend and seasonality are left out, otherwise what is written, or none." })
    .optional(),
  likelihood: z
    .enum(["normal", "student_t", "negative_binomial"], { error: "likelihood" })
    .meta({
      default: likelihoodDefault.value,
      description: "Of the target around what is expected; negative_binomial for conversions and other counts.",
    })
    .optional(),
  noise: z
    .union([text("noise"), z.record(z.string().min(1, { error: "column" }), noiseEntry, { error: "noise" })], {
      error: "noise",
    })
    .meta({
      description:
        "Noise the table was released with, by column; or the path of its description, relative to this file; or none. " +
        "Left out, noise.json beside the table is used where there is one.",
    })
    .optional(),
  latent_spend: map("latentSpend", {
    prior: z
      .enum(["lognormal"], { error: "latentPrior" })
      .meta({ default: latentSpendDefaults.prior.value })
      .optional(),
    autocorrelated: z
      .boolean({ error: "autocorrelated" })
      .meta({ default: latentSpendDefaults.autocorrelated.value })
      .optional(),
    force: z.boolean({ error: "force" }).meta({ default: latentSpendDefaults.force.value }).optional(),
    channels: z
      .array(text("column"), { error: "latentChannels" })
      .min(1, { error: "latentChannels" })
      .meta({ description: "Channels whose true spend is an unknown; those whose noise matters when left out." })
      .optional(),
  })
    .meta({ description: "True spend as an unknown, for channels published with noise." })
    .optional(),
  priors: map("priors", priorShape).optional(),
  sampling: sampling.optional(),
});

type Parsed = z.infer<typeof schema>;
type SameKeys = [keyof ModelFile, keyof Parsed] extends [keyof Parsed, keyof ModelFile] ? true : false;
type Agrees = [ModelFile] extends [Parsed] ? SameKeys : false;

/** Validates the content of a model file. That `ModelFile` and the schema say the same is checked by the compiler. */
export const modelFileSchema: z.ZodType<ModelFile> = schema satisfies Agrees extends true ? typeof schema : never;

/** JSON Schema (draft 2020-12) of the model file, for editors. */
export function jsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: "input" }) as Record<string, unknown>;
}
