// One channel's response as a compiled program, run on one draw after another: what its spend brings week by week, what scaling
// the spend of a period would bring, what constant spend brings in the long run, and the derivatives of these by the graph.

import type { Executable } from "../../compile/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { type Carried, withLeastSpend } from "../../mmm/adstock/index.ts";
import { executableOf } from "../../mmm/response/index.ts";
import type { ResolvedChannel, ResolvedSpec } from "../../mmm/specification/index.ts";
import { mediaEffect, pressureOf, steadyCurve, valuesOf } from "../../mmm/terms/index.ts";
import { loneChannel } from "./channel-figures.ts";

/** What a program covers. */
export interface ResponseShape {
  /** Weeks of the table. */
  readonly weeks: number;
  /** Weeks after the table, without spend, in which effects are still counted. */
  readonly tail: number;
  /** Rows of the table whose spend is asked about: from this one up to, not including, the other. */
  readonly from: number;
  readonly to: number;
  /** How many numbers the spend of the period is multiplied by. */
  readonly factors: number;
  /** How many levels of constant spend. */
  readonly levels: number;
  /** Whether what is brought is counted in what it is worth, week by week; all outputs but "contribution" and "steady" then are. */
  readonly valued: boolean;
}

/**
 * A program for channels of one structure. Spend goes in scaled, effects come out in the target's own units.
 *
 * Data "plan" [1, weeks + tail] (spend of the period), "rest" [1, weeks + tail] (all other spend; where it is asked for), "factor" [factors] and "level" [levels] (constant spend), these two and their outputs only where there are any, and "worth" [1, weeks + tail], where values count.
 *
 * Outputs: "contribution" [1, weeks]; "inTable" and "withCarryOver": what the period's spend brings up to the table's end and to
 * the end of the tail, against no spend in the period; "marginal": derivative of the latter with respect to a factor on
 * that spend, at 1; "planned" [factors] the latter with that spend multiplied;
 * "plannedSlope" [factors] its derivative with respect to the factor; "steady" [levels]; "steadySlope" [levels] with respect to the level.
 */
export function responseProgram(
  spec: ResolvedSpec,
  channel: ResolvedChannel,
  targetScale: number,
  shape: ResponseShape,
): Executable {
  const { weeks, tail, from, to, factors, levels, valued } = shape;
  const { alone, group, parameters, of } = loneChannel(spec, channel);
  const whole = from === 0 && to === weeks;
  const plan = g.dataInput("plan", [1, weeks + tail]);
  const rest = g.dataInput("rest", [1, weeks + tail]);
  const factor = g.dataInput("factor", [factors]);
  const level = g.dataInput("level", [levels]);
  const worth = valued ? g.dataInput("worth", [1, weeks + tail]) : undefined;
  /** What is brought, or what that is worth, in all weeks or the last of them. */
  const inValue = (node: Node, first = 0): Node =>
    worth === undefined ? node : g.multiply(node, g.slice(worth, 1, first, weeks + tail));
  const height = g.multiply(of("coefficient"), targetScale);
  const pressure = (spend: Node): Carried => pressureOf(alone, group, spend, of);
  const effect = (carried: Carried): Node => mediaEffect(alone, group, carried, of);

  const all = pressure(withLeastSpend(whole ? plan : g.add(plan, rest)));
  const raised = (curve: Node): Node => g.multiply(g.expand(height, 1), curve);
  const actual = raised(effect(all));
  const end = weeks + tail;
  const between = (node: Node, start: number, stop: number): Node => g.sum(g.slice(inValue(node), 1, start, stop), [1]);
  const others = whole ? undefined : pressure(withLeastSpend(rest));
  const without = others === undefined ? undefined : raised(effect(others));
  const difference = without === undefined ? actual : g.subtract(actual, without);

  const outputs: [string, Node][] = [
    ["contribution", g.slice(actual, 1, 0, weeks)],
    ["inTable", between(difference, from, weeks)],
    ["withCarryOver", between(difference, from, end)],
    // Each week's derivative, through saturation and adstock, times what the week's spend grows by.
    ["marginal", g.sum(g.multiply(g.gradient(g.sum(inValue(actual)), [plan])[0], plan), [1])],
  ];
  if (factors > 0) outputs.push(...plannedOutputs());
  if (levels > 0) {
    const stock = g.reshape(level, [1, levels]);
    const steady = raised(steadyCurve(alone, group, stock, of));
    outputs.push(["steady", steady], ["steadySlope", g.gradient(g.sum(steady), [level])[0]]);
  }
  const usesRest = !whole || (factors > 0 && group.order === "saturation_first");
  const data = [
    plan,
    ...(usesRest ? [rest] : []),
    ...(factors > 0 ? [factor] : []),
    ...(levels > 0 ? [level] : []),
    ...(worth === undefined ? [] : [worth]),
  ];
  return executableOf({ parameters, data, outputs: outputs.map(([name, node]) => ({ name, node })) });

  function plannedOutputs(): [string, Node][] {
    const { kind, settings } = group.saturation;
    const late = (node: Node): Node => g.slice(node, node.shape.length - 1, from, end);
    const isCarriedFirst = group.order === "adstock_first";
    if (isCarriedFirst && whole && worth === undefined && kind.scaled !== undefined) {
      const { total, slope } = kind.scaled(all, valuesOf(alone, group, kind.parameters, of), factor, settings);
      return [
        ["planned", g.multiply(height, total)],
        ["plannedSlope", g.multiply(height, slope)],
      ];
    }
    let curves: Node;
    if (isCarriedFirst) {
      // Adstock is linear in spend, so the factor can be applied to what the period's spend is carried to.
      const own = g.multiply(g.expand(factor, 1), late(pressure(plan).stock));
      curves = effect({ ...all, stock: others === undefined ? withLeastSpend(own) : g.add(own, late(others.stock)) });
    } else {
      const own = g.multiply(g.reshape(factor, [1, factors, 1]), g.expand(plan, 1));
      curves = g.pick(late(effect(pressure(withLeastSpend(g.add(own, g.expand(rest, 1)))))), 0);
    }
    const total = g.multiply(height, g.sum(inValue(curves, from), [1]));
    const planned = without === undefined ? total : g.subtract(total, between(without, from, end));
    return [
      ["planned", planned],
      ["plannedSlope", g.gradient(g.sum(planned), [factor])[0]],
    ];
  }
}
