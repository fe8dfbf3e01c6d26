// Where a channel stands on its saturation curve: spend against the spend of half effect, share of the ceiling.

import * as g from "../../graph/index.ts";
import { sum } from "../../numerics/index.ts";
import { saturationOf } from "../../mmm/specification/index.ts";
import { ceilingOf, halfEffect, steadyCurve } from "../../mmm/terms/index.ts";
import {
  channelFigures,
  coveredRows,
  type ChannelDraws,
  type FittedModel,
  geoHeights,
  heightDraws,
  type Interval,
  type IntervalFinder,
  modelGeos,
  type Period,
  probabilityAbove,
  rowsOf,
  sharesOfGeos,
  drivingOf,
  drivingRow,
} from "../draws/index.ts";

/** Spend in the table's own unit (what drives the channel at its average price; of media without spend what drives them), posterior means where it is unknown. What depends on a curve is absent for channels whose curve has no ceiling. */
export interface ChannelPosition {
  /** The kind of saturation. */
  readonly saturation: string;
  /** Spend of a week of the period. */
  readonly averageSpend: number;
  /** The same over weeks with spend alone. */
  readonly averageActiveSpend: number;
  /**
   * Constant spend per week with half of the full effect in the long run: the fit's half_saturation. In a panel it is the same per head in all geos; this
   * is that of all their people.
   */
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
  draws: Pick<ChannelDraws, "index" | "spendDraws" | "contribution">,
  period: Period,
  find: IntervalFinder,
): ChannelPosition {
  const { index, spendDraws, contribution } = draws;
  const { spec, design, posterior } = model;
  const channel = spec.channels[index];
  const saturation = saturationOf(channel.saturation);
  const covered = coveredRows(model.data, period);
  const rows = covered.to - covered.from;
  const active = drivingRow(model, index)
    .subarray(period.from, period.to)
    .filter((amount) => amount > 0).length;
  const amount = drivingOf(model, index, period);
  const averageSpend = amount / rows;
  const averages = {
    saturation: saturation.name,
    averageSpend,
    averageActiveSpend: active === 0 ? 0 : amount / active,
  };
  if (!saturation.ceiling) return averages;

  const { scale } = design.mediaScales[index];
  const average = spendDraws?.map((value) => value / rows) ?? new Float64Array(posterior.count).fill(averageSpend);
  const geos = modelGeos(model);
  const people = sum(geos.map((geo) => geo.people));
  const shares = sharesOfGeos(model, index, period);
  // Per head of each geo, as much as it has of the average spend of all.
  const perHead = g.constant(geos.map((geo) => shares[geo.index] / geo.people));
  const figures = channelFigures(
    model,
    channel,
    ({ alone, group, of }, level) => ({
      half: halfEffect(alone, group, of) ?? g.constant([Number.NaN]),
      reached: g.divide(
        steadyCurve(alone, group, g.multiply(g.expand(g.divide(level, scale), 1), g.expand(perHead, 0)), of),
        g.expand(g.broadcastTo(ceilingOf(alone, group, of) ?? Number.NaN, [1]), 1),
      ),
    }),
    { level: average },
  );
  const heights = geoHeights(model, index, (geo) => geo.people);
  const reached = weightedMean(figures.reached, heights);
  const most = heightDraws(
    model,
    index,
    ({ alone, group, of }) => ceilingOf(alone, group, of) ?? Number.NaN,
    (geo) => {
      const own = rowsOf(geo, period);
      return (own.to - own.from) * geo.people;
    },
  );
  const half = figures.half[0].map((value) => value * scale * people);
  const relative = average.map((value, i) => value / half[i]);
  return {
    ...averages,
    halfSaturation: find(half),
    relativeSpend: find(relative),
    probabilityAboveHalf: probabilityAbove(relative, 1),
    shareOfCeiling: find(reached),
    shareReached: find(contribution.map((total, i) => total / (most[i] * design.targetScale.scale))),
  };
}

/** [draw] The mean over geos of values [geo][draw]; those of the only one as they are. */
function weightedMean(values: readonly Float64Array[], weights: readonly Float64Array[]): Float64Array {
  if (values.length === 1) return values[0];
  return values[0].map((_, i) => {
    let [total, weight] = [0, 0];
    values.forEach((own, geo) => {
      total += weights[geo][i] * own[i];
      weight += weights[geo][i];
    });
    return total / weight;
  });
}
