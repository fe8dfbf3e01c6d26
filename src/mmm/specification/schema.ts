// The model file as a zod schema: what may be written, its TypeScript type and its JSON Schema.
// Import it lazily (`await import`): zod costs about 60 ms, and fitting a bare table needs no schema.
//
// The `error` of each part is a key of `rules` in the catalog of problems, where its wording stands; that of a setting is its path in
// the file, and its wording comes from the table of settings; those of adstock and saturation come from the records of their kinds.
import { z } from "zod";
import { noiseSetting } from "../../privacy/mechanisms/index.ts";
import { modelVersion } from "./model-version.ts";
import type { RuleName } from "../../problems/model-file-problems.ts";
import {
  businessSettings,
  channelSettings,
  type TargetKind,
  columnSettings,
  clipDefault,
  fitSettings,
  knotsDefault,
  latentSpendSettings,
  modelSettings,
  noiseSettings,
  poolingSettings,
  readingSettings,
  scalingSettings,
  seasonalitySettings,
  trendSettings,
  type ValueOf,
} from "../../settings/index.ts";
import { settingSchema, settingShape, type Written } from "../../settings/schema/index.ts";
import { adstocks, defaultAdstock } from "../adstock/index.ts";
import { defaultSaturation, saturations } from "../saturation/index.ts";
import type { SettingValue, TransformSetting } from "../transforms/index.ts";
import { allParameters, type ParameterName, parametersVersion, priorNames } from "./parameters.ts";
import { formatPrior } from "./prior.ts";
import { type ExperimentEntry, experimentsSchema } from "./schema-experiments.ts";

/** Adstock or saturation as written; the short form `adstock: none` gives the kind alone. */
export type TransformEntry = string | { kind?: string | undefined; [setting: string]: SettingValue | undefined };

/** What one channel has otherwise than the model; null when its key stands alone. */
export interface ChannelEntry {
  adstock?: TransformEntry | undefined;
  saturation?: TransformEntry | undefined;
  order?: Written<typeof channelSettings>["order"];
  /** Column that drives the effect, "spend" for the spend itself. */
  driver?: string | undefined;
  /** Column of the spend where the key is the name in results, "none" for media without spend. */
  spend?: string | undefined;
}

/** The noise of one column as written. */
export interface NoiseEntry extends Written<typeof noiseSettings> {
  mechanism: ValueOf<typeof noiseSetting>;
  clip?: "none" | { lower: number } | undefined;
}

/** One season as written. */
export interface SeasonEntry {
  period?: number | undefined;
  harmonics?: number | undefined;
}

/** A trend as written, with its settings. */
export interface TrendEntry extends Written<typeof trendSettings> {
  knots?: "auto" | number | number[] | undefined;
}

/**
 * A prior as a map: a family, and numbers by name, which are its arguments, or a mean and standard deviation, or quantiles by their
 * probabilities (`0.05` or `5%`). A prior of a return may be about a window of the table alone.
 */
export interface PriorMap {
  distribution: string;
  quantiles?: Record<string, number> | undefined;
  window?: { from: string | number; to: string | number } | undefined;
  [argument: string]: PriorNumber | Record<string, number> | { from: string | number; to: string | number } | undefined;
}

/** Bounds may be infinite. */
type PriorNumber = string | number;

/** What is no media and counts against a baseline; null when its key stands alone. */
export interface TreatmentEntry {
  baseline?: "min" | "max" | number | undefined;
}

/** A prior as text or as a map, or one per channel or control by name, `default` standing for those not named. */
export type PriorEntry = string | PriorMap | Record<string, string | PriorMap>;

