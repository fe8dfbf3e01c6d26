// The model as a function of spend: given parameters in the units of reports, what the target is made of, in the table's own
// units. Counterfactuals, plans for future weeks, response curves and their derivatives are all questions to this graph.

import type { CompileRequest } from "../../compile/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { withLeastSpend } from "../adstock/index.ts";
import { nation, type OnAxes, onAxes, shapeOfAxes, times } from "../axes/index.ts";
import type { Design, PanelDesign } from "../fit/index.ts";
import { adstockOfMedia, ceilingOf, channelGroups, mediaEffect, inOrder, pressureOf, stateOf } from "../terms/index.ts";
import { alongTime } from "../transforms/index.ts";
import { parameterBlocks } from "./natural-parameters.ts";
import { adstockOf, axesOf, type ParameterName, type ResolvedSpec } from "../specification/index.ts";

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
   * [channels, geos, states] What the adstock of each channel keeps of the spend before the first period; of those that keep nothing (a
   * window looks back on the spend itself) it is not looked at. `carriedStock` computes it.
   */
  readonly carriedIn: Node;
  /** Data "spend" [channels, geos, history + weeks]. */
  readonly spend: Node;
  /** Over channel, geo and time, like those below: adstocked spend, scaled (in panels per head), as the specification's adstock has it (normalized or not). */
  readonly adstock: OnAxes;
  /** Share of the ceiling that was reached; of a curve without one, the curve. */
  readonly saturation: OnAxes;
  /** Of all people of each geo, in weeks without a row of the table too. */
  readonly contribution: OnAxes;
}

/** The response of the media of `spec`, with the scales that the design of the fit had. */
export function responseGraph(
  spec: ResolvedSpec,
  { mediaScales, targetScale, panel }: Pick<Design, "mediaScales" | "targetScale" | "panel">,
  { weeks, history = 0 }: ResponseSpan,
): ResponseGraph {
  const channels = spec.channels.length;
  const geos = (spec.geos ?? [nation]).length;
  const { parameters, of } = parameterInputs(spec);
  const carriedIn = g.parameterInput("carried in", [channels, geos, statesOf(spec)]);
  const spend = g.dataInput("spend", [channels, geos, history + weeks]);
  const media = scaledMedia(spend, mediaScales, panel);
  const groups = channelGroups(spec);
  const effects = groups.map((group) =>
    mediaEffect(spec, group, pressureOf(spec, group, media, of, carriedIn), of, carriedIn),
  );
  const places = groups.map(({ members }) => members);
  const wanted = (node: Node): OnAxes =>
    onAxes(history === 0 ? node : g.slice(node, -1, history, history + weeks), ["channel", "geo", "time"]);
  const effect = wanted(inOrder(effects, places));
  const shares = groups.map((group, i) => {
    const ceiling = ceilingOf(spec, group, of);
    return ceiling === undefined || ceiling === 1 ? effects[i] : g.divide(effects[i], alongTime(ceiling, effects[i]));
  });
  // Where saturation comes first, what is carried in is saturated spend: its stock does not begin with it.
  const stocks = groups.map((group) =>
    adstockOfMedia(spec, group, media, of, group.order === "saturation_first" ? undefined : carriedIn),
  );
  const height = onAxes(
    g.multiply(of("coefficient"), targetScale.scale),
    axesOf("coefficient", spec).map((axis) => axis.name),
  );
  return {
    parameters: [...parameters, carriedIn],
    carriedIn,
    spend,
    adstock: wanted(inOrder(stocks, places)),
    saturation: wanted(inOrder(shares, places)),
    contribution: panel === undefined ? times(height, effect) : times(times(height, peopleOf(panel)), effect),
  };
}

/** An input for each parameter of the model, and each by its name. */
export function parameterInputs(spec: ResolvedSpec): {
  readonly parameters: readonly Node[];
  readonly of: (name: ParameterName) => Node;
} {
  const blocks = parameterBlocks(spec);
  const parameters = blocks.map(({ name, axes }) => g.parameterInput(name, shapeOfAxes(axes)));
  const of = (name: ParameterName): Node => {
    const position = blocks.findIndex((block) => block.name === name);
    return position < 0 ? g.constant(new Float64Array()) : parameters[position];
  };
  return { parameters, of };
}

/** People of each geo: models of panels are per head. */
function peopleOf({ population }: PanelDesign): OnAxes {
  return onAxes(g.constant(population), ["geo"]);
}

/** Spend in the table's own units as the adstock takes it. */
export function scaledMedia(spend: Node, mediaScales: Design["mediaScales"], panel: PanelDesign | undefined): Node {
  const perUnit = onAxes(g.constant(mediaScales.map(({ scale }) => 1 / scale)), ["channel"]);
  const people = panel?.population.map((count) => 1 / count);
  const per = people === undefined ? perUnit : times(perUnit, onAxes(g.constant(people), ["geo"]));
  return withLeastSpend(times(onAxes(spend, ["channel", "geo", "time"]), per).node);
}

/** Numbers that the adstock of a channel keeps of earlier spend, at most over the channels, and at least one. */
export function statesOf(spec: ResolvedSpec): number {
  return Math.max(1, ...spec.channels.map(({ adstock }) => adstockOf(adstock).states(adstock)));
}

/**
 * The graph of what the adstock of each channel keeps of spend, "state" [channels, geos, states], the numbers that `carriedIn` takes for a
 * span that begins in the period after: parameters as `responseGraph` has them without `carriedIn`, data "spend" [channels, geos, periods] in
 * the table's own units. Undefined when no channel keeps anything, or there are no periods.
 */
export function stateGraph(
  spec: ResolvedSpec,
  { mediaScales, panel }: Pick<Design, "mediaScales" | "panel">,
  periods: number,
): CompileRequest | undefined {
  const states = spec.channels.map(({ adstock }) => adstockOf(adstock).states(adstock));
  if (periods === 0 || states.every((count) => count === 0)) return undefined;
  const { parameters, of } = parameterInputs(spec);
  const geos = (spec.geos ?? [nation]).length;
  const spend = g.dataInput("spend", [spec.channels.length, geos, periods]);
  const media = scaledMedia(spend, mediaScales, panel);
  const most = statesOf(spec);
  const groups = channelGroups(spec);
  const nodes = groups.map((group) => {
    const { kind, settings } = group.adstock;
    const own = kind.states(settings);
    const missing = g.broadcastTo(g.constant(0), [group.members.length, geos, most - own]);
    if (own === 0) return missing;
    const state = stateOf(spec, group, media, of);
    return own === most ? state : g.concatenate([state, missing], -1);
  });
  const node = inOrder(
    nodes,
    groups.map(({ members }) => members),
  );
  return { parameters, data: [spend], outputs: [{ name: "state", node }] };
}

/** Periods of spend that the adstock of `spec` looks back on exactly, where it has a window: `history` of a span after the table. */
export function windowOf(spec: ResolvedSpec): number {
  return spec.channels.reduce((longest, { adstock }) => {
    const window = adstockOf(adstock).window(adstock);
    return window === "infinite" ? longest : Math.max(longest, window);
  }, 0);
}
