// Synthetic worlds for the privacy trade-off: tables shaped like the user's whose true parameters are known. They are made of public facts
// (weeks, channels, spend as invoiced) and draws from the model's priors; nothing private goes in, so nothing is spent.

import type { TargetKind } from "../../settings/index.ts";
import { elementName, namesOfElements } from "../../mmm/axes/index.ts";
import { type MediaData, mediaDataFromColumns, type RowPeriod } from "../../data/panel/index.ts";
import { type Preset, presets, columnsByName, generate } from "../../data/worlds/index.ts";
import { makeDesign, mediaMixModel, modelData } from "../../mmm/fit/index.ts";
import { parameterBlocks, type ParameterMatrix } from "../../mmm/response/index.ts";
import { allParameters, resolve, type ResolvedSpec } from "../../mmm/specification/index.ts";
import { compileModel } from "../../model/index.ts";
import { mean, type Random, randomStream, standardDeviation, sum } from "../../numerics/index.ts";
import type { FittedModel } from "../../decisions/draws/index.ts";
import { count, given, listed, percent } from "../../words/index.ts";

/** What the worlds share with the user's table: public facts, each of them said or invoiced. */
export interface PublicShape {
  /** Names the table. */
  readonly source: string;
  readonly date: { readonly column: string; readonly labels: readonly string[]; readonly period: RowPeriod };
  readonly target: { readonly column: string; readonly kind: TargetKind };
  /** Spend of each channel where it is public; undefined where it is to be noised, and therefore made up around `typical`. */
  readonly channels: readonly {
    readonly column: string;
    readonly spend: Float64Array | undefined;
    readonly typical: number;
  }[];
  readonly controls: readonly { readonly column: string; readonly values: Float64Array }[];
  /** Mean of the target in a row, as it would be said in public. */
  readonly typicalTarget: number;
  /** How `typicalTarget` came about where nobody said it. */
  readonly guess?: string;
  /** Standard deviation of the target over the weeks, as a share of its mean. */
  readonly variation: number;
  /** Values are whole multiples of this. */
  readonly granularity: number;
}

/** A table without noise of publication, and the parameters that made it. */
export interface World {
  readonly data: MediaData;
  /** The parameters as a fit with one draw. */
  readonly truth: FittedModel;
  /** By channel, in the order of the specification, over the whole table. */
  readonly contributions: readonly number[];
  readonly spend: readonly number[];
}

/** Where worlds come from: number i is always the same one. */
export interface WorldSource {
  readonly source: string;
  readonly target: string;
  readonly channels: readonly string[];
  /** Rows of each table, and what a row is. */
  readonly weeks: number;
  readonly period: RowPeriod;
  /** Mean and standard deviation of the target over the rows that worlds have, roughly. */
  readonly typicalTarget: number;
  readonly typicalDeviation: number;
  /** By channel, mean spend of a row, roughly. */
  readonly typicalSpend: readonly number[];
  /** What was read of whose table, and what was made up instead of it, in sentences. */
  readonly statement: readonly string[];
  readonly world: (index: number) => Promise<World>;
}

/** Standard deviation of log spend that is made up, and its correlation from week to week: those of a channel that is always on. */
const madeUpSpend = { deviation: 0.5, autocorrelation: 0.5 };

const purposes = { spend: 1, parameters: 2 } as const;

/** Worlds whose parameters are drawn from the default priors and whose target has the mean and the variation that were said. */
export function worldsOfShape(shape: PublicShape, seed: number): WorldSource {
  const { source, date, target, channels, controls, typicalTarget, variation } = shape;
  const weeks = date.labels.length;
  const list = (names: readonly string[]): string => listed(names, names.length);
  const read = channels.filter(({ spend }) => spend !== undefined).map(({ column }) => column);
  const madeUp = channels.filter(({ spend }) => spend === undefined).map(({ column }) => column);
  return {
    source,
    target: target.column,
    channels: channels.map(({ column }) => column),
    weeks,
    period: date.period,
    typicalTarget,
    typicalDeviation: variation * typicalTarget,
    typicalSpend: channels.map(({ typical }) => typical),
    statement: [
      `Read from ${source}: ${list([date.column, ...read, ...controls.map(({ column }) => column)])}, ${weeks} rows. ` +
        `Not used: the values of ${list([target.column, ...madeUp])} and of all other columns.`,
      `Simulated: ${target.column} with a mean of ${given(typicalTarget)} per ${date.period}${shape.guess === undefined ? "" : ` (${shape.guess})`} and a standard deviation of ${percent(variation)} of the mean, with ` +
        `parameters drawn from the default priors${madeUp.length === 0 ? "" : `; ${list(madeUp)} around the given sizes`}.`,
    ],
    world: async (index) => {
      const spend = channels.map((channel, c) =>
        channel.spend === undefined
          ? inventedSpend(channel.typical, weeks, randomStream([seed, purposes.spend, index, c])).map((value) =>
              rounded(value, shape.granularity),
            )
          : channel.spend,
      );
      return drawnWorld(shape, spend, randomStream([seed, purposes.parameters, index]));
    },
  };
}