/** A model file after validation, before defaults. */
export interface ModelFile {
  schema?: typeof modelVersion | undefined;
  data: string;
  date?: string | undefined;
  geo?: string | undefined;
  population?: string | Record<string, number> | undefined;
  national?: "none" | string[] | undefined;
  target?: string | undefined;
  margin?: number | undefined;
  currency?: string | undefined;
  title?: string | undefined;
  decimal?: Written<typeof readingSettings>["decimal"];
  date_format?: Written<typeof readingSettings>["date_format"];
  sheet?: Written<typeof readingSettings>["sheet"];
  scaling?: Written<typeof scalingSettings> | undefined;
  adstock?: TransformEntry | undefined;
  saturation?: TransformEntry | undefined;
  order?: Written<typeof channelSettings>["order"];
  channels?: string[] | Record<string, ChannelEntry | null> | undefined;
  controls?: "none" | string[] | undefined;
  reference_values?: Record<string, number> | undefined;
  treatments?: Record<string, TreatmentEntry | null> | undefined;
  revenue_per_conversion?: string | undefined;
  seasonality?: "none" | SeasonEntry | SeasonEntry[] | undefined;
  terms?: string[] | undefined;
  target_kind?: TargetKind | undefined;
  weekday?: Written<typeof modelSettings>["weekday"];
  trend?: Written<typeof modelSettings>["trend"] | TrendEntry;
  week_effects?: Written<typeof modelSettings>["week_effects"];
  week_effects_form?: Written<typeof modelSettings>["week_effects_form"];
  pooling?: Written<typeof poolingSettings> | undefined;
  mundlak?: "none" | "all" | string[] | undefined;
  likelihood?: Written<typeof modelSettings>["likelihood"];
  noise?: string | Record<string, NoiseEntry> | undefined;
  latent_spend?: (Written<typeof latentSpendSettings> & { channels?: string[] | undefined }) | undefined;
  priors?: { [K in ParameterName]?: PriorEntry | undefined } | undefined;
  experiments?: string | ExperimentEntry[] | undefined;
  sampling?: Written<typeof fitSettings> | undefined;
}

const text = (error: RuleName): z.ZodString => z.string({ error }).min(1, { error });
const map = <T extends z.core.$ZodLooseShape>(
  error: RuleName | "adstock" | "saturation",
  shape: T,
): z.ZodObject<T, z.core.$strict> => z.strictObject(shape, { error });

/** Adstock or saturation: one of these kinds, or a map of the kind and its settings. */
function transform(
  part: "adstock" | "saturation",
  kinds: readonly { readonly name: string; readonly settings?: Readonly<Record<string, TransformSetting>> }[],
  fallback: string,
): z.ZodType<TransformEntry> {
  const kind = z.enum(
    kinds.map(({ name }) => name),
    { error: `${part}Kind` },
  );
  const settings = new Map<string, TransformSetting[]>();
  for (const [name, setting] of kinds.flatMap((each) => Object.entries(each.settings ?? {}))) {
    settings.set(name, [...(settings.get(name) ?? []), setting]);
  }
  const shape = Object.fromEntries(
    [...settings].map(([name, forms]) => [name, settingOfKinds(`${part}.${name}`, forms).optional()]),
  );
  const block = map(part, { kind: kind.meta({ default: fallback }).optional(), ...shape });
  return z.union([kind, block], { error: part }) as z.ZodType<TransformEntry>;
}

/** What any of the kinds with a setting of this name takes; that the channel's own kind takes it is checked when it is resolved. */
function settingOfKinds(error: string, forms: readonly TransformSetting[]): z.ZodType {
  const schemas = forms.map((form) => settingSchema(form, error));
  const words = [...new Set(forms.flatMap(({ word }) => (word === undefined ? [] : [word])))];
  const options = [...(words.length === 0 ? [] : [z.literal(words, { error })]), ...schemas];
  const [{ describe: description, default: fallback }] = forms;
  const meta = { description, ...(fallback === undefined ? {} : { default: fallback }) };
  return (options.length === 1 ? options[0] : z.union(options, { error })).meta(meta);
}

