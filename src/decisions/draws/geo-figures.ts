// Figures of a channel that its geos have together: which part of the spend each has, and the height of its curves over all people.

import * as g from "../../graph/index.ts";
import type { Operand } from "../../graph/index.ts";
import { columnOf } from "../../mmm/response/index.ts";
import { sum } from "../../numerics/index.ts";
import { channelFigures, type LoneChannel } from "./channel-figures.ts";
import type { FittedModel } from "./fitted-model.ts";
import { type ModelGeo, modelGeos } from "./geos.ts";
import type { Period } from "./period.ts";
import { drivingCells } from "./true-spend.ts";

/** What part of a channel's spend (of what drives it, where that is another column) each geo has: in the period, else in the table, else as many people live there. They add up to 1. */
export function sharesOfGeos(model: FittedModel, channel: number, period: Period): readonly number[] {
  const geos = modelGeos(model);
  if (geos.length === 1) return [1];
  const { rows } = model.data;
  const cells = drivingCells(model, channel);
  const spentIn = ({ from, to }: Period): number[] =>
    geos.map(({ index }) => Math.max(0, sum(cells.subarray(index * rows + from, index * rows + to))));
  const sizes = [period, { from: 0, to: rows }].map(spentIn).find((spent) => sum(spent) > 0);
  const weights = sizes ?? geos.map(({ people }) => people);
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}

/** [draw] What the coefficients of a channel in all geos add up to, times what they have in common. @param weight of each geo */
export function heightDraws(
  model: FittedModel,
  channel: number,
  common: (lone: LoneChannel) => Operand,
  weight: (geo: ModelGeo) => number,
): Float64Array {
  const own = model.spec.channels[channel];
  const { factor } = channelFigures(model, own, (lone) => ({ factor: g.broadcastTo(common(lone), [1]) }));
  const heights = geoHeights(model, channel, weight);
  return factor[0].map((value, i) => value * heights.reduce((total, height) => total + height[i], 0));
}

/** [geo][draw] The coefficient of a channel in each geo, times a weight. */
export function geoHeights(
  model: FittedModel,
  channel: number,
  weight: (geo: ModelGeo) => number,
): readonly Float64Array[] {
  const { name } = model.spec.channels[channel];
  return modelGeos(model).map((geo) => {
    const size = weight(geo);
    return columnOf(model.posterior, "coefficient", { channel: name, geo: geo.name }).map((value) => size * value);
  });
}
