// A specification as a complete model file, in YAML or JSON, that resolves to the same specification again.
import { channelName } from "../../data/roles/index.ts";
import { documentText } from "../../documents/index.ts";
import { parsePrior } from "./parse-prior.ts";
import { type ParameterName, priorMembersOf, priorNames } from "./parameters.ts";
import type { BentTrend, Seasonality } from "../terms/baseline/index.ts";
import { argumentNames, formatPrior, formatWritten, type Prior } from "./prior.ts";
import {
  type ColumnNoise,
  isPrior,
  type NamedPriors,
  type ResolvedChannel,
  type ResolvedSpec,
} from "./resolved-spec.ts";
import type { ChannelEntry, ModelFile, NoiseEntry, PriorEntry, PriorMap, TrendEntry } from "./schema.ts";
import { modelVersion } from "./model-version.ts";
import { type Experiment, isStated } from "../experiments/index.ts";
import type { ExperimentEntry } from "./schema-experiments.ts";

/** The model file that says everything the specification says. `data` replaces its path, for a file kept elsewhere. */
export function toModelFile(spec: ResolvedSpec, data: string = spec.data): ModelFile {
  const { date, target, scaling, controls, seasonality, trend, terms, likelihood, noise, latent_spend, sampling } =
    spec;
  return {
    data,
    ...(spec.title === undefined ? {} : { title: spec.title }),
    date,
    ...(spec.geo === undefined ? {} : { geo: spec.geo }),
    ...(spec.population === undefined
      ? {}
      : { population: typeof spec.population === "string" ? spec.population : { ...spec.population } }),
    ...(spec.geos === undefined ? {} : { national: nationalEntry(spec) }),
    target,
    ...(spec.target_kind === undefined ? {} : { target_kind: spec.target_kind }),
    ...(spec.decimal === undefined ? {} : { decimal: spec.decimal }),
    ...(spec.date_format === undefined ? {} : { date_format: spec.date_format }),
    ...(spec.sheet === undefined ? {} : { sheet: spec.sheet }),
    ...(spec.margin === undefined ? {} : { margin: spec.margin }),
    ...(spec.currency === undefined ? {} : { currency: spec.currency }),
    scaling: { ...scaling },
    ...channelEntries(spec.channels),
    controls: [...controls],
    ...(spec.reference_values === undefined ? {} : { reference_values: { ...spec.reference_values } }),
    ...(spec.treatments === undefined
      ? {}
      : {
          treatments: Object.fromEntries(
            Object.entries(spec.treatments).map(([column, entry]) => [column, { ...entry }]),
          ),
        }),
    ...(spec.revenue_per_conversion === undefined ? {} : { revenue_per_conversion: spec.revenue_per_conversion }),
    seasonality: seasonality === "none" ? "none" : copyOf(seasonality),
    ...(spec.weekday === undefined ? {} : { weekday: spec.weekday }),
    trend: typeof trend === "string" ? trend : trendEntry(trend),
    ...(terms === undefined ? {} : { terms: [...terms] }),
    ...(spec.week_effects === undefined ? {} : { week_effects: spec.week_effects }),
    ...(spec.week_effects_form === undefined ? {} : { week_effects_form: spec.week_effects_form }),
    ...(spec.pooling === undefined ? {} : { pooling: { ...spec.pooling } }),
    ...(spec.mundlak === undefined ? {} : { mundlak: columnsOf(spec.channels, spec.mundlak) }),
    likelihood,
    ...(noise === undefined ? {} : { noise: noise === "none" ? noise : noiseEntries(noise) }),
    ...(latent_spend === undefined ? {} : { latent_spend: { ...latent_spend, channels: [...latent_spend.channels] } }),
    priors: Object.fromEntries(
      priorNames().flatMap((name): [string, PriorEntry][] => {
        const prior = spec.priors[name];
        return prior === undefined ? [] : [[name, priorEntry(name, prior, spec)]];
      }),
    ),
    ...(spec.experiments === undefined ? {} : { experiments: spec.experiments.map(experimentFields) }),
    sampling: { ...sampling },
  };
}

/** A test as it may be written: everything said. */
function experimentFields({ at, channels, geos, counterfactual, age, ...rest }: Experiment): ExperimentEntry {
  const spend = "spend" in counterfactual ? counterfactual.spend : undefined;
  return {
    ...rest,
    channels: [...channels],
    ...(geos === undefined ? {} : { geos: [...geos] }),
    ...at,
    ...(isStated(at) ? { age } : {}),
    counterfactual:
      spend === undefined || typeof spend === "number"
        ? ({ ...counterfactual } as ExperimentEntry["counterfactual"])
        : { spend: [...spend] },
  };
}

