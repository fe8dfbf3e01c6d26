// Where a channel stands on its saturation curve: spend against the spend of half effect, share of the ceiling.

import { columnOf } from "../../mmm/response/index.ts";
import type { ParameterName } from "../../mmm/specification/index.ts";
import {
  type ChannelDraws,
  type FittedModel,
  type Interval,
  type IntervalFinder,
  type Period,
  probabilityAbove,
  spendRow,
} from "../draws/index.ts";

/** Spend in the table's own unit, posterior means where it is unknown. What depends on a curve is absent for channels that do not saturate. */
export interface ChannelPosition {
  readonly saturation: "hill" | "logistic" | "none";
  /** Spend of a week of the period. */
  readonly averageSpend: number;
  /** The same over weeks with spend alone. */
  readonly averageActiveSpend: number;
  /** Constant spend per week with half of the full effect in the long run: the fit's half_saturation. */
  readonly halfSaturation?: Interval;
  /** Average spend as a multiple of the former. */
  readonly relativeSpend?: Interval;
  /** Probability that the average spend is above half-saturation. */
  readonly probabilityAboveHalf?: number;
  /** Share of the ceiling that the average spend reaches in the long run. */
  readonly shareOfCeiling?: Interval;
  /** Share of the ceiling that was reached on average in the weeks of the period, with spend as uneven as it was. */
  readonly shareReached?: Interval;
}

export function positionOf(
  model: FittedModel,
  draws: Pick<ChannelDraws, "index" | "name" | "spend" | "spendDraws" | "contribution">,
  period: Period,
  find: IntervalFinder,
): ChannelPosition {
  const { index, name, spend, spendDraws, contribution } = draws;
  const { spec, design, posterior } = model;
  const { adstock, saturation } = spec.channels[index];
  const rows = period.to - period.from;
  const active = spendRow(model, index)
    .subarray(period.from, period.to)
    .filter((amount) => amount > 0).length;
  const averageSpend = spend / rows;
  const averages = { saturation: saturation.kind, averageSpend, averageActiveSpend: active === 0 ? 0 : spend / active };
  if (saturation.kind === "none") return averages;

  const own = (parameter: ParameterName): Float64Array => columnOf(posterior, parameter, { channel: name });
  const hill = saturation.kind === "hill";
  const bend = own(hill ? "half_saturation" : "saturation_rate");
  const slope = hill ? own("slope") : bend;
  const decay = adstock.kind === "geometric" && !adstock.normalize ? own("decay") : undefined;
  const window =
    adstock.kind === "geometric" && adstock.window !== "infinite" ? adstock.window : Number.POSITIVE_INFINITY;
  const height = own("coefficient");
  const half = bend.map((value, i) => {
    // tanh(rate x / 2) is a half at x = log(3) / rate.
    const atAdstock = hill ? value : Math.log(3) / value;
    // Not normalized, constant spend of one is carried to (1 - decay^(window + 1)) / (1 - decay).
    const steady = decay === undefined ? 1 : (1 - decay[i] ** (window + 1)) / (1 - decay[i]);
    return (atAdstock / steady) * design.mediaScales[index].scale;
  });
  const relative =
    spendDraws === undefined
      ? half.map((value) => averageSpend / value)
      : half.map((value, i) => spendDraws[i] / rows / value);
  const reached = relative.map((x, i) => (hill ? 1 / (1 + x ** -slope[i]) : Math.tanh((Math.log(3) * x) / 2)));
  return {
    ...averages,
    halfSaturation: find(half),
    relativeSpend: find(relative),
    probabilityAboveHalf: probabilityAbove(relative, 1),
    shareOfCeiling: find(reached),
    shareReached: find(contribution.map((total, i) => total / (rows * height[i] * design.targetScale.scale))),
  };
}
