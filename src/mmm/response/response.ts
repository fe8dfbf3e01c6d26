// The model as a function of spend: given parameters in the units of reports, what the target is made of, in the table's own
// units. Counterfactuals, plans for future weeks, response curves and their derivatives are all questions to this graph.

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { withLeastSpend } from "../adstock/index.ts";
import { shapeOfAxes } from "../axes/index.ts";
import type { Design } from "../fit/index.ts";
import { channelGroups, inOrder, saturatedCurves } from "../terms/index.ts";
import { parameterBlocks, positionOf } from "./natural-parameters.ts";
import type { ParameterName, ResolvedSpec } from "../specification/index.ts";

/** Periods that a response graph covers. */
export interface ResponseSpan {
  /** Periods whose contributions are wanted. */
  readonly weeks: number;
  /** Periods of spend before these that adstock with a window looks back on; default 0. */
  readonly history?: number;
}

/** Inputs and outputs, all in the table's own units but for the parameters, which are in scaled units. */
export interface ResponseGraph {
  /** One input for each of `parameterBlocks(spec)`, in that order, and `carriedIn`: together the row a program is run on. */
  readonly parameters: readonly Node[];
  /**
   * [channels] Unnormalized stock at the end of the period before the first, of channels with infinite adstock, in scaled
   * spend; of other channels it is not looked at. `carriedStock` computes it.
   */
  readonly carriedIn: Node;
  /** Data "spend" [channels, history + weeks]. */
  readonly spend: Node;
  /** [channels, weeks] Adstocked spend, as the specification's adstock has it (normalized or not). */
  readonly adstock: Node;
  /** [channels, weeks] The saturation curve at that adstock: between 0 and 1, or the adstock itself where nothing saturates. */
  readonly saturation: Node;
  /** [channels, weeks] */
  readonly contribution: Node;
}

/** The response of the media of `spec`, with the scales that the design of the fit had. */
export function responseGraph(
  spec: ResolvedSpec,
  { mediaScales, targetScale }: Pick<Design, "mediaScales" | "targetScale">,
  { weeks, history = 0 }: ResponseSpan,
): ResponseGraph {
  const channels = spec.channels.length;
  const blocks = parameterBlocks(spec);
  const parameters = blocks.map(({ name, axes }) => g.parameterInput(name, shapeOfAxes(axes)));
  const of = (name: ParameterName): Node => {
    const position = blocks.findIndex((block) => block.name === name);
    return position < 0 ? g.constant([]) : parameters[position];
  };
  const carriedIn = g.parameterInput("carried in", [channels]);
  const spend = g.dataInput("spend", [channels, history + weeks]);
  const perUnit = g.constant(mediaScales.map(({ scale }) => 1 / scale));
  const media = withLeastSpend(g.multiply(spend, g.expand(perUnit, 1)));
  const groups = channelGroups(spec, media, of("decay"), carriedIn);
  const curves = saturatedCurves(spec, groups, {
    slope: of("slope"),
    halfSaturation: of("half_saturation"),
    saturationRate: of("saturation_rate"),
  });
  const places = groups.map(({ members }) => members);
  const wanted = (node: Node): Node => (history === 0 ? node : g.slice(node, 1, history, history + weeks));
  const saturation = wanted(inOrder(curves, places));
  const carried = groups.map(({ members, stock, factor }) =>
    g.multiply(g.expand(g.broadcastTo(factor, [members.length]), 1), stock),
  );
  const height = g.multiply(of("coefficient"), targetScale.scale);
  return {
    parameters: [...parameters, carriedIn],
    carriedIn,
    spend,
    adstock: wanted(inOrder(carried, places)),
    saturation,
    contribution: g.multiply(g.expand(height, 1), saturation),
  };
}

/**
 * Stock of each channel at the end of `spend` for decays of one draw, in scaled spend: what `carriedIn` is for a span that
 * begins in the period after. Channels without infinite adstock get 0.
 * @param spend [channel][period] in the table's own units
 * @param row of the parameter matrix
 */
export function carriedStock(
  spec: ResolvedSpec,
  { mediaScales }: Pick<Design, "mediaScales">,
  spend: readonly ArrayLike<number>[],
  row: ArrayLike<number>,
  stock: Float64Array,
): void {
  const blocks = parameterBlocks(spec);
  spec.channels.forEach(({ name, adstock }, channel) => {
    stock[channel] = 0;
    if (adstock.kind !== "geometric" || adstock.window !== "infinite") return;
    const rate = row[positionOf({ blocks }, "decay", { channel: name })];
    const { scale } = mediaScales[channel];
    const amounts = spend[channel];
    let carried = 0;
    for (let t = 0; t < amounts.length; t++) carried = amounts[t] / scale + rate * carried;
    stock[channel] = carried;
  });
}

/** Periods of spend that the adstock of `spec` looks back on exactly, where it has a window: `history` of a span after the table. */
export function windowOf(spec: ResolvedSpec): number {
  return spec.channels.reduce(
    (longest, { adstock }) =>
      adstock.kind === "geometric" && adstock.window !== "infinite" ? Math.max(longest, adstock.window) : longest,
    0,
  );
}