// What is in a map is checked where it is read, with the family that it names (prior-entries.ts).
const windowEnd = z.union([text("window"), z.number({ error: "window" })], { error: "window" });
const priorMap: z.ZodType<PriorMap> = z
  .looseObject(
    {
      distribution: text("prior")
        .regex(/^[^(]*$/, { error: "prior" })
        .meta({ description: "Family of the prior; its arguments stand beside it by name, or a mean and sd." }),
      quantiles: z
        .record(z.string(), z.number({ error: "quantiles" }), { error: "quantiles" })
        .meta({ description: "Values by their probabilities, such as { 0.05: 0.5, 0.95: 3 }, instead of arguments." })
        .optional(),
      window: z
        .strictObject({ from: windowEnd, to: windowEnd }, { error: "window" })
        .meta({
          description: "Of priors of roi, mroi and contribution: the first and last row whose spend they are about.",
        })
        .optional(),
    },
    { error: "prior" },
  )
  .catchall(z.union([z.number({ error: "prior" }), text("prior")], { error: "prior" })) as never;
const onePrior = z.union([text("prior"), priorMap], { error: "prior" });
const prior = z.union([onePrior, z.record(z.string(), onePrior, { error: "prior" })], { error: "prior" });
const noiseEntry = map("noiseColumn", {
  mechanism: settingSchema(noiseSetting, "noise.mechanism"),
  ...settingShape(noiseSettings, "noise"),
  clip: z
    .union([z.literal("none", { error: "clip" }), map("clip", { lower: z.number({ error: "clipLower" }) })], {
      error: "clip",
    })
    .meta({ default: clipDefault.value, description: "Bound that lower noised values were set to." })
    .optional(),
});

const row = z.int({ error: "trendKnots" }).min(1, { error: "trendKnots" });
const trend = map("trend", {
  ...settingShape(trendSettings, "trend"),
  knots: z
    .union(
      [
        z.literal("auto", { error: "trendKnots" }),
        z.int({ error: "trendKnots" }).min(2, { error: "trendKnots" }).max(10_000, { error: "trendKnots" }),
        z.array(row, { error: "trendKnots" }).min(2, { error: "trendKnots" }),
      ],
      { error: "trendKnots" },
    )
    .meta({
      default: knotsDefault.value,
      description:
        "Where a knots trend may bend: chosen from the target (auto), so many at even distances, or these rows",
    })
    .optional(),
});

const season = map("seasonality", settingShape(seasonalitySettings, "seasonality"));

/** The schema with the kinds of adstock and saturation that there are now. */
function makeSchema() {
  const adstock = transform("adstock", adstocks.all(), defaultAdstock.value);
  const saturation = transform("saturation", saturations.all(), defaultSaturation.value);
  const channel = z.union(
    [
      z.null(),
      map("channel", {
        adstock: adstock.optional(),
        saturation: saturation.optional(),
        ...settingShape(channelSettings, ""),
        driver: text("column")
          .meta({
            description:
              "Column of impressions, clicks or the like that drives the effect, whose cost is the spend; spend for the spend itself; found when left out.",
          })
          .optional(),
        spend: text("column")
          .meta({
            description:
              "Column of the spend, where the key is the name in results; none for media without spend, which have a contribution and no return.",
          })
          .optional(),
      }),
    ],
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
  const priorShape = Object.fromEntries(
    priorNames().map((name) => {
      const { meaning, defaultPrior, reason, inPanels, role } = allParameters()[name];
      const ofPanels =
        inPanels === undefined
          ? ""
          : `. In panels${inPanels.fewerThan === undefined ? "" : ` of fewer than ${inPanels.fewerThan} geos`} the default is ${formatPrior(inPanels.prior)}`;
      const described =
        role === "return"
          ? { description: `${meaning}. None by default` }
          : defaultPrior === undefined
            ? { description: `${meaning}. Default, by the table: ${reason}` }
            : { description: `${meaning}${ofPanels}`, default: formatPrior(defaultPrior) };
      return [name, prior.meta(described).optional()];
    }),
  ) as unknown as { [K in ParameterName]: z.ZodOptional<typeof prior> };
  return map("file", {
    data: text("data").meta({ description: "Path of the table, relative to this file." }),
    date: text("column").meta({ description: "Column of the week or date; found when left out." }).optional(),
    geo: text("column").meta({ description: "Column of the geo, of a panel; found when left out." }).optional(),
    population: z
      .union([text("population"), z.record(z.string(), z.number({ error: "population" }), { error: "population" })], {
        error: "population",
      })
      .meta({
        description:
          "Column of the people of each geo, or a number for each geo by name: media and target are then taken per head; found when left out.",
      })
      .optional(),
    national: z
      .union([z.literal("none", { error: "national" }), z.array(text("column"), { error: "national" })], {
        error: "national",
      })
      .meta({
        description:
          "Channels of a panel whose spend in the row of a geo is that of all geos together; those with the same amount in every geo when left out.",
      })
      .optional(),
    target: text("column").meta({ description: "Column to model; found when left out." }).optional(),
    ...settingShape(businessSettings, ""),
    ...settingShape({ target_kind: columnSettings.target_kind }, ""),
    ...settingShape(readingSettings, ""),
    scaling: map("scaling", settingShape(scalingSettings, "scaling")).optional(),
    adstock: adstock.optional(),
    saturation: saturation.optional(),
    ...settingShape(channelSettings, ""),
    channels: channels
      .meta({ description: "Spend columns, found when left out; a map gives a channel its own adstock or saturation." })
      .optional(),
    controls: z
      .union([z.literal("none", { error: "controls" }), z.array(text("column"), { error: "controls" })], {
        error: "controls",
      })
      .meta({ description: "Control columns; all that are found when left out." })
      .optional(),
    reference_values: z
      .record(z.string(), z.number({ error: "referenceValues" }), { error: "referenceValues" })
      .meta({
        description:
          "Values of controls against which their contributions count, such as the usual price; 0 for columns whose smallest " +
          "value is 0, otherwise the mean, when left out. They change no draw.",
      })
      .optional(),
    treatments: z
      .record(
        z.string().min(1, { error: "column" }),
        z.union(
          [
            z.null(),
            map("treatment", {
              baseline: z
                .union([z.enum(["min", "max"], { error: "baseline" }), z.number({ error: "baseline" })], {
                  error: "baseline",
                })
                .meta({
                  default: "min",
                  description:
                    "What the contribution counts against: the smallest or largest value of the table, or a number.",
                })
                .optional(),
            }),
          ],
          { error: "treatment" },
        ),
        { error: "treatments" },
      )
      .meta({
        description:
          "Columns that are no media and move the target, such as price or promotion depth: their contributions count against a stated baseline; either sign, no adstock.",
      })
      .optional(),
    revenue_per_conversion: text("column")
      .meta({
        description:
          "Column of what one conversion is worth in each row, or none: ROI, curves and plans are then in revenue; found when left out.",
      })
      .optional(),
    seasonality: z
      .union(
        [
          z.literal("none", { error: "seasonality" }),
          season,
          z.array(season, { error: "seasonality" }).min(1, { error: "seasonality" }),
        ],
        { error: "seasonality" },
      )
      .meta({
        description:
          "Fourier season, or a list of several that add up; the period is in rows of the table (a year when left out).",
      })
      .optional(),
    terms: z
      .array(text("terms"), { error: "terms" })
      .meta({ description: "Terms of your own, added through the library, by name." })
      .optional(),
    ...settingShape(modelSettings, ""),
    trend: z
      .union([settingSchema(modelSettings.trend, "trend"), trend], { error: "trend" })
      .meta({ default: modelSettings.trend.default, description: modelSettings.trend.describe })
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
      ...settingShape(latentSpendSettings, "latent_spend"),
      channels: z
        .array(text("column"), { error: "latentChannels" })
        .min(1, { error: "latentChannels" })
        .meta({ description: "Channels whose true spend is an unknown; those whose noise matters when left out." })
        .optional(),
    })
      .meta({ description: "True spend as an unknown, for channels published with noise." })
      .optional(),
    pooling: map("pooling", settingShape(poolingSettings, "pooling"))
      .meta({ description: "How parameters differ between the geos of a panel." })
      .optional(),
    mundlak: z
      .union([z.enum(["none", "all"], { error: "mundlak" }), z.array(text("column"), { error: "mundlak" })], {
        error: "mundlak",
      })
      .meta({
        default: "none",
        description:
          "Channels of a panel with whose mean spend per head the levels of geos go (Mundlak terms): none, all, or a list. For budgets that are larger where more is sold anyway.",
      })
      .optional(),
    priors: map("priors", priorShape).optional(),
    experiments: experimentsSchema.optional(),
    sampling: map("sampling", settingShape(fitSettings, "sampling")).optional(),
    schema: z.literal(modelVersion, { error: "schema" }).meta({ description: "What the file is." }).optional(),
  });
}

type Schema = ReturnType<typeof makeSchema>;
type Parsed = z.infer<Schema>;
type SameKeys = [keyof ModelFile, keyof Parsed] extends [keyof Parsed, keyof ModelFile] ? true : false;
type Agrees = [ModelFile] extends [Parsed] ? SameKeys : false;

let made: { readonly version: number; readonly schema: Schema } | undefined;

function schemaNow(): Schema {
  const version = parametersVersion();
  if (made?.version !== version) made = { version, schema: makeSchema() };
  return made.schema;
}

/** Validates the content of a model file. That `ModelFile` and the schema say the same is checked by the compiler. */
export function modelFileSchema(): z.ZodType<ModelFile> {
  return schemaNow() satisfies Agrees extends true ? Schema : never;
}

/** JSON Schema (draft 2020-12) of the model file, for editors. */
export function jsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(schemaNow(), { io: "input" }) as Record<string, unknown>;
}
