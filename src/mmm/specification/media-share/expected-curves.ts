// How high a channel's curve stands on average before the data are seen: over the weeks of its spend, and over the priors of its adstock
// and saturation.

import { compile, instantiate } from "../../../compile/index.ts";
import * as g from "../../../graph/index.ts";
import type { Node } from "../../../graph/index.ts";
import { variance } from "../../../numerics/index.ts";
import { withLeastSpend } from "../../adstock/index.ts";
import { alongTime } from "../../transforms/index.ts";
import { adstockOf, saturationOf } from "../kinds.ts";
import type { Prior } from "../prior.ts";
import type { ResolvedChannel } from "../resolved-spec.ts";
import { pointCount, priorPoints } from "./prior-points.ts";

/** A channel and its scaled spend, a value for each week (of a panel [geo][week]); of the priors those of its adstock and saturation. */
export interface SpentChannel {
  readonly channel: Pick<ResolvedChannel, "adstock" | "saturation" | "order">;
  readonly spend: Float64Array;
  readonly priorOf: (parameter: string) => Prior;
}

/** Of the mean over the weeks of a curve, per unit of the coefficient. */
export interface ExpectedCurve {
  readonly mean: number;
  /** Standard deviation over the mean. */
  readonly variation: number;
  /** At evenly spread points of the priors, in no order. */
  readonly points: Float64Array;
}

/** The geos of a panel, and [geo][week] 1 where it has a row. */
export interface RowsOfGeos {
  readonly geos: number;
  readonly hasRow: ArrayLike<number>;
}

/**
 * The curves of channels under their priors: all channels of one structure in one run of a compiled graph.
 * @param panel where spend is of geos: each carries over its own, and the mean is over the rows there are
 */
export function expectedCurves(channels: readonly SpentChannel[], panel?: RowsOfGeos): readonly ExpectedCurve[] {
  const groups = new Map<string, number[]>();
  channels.forEach(({ channel: { adstock, saturation, order } }, i) => {
    const key = JSON.stringify([adstock, saturation, order]);
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  const result = new Array<ExpectedCurve>(channels.length);
  for (const members of groups.values()) {
    const means = meansOfCurves(
      members.map((i) => channels[i]),
      panel,
    );
    members.forEach((i, place) => {
      const own = means.subarray(place * pointCount, (place + 1) * pointCount);
      const mean = own.reduce((total, value) => total + value, 0) / pointCount;
      result[i] = { mean, variation: mean > 0 ? Math.sqrt(variance(own)) / mean : 0, points: own };
    });
  }
  return result;
}

/** [channel][point] Means over the weeks, of channels of one structure: each point of a channel is a channel of the graph. */
function meansOfCurves(channels: readonly SpentChannel[], panel: RowsOfGeos | undefined): Float64Array {
  const { adstock, saturation, order } = channels[0].channel;
  const [carries, saturates] = [adstockOf(adstock), saturationOf(saturation)];
  const rows = channels.length * pointCount;
  const size = channels[0].spend.length;
  const data: Record<string, Float64Array> = { spend: new Float64Array(rows * size) };
  for (let row = 0; row < rows; row++) data.spend.set(channels[Math.floor(row / pointCount)].spend, row * size);

  const parameters = [...carries.parameters, ...saturates.parameters];
  const values: Record<string, Node> = {};
  parameters.forEach(({ name }, place) => {
    data[name] = new Float64Array(rows);
    // Most channels share their priors.
    const points = new Map<string, Float64Array>();
    channels.forEach(({ priorOf }, i) => {
      const prior = priorOf(name);
      const key = JSON.stringify(prior);
      const own = points.get(key) ?? priorPoints(prior, place);
      points.set(key, own);
      data[name].set(own, i * pointCount);
    });
    values[name] = g.dataInput(name, [rows]);
  });
  const shape = panel === undefined ? [size] : [panel.geos, size / panel.geos];
  const spend = g.dataInput("spend", [rows, ...shape]);
  const least = withLeastSpend(spend);
  const effect = ((): Node => {
    if (order === "adstock_first") return saturates.curve(carries.carry(least, values, adstock), values, saturation);
    const fed = saturates.curve({ stock: least, factor: 1 }, values, saturation);
    const { stock, factor } = carries.carry(fed, values, adstock);
    return g.multiply(alongTime(factor, stock), stock);
  })();
  const weights = g.dataInput("weights", shape);
  const mean = panel === undefined ? g.divide(g.sum(effect, [1]), size) : g.sum(g.multiply(effect, weights), [1, 2]);
  if (panel !== undefined) {
    const hasRow = Float64Array.from(panel.hasRow);
    const count = hasRow.reduce((sum, has) => sum + has, 0);
    data.weights = hasRow.map((has) => has / count);
  }
  // Run once: what takes least time to compile.
  const program = compile(
    {
      parameters: [],
      data: [spend, ...Object.values(values), ...(panel === undefined ? [] : [weights])],
      outputs: [{ name: "mean", node: mean }],
    },
    "javascript",
  );
  const executable = instantiate(program);
  executable.setData(data);
  executable.run();
  return executable.output("mean").slice();
}
