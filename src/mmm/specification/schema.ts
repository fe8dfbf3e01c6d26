// The model file as a zod schema: what may be written, its TypeScript type and its JSON Schema.
// Import it lazily (`await import`): zod costs about 60 ms, and fitting a bare table needs no schema.
//
// The `error` of each part is a key of `rules` in the catalog of problems, where its wording stands; that of a setting is its path in
// the file, and its wording comes from the table of settings.
import { z } from "zod";
import type { NoiseMechanism } from "../../privacy/release/index.ts";
import type { RuleName } from "../../problems/model-file-problems.ts";
import {
  clipDefault,
  fitSettings,
  latentSpendSettings,
  modelSettings,
  noiseSettings,
  scalingSettings,
  seasonalitySettings,
} from "../../settings/index.ts";
import { settingShape, type Written } from "../../settings/schema/index.ts";
import { adstockDefaults, saturationDefault } from "./defaults.ts";
import { type ParameterName, parameterNames, parameters } from "./parameters.ts";
import { formatPrior } from "./prior.ts";

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
export interface NoiseEntry extends Written<typeof noiseSettings> {
  mechanism: Exclude<NoiseMechanism, "unknown">;
  clip?: "none" | { lower: number } | undefined;
}

/** A prior as text, or one per channel or control by name, `default` standing for those not named. */
export type PriorEntry = string | Record<string, string>;

/** A model file after validation, before defaults. */
export interface ModelFile {
  data: string;
  date?: string | undefined;
  target?: string | undefined;
  scaling?: Written<typeof scalingSettings> | undefined;
  adstock?: AdstockEntry | undefined;
  saturation?: SaturationEntry | undefined;
  channels?: string[] | Record<string, ChannelEntry | null> | undefined;
  controls?: "none" | string[] | undefined;
  seasonality?: "none" | Written<typeof seasonalitySettings> | undefined;
  trend?: Written<typeof modelSettings>["trend"];
  likelihood?: Written<typeof modelSettings>["likelihood"];
  noise?: string | Record<string, NoiseEntry> | undefined;
  latent_spend?: (Written<typeof latentSpendSettings> & { channels?: string[] | undefined }) | undefined;
  priors?: { [K in ParameterName]?: PriorEntry | undefined } | undefined;
  sampling?: Written<typeof fitSettings> | undefined;
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
  ...settingShape(noiseSettings, "noise"),
  clip: z
    .union([z.literal("none", { error: "clip" }), map("clip", { lower: z.number({ error: "clipLower" }) })], {
      error: "clip",
    })
    .meta({ default: clipDefault.value, description: "Bound that lower noised values were set to." })
    .optional(),
});

const schema = map("file", {
  data: text("data").meta({ description: "Path of the table, relative to this file." }),
  date: text("column").meta({ description: "Column of the week or date; found when left out." }).optional(),
  target: text("column").meta({ description: "Column to model; found when left out." }).optional(),
  scaling: map("scaling", settingShape(scalingSettings, "scaling")).optional(),
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
        map("seasonality", settingShape(seasonalitySettings, "seasonality")),
      ],
      { error: "seasonality" },
    )
    .meta({ description: "Fourier season; the period is in rows of the table (a year when left out)." })
    .optional(),
  ...settingShape(modelSettings, ""),
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
    ...settingShape(latentSpendSettings, "latent_spend"),
    channels: z
      .array(text("column"), { error: "latentChannels" })
      .min(1, { error: "latentChannels" })
      .meta({ description: "Channels whose true spend is an unknown; those whose noise matters when left out." })
      .optional(),
  })
    .meta({ description: "True spend as an unknown, for channels published with noise." })
    .optional(),
  priors: map("priors", priorShape).optional(),
  sampling: map("sampling", settingShape(fitSettings, "sampling")).optional(),
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