/** The text of a model file in YAML; see `toModelFile`. */
export async function toYaml(spec: ResolvedSpec, data?: string): Promise<string> {
  const { Document, isScalar, visit } = await import("yaml");
  const document = new Document(toModelFile(spec, data));
  // What is given by a mean or by quantiles is told by the arguments of its family too.
  const explain = (node: { comment?: string | null }, text: string): void => {
    const read = parsePrior(text);
    if ("prior" in read && read.prior.given !== undefined) node.comment = ` ${formatPrior(read.prior)}`;
  };
  visit(document.get("priors", true) as never, {
    Scalar: (key, node) => {
      if (key === "value") explain(node, String(node.value));
    },
    Map: (_, node) => {
      const family = node.get("distribution", true);
      if (isScalar(family)) explain(family, textOfMap(node.toJSON() as PriorMap));
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** The same in JSON, which the model file may also be written in. */
export function toJson(spec: ResolvedSpec, data?: string): string {
  return documentText(modelDocument(toModelFile(spec, data)));
}

/** A model file that says what it is. */
export function modelDocument(file: ModelFile): ModelFile & { readonly schema: typeof modelVersion } {
  return { schema: modelVersion, ...(file as Omit<ModelFile, "schema">) };
}

function copyOf(seasonality: Exclude<Seasonality, "none">): Exclude<ModelFile["seasonality"], "none" | undefined> {
  return "period" in seasonality ? { ...seasonality } : seasonality.map((season) => ({ ...season }));
}

function trendEntry(trend: BentTrend): TrendEntry {
  return trend.kind === "knots" ? { ...trend, knots: [...trend.knots] } : { ...trend };
}

/** What all channels have alike once, otherwise what each channel has. */
function channelEntries(
  channels: readonly ResolvedChannel[],
): Pick<ModelFile, "adstock" | "saturation" | "order" | "channels"> {
  const [first] = channels;
  const keys = ["adstock", "saturation", "order"] as const;
  const isPlain = channels.every(({ column, name, driver }) => driver === undefined && name === channelName(column));
  const isShared = (key: (typeof keys)[number]): boolean =>
    channels.every((channel) => JSON.stringify(channel[key]) === JSON.stringify(first[key]));
  const shared = keys.filter(isShared);
  const own = keys.filter((key) => !shared.includes(key));
  const entry = (channel: ResolvedChannel, those: readonly (typeof keys)[number][]): ChannelEntry =>
    Object.fromEntries(those.map((key) => [key, channel[key]]));
  return {
    ...entry(first, shared),
    channels:
      own.length === 0 && isPlain
        ? channels.map(({ column }) => column)
        : Object.fromEntries(
            channels.map((channel) => {
              const [key, columns] = columnEntry(channel);
              const content = { ...columns, ...entry(channel, own) };
              return [key, Object.keys(content).length === 0 ? null : content];
            }),
          ),
  };
}

/** The key of a channel in the map of channels, and what is said of its columns. */
export function columnEntry({
  column,
  name,
  driver,
  organic,
}: ResolvedChannel): readonly [key: string, entry: Pick<ChannelEntry, "spend" | "driver">] {
  if (organic === true) return [name, { spend: "none", driver: column }];
  const driven = driver === undefined ? {} : { driver };
  return name === channelName(column) ? [column, driven] : [name, { spend: column, ...driven }];
}

/** Columns of the channels whose spend is that of all geos together. */
function nationalEntry({ channels, national = [] }: ResolvedSpec): NonNullable<ModelFile["national"]> {
  const columns = columnsOf(channels, national);
  return columns.length === 0 ? "none" : columns;
}

/** Of channels by name. */
function columnsOf(channels: readonly ResolvedChannel[], names: readonly string[]): string[] {
  return channels.flatMap(({ name, column }) => (names.includes(name) ? [column] : []));
}

function noiseEntries(noise: Readonly<Record<string, ColumnNoise>>): Record<string, NoiseEntry> {
  return Object.fromEntries(
    Object.entries(noise).map(([column, { clip, ...rest }]) => [
      column,
      { ...rest, clip: clip === "none" ? clip : { ...clip } },
    ]),
  );
}

function priorEntry(parameter: ParameterName, prior: Prior | NamedPriors, spec: ResolvedSpec): PriorEntry {
  if (isPrior(prior)) return formatWritten(prior);
  const members = priorMembersOf(parameter, spec);
  const isReturn = spec.returns !== undefined && spec.returns[members[0]] === parameter;
  const entries = members.map((name) => {
    const window = isReturn ? spec.return_windows?.[name] : undefined;
    return window === undefined ? formatWritten(prior[name]) : { ...priorMap(prior[name]), window: { ...window } };
  });
  // A prior of a return for all channels would take the place of the coefficients' of the others.
  const isShared = isReturn || (spec.returns !== undefined && parameter === "coefficient");
  const isForAll = !isShared || members.length === spec.channels.length;
  const [first] = entries.map((entry) => JSON.stringify(entry));
  if (isForAll && entries.every((entry) => JSON.stringify(entry) === first)) return entries[0];
  return Object.fromEntries(members.map((name, index) => [name, entries[index]]));
}

/** The text of a prior that is written as a map. */
function textOfMap({ distribution, quantiles = {}, ...numbers }: PriorMap): string {
  const pairs = Object.entries({ ...quantiles, ...numbers }).flatMap(([name, value]) =>
    name === "window" ? [] : [`${name}=${String(value)}`],
  );
  return `${distribution}(${pairs.join(", ")})`;
}

/** A prior as a map, as it was written: quantiles by their percents. */
function priorMap({ distribution, parameters, given }: Prior): PriorMap {
  if (given === undefined) {
    const names = argumentNames(distribution);
    return { distribution, ...Object.fromEntries(names.map((name, k) => [name, parameters[k]])) };
  }
  const pairs = given
    .split(", ")
    .map((pair) => pair.split("="))
    .map(([name, value]) => [name, Number(value)] as const);
  const isQuantile = ([name]: readonly [string, number]): boolean => name.endsWith("%");
  const quantiles = Object.fromEntries(pairs.filter(isQuantile));
  return {
    distribution,
    ...Object.fromEntries(pairs.filter((pair) => !isQuantile(pair))),
    ...(Object.keys(quantiles).length === 0 ? {} : { quantiles }),
  };
}
