// The truth of a simulated panel in the terms of a model: parameters per head and in the model's scaled units, quantities in the table's own,
// of all geos together and of each.

import type { PanelTruth } from "../../data/worlds/index.ts";
import { elementName } from "../../mmm/axes/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import type { NamedTruth } from "./recovery-set.ts";
import { hasAdstock, hasCurve, type ModelScales, type NamedValue, waves } from "./simulated-truth.ts";

/** The world speaks of a thousand people, the model of one. */
const people = 1000;

/** Every true value that has a counterpart in the model of `spec`. */
export function truthOfPanel(truth: PanelTruth, spec: ResolvedSpec, scales: ModelScales): readonly NamedTruth[] {
  return [
    ...parametersOf(truth, spec, scales).map(([name, value]): NamedTruth => ({ group: "parameter", name, value })),
    ...quantitiesOf(truth, spec).map(([name, value]): NamedTruth => ({ group: "quantity", name, value })),
  ];
}

function parametersOf(truth: PanelTruth, spec: ResolvedSpec, scales: ModelScales): readonly NamedValue[] {
  const { mediaScales, targetScale } = scales;
  const inScale = (perThousand: number): number => perThousand / people / targetScale.scale;
  const channels = spec.channels.flatMap((channel, c): NamedValue[] => {
    const own = truth.channels.find(({ name }) => name === channel.name);
    if (own === undefined || !hasAdstock(channel)) return [];
    const { name } = channel;
    const decay: NamedValue = [elementName("decay", [name]), own.decay];
    if (!hasCurve(channel)) return [decay];
    const normalized = channel.adstock.kind === "geometric" && channel.adstock.normalize;
    const half = own.half_saturation / people / (normalized ? 1 : 1 - own.decay);
    return [
      decay,
      [elementName("slope", [name]), own.slope],
      [elementName("half_saturation", [name]), half / mediaScales[c].scale],
      [elementName("coefficient_median", [name]), inScale(own.coefficient)],
      [elementName("coefficient_spread", [name]), own.coefficient_spread],
      ...truth.geos.map(
        (geo): NamedValue => [
          elementName("coefficient", [name, geo.name]),
          inScale(geo.channels.find((each) => each.name === name)!.coefficient),
        ],
      ),
    ];
  });
  const season = seasonOf(truth, spec, inScale);
  const price = spec.controls.indexOf("price");
  const control = price < 0 ? undefined : scales.terms.control?.scales?.[price];
  // Without the world's price, week effects and season the model's intercepts and noise are not the world's.
  const isWhole =
    control !== undefined &&
    season.length > 0 &&
    spec.channels.every(hasCurve) &&
    spec.week_effects === "independent" &&
    (spec.trend === "none" || spec.trend === "linear") &&
    spec.likelihood === "normal";
  const effectOf = (effect: number): number => inScale((effect * (control?.scale ?? 0)) / truth.price_sd);
  /** The price at which the model's intercept stands, in standard deviations of the world's. */
  const atPrice = ((control?.location ?? 0) - truth.price_mean) / truth.price_sd;
  const levelOf = (base: number, effect: number): number =>
    inScale(base + effect * atPrice) - targetScale.location / targetScale.scale;
  const byGeo = truth.geos.flatMap((geo): NamedValue[] => [
    ...(control === undefined
      ? []
      : [[elementName("control", ["price", geo.name]), effectOf(geo.price_effect)] as NamedValue]),
    ...(isWhole ? [[elementName("intercept", [geo.name]), levelOf(geo.base, geo.price_effect)] as NamedValue] : []),
  ]);
  return [
    ...channels,
    ...season,
    ...byGeo,
    ...(control === undefined
      ? []
      : ([
          [elementName("control_mean", ["price"]), effectOf(truth.price_effect)],
          [elementName("control_spread", ["price"]), effectOf(truth.price_effect_spread)],
        ] as const)),
    ...(isWhole
      ? ([
          ["intercept_mean", levelOf(truth.base_mean, truth.price_effect)],
          ["intercept_spread", inScale(Math.hypot(truth.base_spread, truth.price_effect_spread * atPrice))],
          ["week_spread", inScale(truth.week_spread)],
          // Noise per head is the same in all geos.
          ["sigma", inScale(truth.noise_sd)],
          ...truth.geos.map(({ name }): NamedValue => [elementName("sigma", [name]), inScale(truth.noise_sd)]),
          ["sigma_median", inScale(truth.noise_sd)],
        ] as const)
      : []),
  ];
}

/** Of all geos, or by geo where they may differ: of a season that is the same everywhere the spread is 0, which no interval holds, so it is no truth. */
function seasonOf(truth: PanelTruth, spec: ResolvedSpec, inScale: (perThousand: number) => number): NamedValue[] {
  const named = (own: Pick<PanelTruth, "seasonality_sine" | "seasonality_cosine">, name: string, geo?: string) =>
    waves({ ...truth, ...own }, spec, inScale).map(
      ([label, value]): NamedValue => [elementName(name, geo === undefined ? [label] : [label, geo]), value],
    );
  const kind = spec.pooling?.season ?? "complete";
  if (kind === "complete") return truth.seasonality_spread === undefined ? named(truth, "season") : [];
  const byGeo = truth.geos.flatMap((geo) => {
    const { seasonality_sine = truth.seasonality_sine, seasonality_cosine = truth.seasonality_cosine } = geo;
    return named({ seasonality_sine, seasonality_cosine }, "season", geo.name);
  });
  const spread = truth.seasonality_spread;
  return [
    ...byGeo,
    ...(kind === "partial" ? named(truth, "season_mean") : []),
    ...(kind === "partial" && spread !== undefined ? [["season_spread", inScale(spread)] as const] : []),
  ];
}

function quantitiesOf(truth: PanelTruth, spec: ResolvedSpec): readonly NamedValue[] {
  const known = spec.channels.filter(({ name }) => truth.channels.some((own) => own.name === name));
  const isWhole = known.length === spec.channels.length;
  const totals = known.flatMap((channel): NamedValue[] => {
    const { name } = channel;
    const own = truth.channels.find((each) => each.name === name)!;
    const half: NamedValue = [elementName("half_saturation", [name]), own.half_saturation / people];
    return [
      ...(hasCurve(channel) ? [half] : []),
      ...(hasAdstock(channel) ? [[elementName("half_life", [name]), own.half_life] as NamedValue] : []),
      [elementName("contribution", [name]), own.total_contribution],
      [elementName("roi", [name]), own.roi],
      [elementName("marginal_roi", [name]), own.marginal_roi],
    ];
  });
  const byGeo = known.flatMap(({ name }) =>
    truth.geos.flatMap((geo): NamedValue[] => {
      const own = geo.channels.find((each) => each.name === name)!;
      const labels = [name, geo.name];
      return [
        [elementName("contribution_by_geo", labels), own.total_contribution],
        [elementName("roi_by_geo", labels), own.roi],
        [elementName("marginal_roi_by_geo", labels), own.marginal_roi],
      ];
    }),
  );
  const total = truth.channels.reduce((sum, own) => sum + own.total_contribution, 0);
  return [...totals, ...byGeo, ...(isWhole ? [["total_contribution", total] as NamedValue] : [])];
}
