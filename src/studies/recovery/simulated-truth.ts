// The truth of a simulated table in the terms of a model: parameters in its scaled units, quantities in the table's own.
//
// A parameter has a true value only where the model has the part of the world that it describes: a decay of geometric adstock, a
// slope of a Hill curve. Contributions and returns are counterfactuals of the world and have one whatever the model is.

import type { ChannelTruth, Truth } from "../../data/worlds/index.ts";
import { elementName } from "../../mmm/axes/index.ts";
import type { Design } from "../../mmm/fit/index.ts";
import type { ResolvedChannel, ResolvedSpec } from "../../mmm/specification/index.ts";
import { harmonicLabels, seasonsOf } from "../../mmm/terms/baseline/index.ts";
import type { NamedTruth } from "./recovery-set.ts";

/** What scales a model's parameters. */
export type ModelScales = Pick<Design, "mediaScales" | "targetScale" | "terms">;

/** Every true value that has a counterpart in the model of `spec`. */
export function truthOfSimulation(truth: Truth, spec: ResolvedSpec, scales: ModelScales): readonly NamedTruth[] {
  const parameters = parametersOf(truth, spec, scales).map(
    ([name, value]): NamedTruth => ({ group: "parameter", name, value }),
  );
  const quantities = quantitiesOf(truth, spec).map(([name, value]): NamedTruth => ({ group: "quantity", name, value }));
  return [...parameters, ...quantities];
}

/** The model has this world's carry-over, up to the normalization of its weights. */
export function hasAdstock({ adstock }: ResolvedChannel): boolean {
  return adstock.kind === "geometric" && adstock.window === "infinite";
}

export function hasCurve(channel: ResolvedChannel): boolean {
  return hasAdstock(channel) && channel.saturation.kind === "hill";
}

export type NamedValue = readonly [name: string, value: number];

function parametersOf(truth: Truth, spec: ResolvedSpec, scales: ModelScales): NamedValue[] {
  const { mediaScales, targetScale, terms } = scales;
  const controlScales = terms.control?.scales ?? [];
  const channels = spec.channels.flatMap((channel, c): NamedValue[] => {
    const own = truth.channels[channel.name];
    if (own === undefined || !hasAdstock(channel)) return [];
    const decay: NamedValue = [elementName("decay", [channel.name]), own.decay];
    if (!hasCurve(channel)) return [decay];
    return [
      decay,
      [elementName("slope", [channel.name]), own.slope],
      [elementName("half_saturation", [channel.name]), halfSaturation(channel, own) / mediaScales[c].scale],
      [elementName("coefficient", [channel.name]), own.coefficient / targetScale.scale],
    ];
  });
  const promotions = spec.controls.indexOf("promotions");
  const controls: NamedValue[] =
    promotions < 0
      ? []
      : [
          [
            elementName("control", ["promotions"]),
            (truth.promotion_effect * controlScales[promotions].scale) / targetScale.scale,
          ],
        ];
  const season = waves(truth, spec, (money) => money / targetScale.scale).map(
    ([label, value]): NamedValue => [elementName("season", [label]), value],
  );
  // Without the world's season or trend, the model's intercept and noise are no longer the world's.
  const hasSeason = season.length > 0 || (spec.seasonality === "none" && truth.seasonality_amplitude === 0);
  const hasTrend = spec.trend === "linear" || truth.trend_per_week === 0;
  if (!hasSeason || !hasTrend || !spec.channels.every(hasCurve) || spec.likelihood === "negative_binomial") {
    return [...channels, ...controls, ...season];
  }
  // The model's trend runs from -1/2 to 1/2 over the table, the world's from 0.
  const rise = truth.trend_per_week * (truth.weeks - 1);
  // Promotions that never vary are no control; they are a part of the base then.
  const constant =
    promotions < 0 ? truth.weekly.promotions[0] : truth.promotion_effect * controlScales[promotions].location;
  return [
    ...channels,
    ...controls,
    ...season,
    ...(spec.trend === "linear" ? [["trend", rise / targetScale.scale] as NamedValue] : []),
    ["intercept", (truth.base + rise / 2 + constant - targetScale.location) / targetScale.scale],
    ...(spec.likelihood === "normal" ? [["sigma", truth.noise_sd / targetScale.scale] as NamedValue] : []),
  ];
}

/** What is known of the season of a world. */
type SeasonTruth = Pick<Truth, "seasonality_sine" | "seasonality_cosine" | "seasonality_period">;

/**
 * Effects of the model's waves by the labels of those: the first of the world's period is the world's, all others are none; unknown without that period.
 * @param inScale money of a week in units of the model
 */
export function waves(
  truth: SeasonTruth,
  { seasonality }: ResolvedSpec,
  inScale: (money: number) => number,
): (readonly [label: string, value: number])[] {
  const seasons = seasonsOf(seasonality);
  if (!seasons.some(({ period }) => period === truth.seasonality_period)) return [];
  const effects = seasons.flatMap(({ period, harmonics }) => {
    const own = period === truth.seasonality_period ? [truth.seasonality_sine, truth.seasonality_cosine] : [];
    return Array.from({ length: 2 * harmonics }, (_, k) => inScale(own[k] ?? 0));
  });
  return harmonicLabels(seasonality).map((label, k) => [label, effects[k]]);
}

function quantitiesOf(truth: Truth, spec: ResolvedSpec): NamedValue[] {
  const known = spec.channels.filter(({ name }) => truth.channels[name] !== undefined);
  const total = known.reduce((sum, { name }) => sum + truth.channels[name].total_contribution, 0);
  return [
    ...known.flatMap((channel): NamedValue[] => {
      const { name } = channel;
      const own = truth.channels[name];
      return [
        ...(hasCurve(channel)
          ? [[elementName("half_saturation", [name]), own.half_saturation_normalized] as NamedValue]
          : []),
        ...(hasAdstock(channel) ? [[elementName("half_life", [name]), own.half_life] as NamedValue] : []),
        [elementName("contribution", [name]), own.total_contribution],
        [elementName("roi", [name]), own.roi],
        [elementName("marginal_roi", [name]), own.marginal_roi],
      ];
    }),
    ...(known.length === spec.channels.length ? [["total_contribution", total] as NamedValue] : []),
  ];
}

function halfSaturation({ adstock }: ResolvedChannel, own: ChannelTruth): number {
  return adstock.kind === "geometric" && adstock.normalize ? own.half_saturation_normalized : own.half_saturation;
}
