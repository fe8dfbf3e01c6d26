// What lift tests would have read, from the parameters of the model: the effect of spend with the test less that without it, both carried in
// and out, over the weeks whose outcome counts.
//
// lift[k] = unit[k] * scale * sum over channels c, geos g and weeks t of weight[t] * coefficient[c,g] * (curve of spend - curve of spend without)[t]

import * as g from "../../graph/index.ts";
import type { Node, Operand } from "../../graph/index.ts";
import { withLeastSpend } from "../adstock/index.ts";
import type { OnAxes } from "../axes/index.ts";
import type { Experiment } from "../experiments/index.ts";
import { membersOf, type ResolvedSpec } from "../specification/index.ts";
import { channelGroups, type ChannelValues, inOrder, mediaEffect, pressureOfSpend, taken } from "../terms/index.ts";
import { experimentNames as names, type ExperimentRow, experimentRows } from "./experiment-rows.ts";

export interface ExperimentMedia {
  readonly spec: ResolvedSpec;
  /** Scaled spend, [channels, geos, weeks], with the least spend that has a logarithm. */
  readonly media: Node;
  /** Parameters of adstocks and curves. */
  readonly values: ChannelValues;
  /** Over channel, and over geo where geos have coefficients of their own. */
  readonly coefficient: OnAxes;
  /** Standard deviation of the target in its own unit. */
  readonly targetScale: Operand;
  /** Data by their names, declared when they are first asked for. */
  readonly data: (name: string, shape: readonly number[]) => Node;
}

/** [tests] What these tests would read, without bias, each in the unit of its lift. */
export function experimentEffects(model: ExperimentMedia, experiments: readonly Experiment[]): Node {
  const { spec, data, targetScale } = model;
  const { inTable, stated, before, longest } = experimentRows(spec, experiments);
  const parts: Part[] = [];
  if (inTable.length > 0) parts.push(partInTable(model, inTable));
  if (stated.length > 0) parts.push(statedPart(model, stated, before + longest));
  const rows = [...inTable, ...stated];
  const effects = joined(parts.map(({ effect }) => effect));
  const brought = g.multiply(overTests(effects, rows, experiments.length), targetScale);
  const readings = g.multiply(brought, data(names.units, [experiments.length]));
  const isReturn = experiments.map(({ metric }) => metric === "roi");
  if (!isReturn.includes(true)) return readings;
  // Per unit of the spend that the test changed, in the weeks of the test.
  const units = data(names.spendUnits, [rows.length]);
  const changed = g.multiply(joined(parts.map(({ spend }) => spend)), units);
  const spent = overTests(changed, rows, experiments.length);
  return g.divide(readings, g.select(g.constant(isReturn.map(Number)), spent, 1));
}

interface Part {
  /** [rows] Per unit of the target's scale. */
  readonly effect: Node;
  /** [rows] Scaled spend that was more than without the test. */
  readonly spend: Node;
}

function joined(parts: readonly Node[]): Node {
  return parts.length === 1 ? parts[0] : g.concatenate(parts, 0);
}

/** [tests] Sums over the rows of each test. */
function overTests(values: Node, rows: readonly ExperimentRow[], tests: number): Node {
  if (rows.length === tests && rows.every(({ test }, k) => test === k)) return values;
  const isOf = Array.from({ length: tests }, (_, test) => rows.map((row) => (row.test === test ? 1 : 0)));
  return g.sum(g.multiply(g.reshape(g.constant(isOf.flat()), [tests, rows.length]), g.expand(values, 0)), [1]);
}

function partInTable(model: ExperimentMedia, rows: readonly ExperimentRow[]): Part {
  const { media, data } = model;
  const [channels, geos, weeks] = media.shape as readonly [number, number, number];
  const series = g.reshape(media, [channels * geos, weeks]);
  const spend = taken(
    series,
    rows.map(({ channel, geo }) => channel * geos + geo),
  );
  const shape = [rows.length, weeks];
  const without = g.add(g.multiply(spend, data(names.factors, shape)), data(names.addends, shape));
  return partOf(model, rows, spend, withLeastSpend(without), data(names.weights, shape));
}

function statedPart(model: ExperimentMedia, rows: readonly ExperimentRow[], weeks: number): Part {
  const { data } = model;
  const shape = [rows.length, weeks];
  const spend = withLeastSpend(data(names.statedSpend, shape));
  const without = withLeastSpend(data(names.statedWithout, shape));
  return partOf(model, rows, spend, without, data(names.statedWeights, shape));
}

/**
 * The model of the rows: each a channel by itself, with the parameters of its own. They are taken inside of the functions that make them, so that a decay
 * that rounds to 1 has a gradient here too.
 */
function channelsOfRows(
  { spec, values }: ExperimentMedia,
  rows: readonly ExperimentRow[],
): Pick<ExperimentMedia, "spec" | "values"> {
  const own: ResolvedSpec = {
    ...spec,
    channels: rows.map(({ channel }, k) => ({ ...spec.channels[channel], name: String(k) })),
  };
  return {
    spec: own,
    values: (name) => {
      const members = membersOf(name, spec);
      const places = rows.flatMap(({ channel }) => {
        const place = members.indexOf(spec.channels[channel].name);
        return place < 0 ? [] : [place];
      });
      return g.gatherInside(values(name), places);
    },
  };
}

/** @param spend [rows, weeks], as `without` and `weights` are */
function partOf(
  model: ExperimentMedia,
  rows: readonly ExperimentRow[],
  spend: Node,
  without: Node,
  weights: Node,
): Part {
  const { coefficient } = model;
  const { spec, values } = channelsOfRows(model, rows);
  const groups = channelGroups(spec);
  const differences = groups.map((group) => {
    const effect = (series: Node): Node =>
      mediaEffect(spec, group, pressureOfSpend(spec, group, taken(series, group.members), values), values);
    return g.subtract(effect(spend), effect(without));
  });
  const places = groups.map(({ members }) => members);
  const difference = inOrder(differences, places);
  const byGeo = coefficient.axes.includes("geo");
  const geos = byGeo ? coefficient.node.shape[1] : 1;
  const heights = g.gather(
    g.reshape(coefficient.node, [coefficient.node.shape[0] * geos]),
    rows.map(({ channel, geo }) => (byGeo ? channel * geos + geo : channel)),
    0,
  );
  return {
    effect: g.multiply(heights, g.sum(g.multiply(difference, weights), [1])),
    spend: g.sum(g.subtract(spend, without), [1]),
  };
}