/** Worlds of a preset: its own parameters every time, its spend and what is left to chance anew. */
export function worldsOfPreset(preset: Preset, weeks: number, seed: number): WorldSource {
  const recipe = presets[preset];
  const first = generate(recipe, { weeks, seed });
  const valuesOf = (name: string): Float64Array => first.columns.find((column) => column.name === name)!.values;
  const revenue = valuesOf("revenue");
  return {
    source: preset,
    target: "revenue",
    channels: recipe.channels.map(({ name }) => `spend_${name}`),
    weeks,
    period: "week",
    typicalTarget: mean(revenue),
    typicalDeviation: standardDeviation(revenue),
    typicalSpend: recipe.channels.map(({ name }) => mean(valuesOf(`spend_${name}`))),
    statement: [`All tables are simulated with the preset ${preset} and ${count(weeks, "week")}. No table was read.`],
    world: async (index) => {
      const { columns, truth } = generate(recipe, { weeks, seed: seed + index });
      const data = await mediaDataFromColumns(columnsByName(columns.filter((column) => varies(column.values))), {
        source: preset,
      });
      const { spec } = resolve(undefined, data);
      const known = Object.values(truth.channels);
      const design = makeDesign(data, spec);
      const { scale } = design.targetScale;
      const ofChannel: Readonly<Record<string, (c: number) => number>> = {
        decay: (c) => known[c].decay,
        slope: (c) => known[c].slope,
        half_saturation: (c) => known[c].half_saturation_normalized / design.mediaScales[c].scale,
        coefficient: (c) => known[c].coefficient / scale,
      };
      const values = valuesByBlock(spec, (name, k) => ofChannel[name]?.(k) ?? 0);
      return {
        data,
        truth: { spec, data, design, chains: 1, posterior: values, converged: true },
        contributions: known.map(({ total_contribution }) => total_contribution),
        spend: known.map(({ total_spend }) => total_spend),
      };
    },
  };
}

async function drawnWorld(shape: PublicShape, spend: readonly Float64Array[], random: Random): Promise<World> {
  const { source, date, target, typicalTarget, variation, granularity } = shape;
  const weeks = date.labels.length;
  const table = (values: Float64Array): Promise<MediaData> =>
    mediaDataFromColumns(
      {
        [date.column]: date.labels.every((label) => /^\d+$/.test(label)) ? date.labels.map(Number) : date.labels,
        ...Object.fromEntries(shape.channels.map(({ column }, c) => [column, spend[c]])),
        ...Object.fromEntries(shape.controls.map(({ column, values: own }) => [column, own])),
        [target.column]: values,
      },
      {
        source,
        date: date.column,
        target: target.column,
        targetKind: target.kind,
        channels: shape.channels.map(({ column }) => column),
        controls: shape.controls.map(({ column }) => column),
        // Draws of the prior may fall below zero in a week.
        noised: [target.column],
      },
    );
  // A target of the mean and the variation that were said is all that the prior takes from it.
  const ramp = Float64Array.from({ length: weeks }, (_, t) => t);
  const [middle, spread] = [mean(ramp), standardDeviation(ramp)];
  const placeholder = await table(ramp.map((t) => typicalTarget * (1 + (variation * (t - middle)) / spread)));
  const { spec } = resolve(undefined, placeholder);
  const before = makeDesign(placeholder, spec);
  const prior = compileModel(mediaMixModel(spec, weeks), modelData(before));
  const { columns, observed } = prior.priorDraws(random, 1);
  const drawn = observed.observations.find(({ name }) => name === "target")!.values;
  const center = mean(drawn);
  // The drawn target is shifted and stretched to the mean and the variation that were said.
  const stretch = (variation * typicalTarget) / standardDeviation(drawn);
  const data = await table(drawn.map((value) => rounded(typicalTarget + stretch * (value - center), granularity)));
  const design = makeDesign(data, spec);
  const { location, scale } = design.targetScale;
  const posterior = valuesByBlock(spec, (name, k, label) => {
    const value = columns.get(label)?.[0];
    if (value === undefined) throw new RangeError(`The prior draws no ${label}.`);
    if (name === "intercept") return ((value - center) * stretch + typicalTarget - location) / scale;
    return name === "sigma" || assumesTarget(spec, name, k) ? (value * stretch) / scale : value;
  });
  return {
    data,
    truth: { spec, data, design, chains: 1, posterior, converged: true },
    // They come in units of the placeholder's target, whose scale is taken out again.
    contributions: spec.channels.map(
      ({ name }) => (columns.get(elementName("contribution", [name]))![0] / before.targetScale.scale) * stretch,
    ),
    spend: spend.map(sum),
  };
}

/** The parameters of one draw, by block, place in it and the name that reports have. */
function valuesByBlock(
  spec: ResolvedSpec,
  valueOf: (name: string, place: number, label: string) => number,
): ParameterMatrix {
  const blocks = parameterBlocks(spec);
  const width = blocks.reduce((total, { size }) => total + size, 0);
  const values = new Float64Array(width);
  for (const { name, axes, start } of blocks) {
    namesOfElements(name, axes).forEach((element, k) => {
      values[start + k] = valueOf(name, k, element);
    });
  }
  return { blocks, width, count: 1, values };
}

function assumesTarget(spec: ResolvedSpec, name: string, place: number): boolean {
  const channel = allParameters()[name].axes.includes("channel") ? spec.channels[place] : undefined;
  return allParameters()[name].assumes(spec, channel).includes("target");
}

function inventedSpend(typical: number, weeks: number, random: Random): Float64Array {
  const { deviation, autocorrelation } = madeUpSpend;
  let state = random.normal();
  return Float64Array.from({ length: weeks }, (_, t) => {
    if (t > 0) state = autocorrelation * state + Math.sqrt(1 - autocorrelation ** 2) * random.normal();
    return typical * Math.exp(deviation * state - deviation ** 2 / 2);
  });
}

function rounded(value: number, granularity: number): number {
  // Division by the number of steps in one unit keeps cents exact where a product with 0.01 does not.
  const steps = 1 / granularity;
  return Number.isInteger(steps) ? Math.round(value * steps) / steps : Math.round(value / granularity) * granularity;
}

function varies(values: Float64Array): boolean {
  return values.some((value) => value !== values[0]);
}
