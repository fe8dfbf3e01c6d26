// One channel's response as a compiled program, run on one draw after another: what its spend brings week by week, what scaling
// the spend of a period would bring, what constant spend brings in the long run, and the derivatives of these by the graph.

import type { Executable } from "../../compile/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { type Carried, withLeastSpend } from "../../mmm/adstock/index.ts";
import { executableOf } from "../../mmm/response/index.ts";
import type { ResolvedChannel, ResolvedSpec } from "../../mmm/specification/index.ts";
import { carriedOver, saturated, steadyCurve, valuesOf } from "../../mmm/terms/index.ts";
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
}

/**
 * A program for channels of one structure. Spend goes in scaled, effects come out in the target's own units.
 *
 * Data "plan" [1, weeks + tail] (spend of the period), "rest" [1, weeks + tail] (all other spend; only with a period that is not
 * the table), "factor" [factors] and "level" [levels] (constant spend), these two and their outputs only where there are any.
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
  const { weeks, tail, from, to, factors, levels } = shape;
  const { alone, group, parameters, of } = loneChannel(spec, channel);
  const whole = from === 0 && to === weeks;
  const plan = g.dataInput("plan", [1, weeks + tail]);
  const rest = g.dataInput("rest", [1, weeks + tail]);
  const factor = g.dataInput("factor", [factors]);
  const level = g.dataInput("level", [levels]);
  const height = g.multiply(of("coefficient"), targetScale);
  const carry = (spend: Node): Carried => carriedOver(alone, group, spend, of);
  const curveOf = (carried: Carried): Node => saturated(alone, group, carried, of);

  const all = carry(withLeastSpend(whole ? plan : g.add(plan, rest)));
  const raised = (curve: Node): Node => g.multiply(g.expand(height, 1), curve);
  const actual = raised(curveOf(all));
  const end = weeks + tail;
  const between = (node: Node, start: number, stop: number): Node => g.sum(g.slice(node, 1, start, stop), [1]);
  const others = whole ? undefined : carry(withLeastSpend(rest));
  const without = others === undefined ? undefined : raised(curveOf(others));
  const difference = without === undefined ? actual : g.subtract(actual, without);

  const outputs: [string, Node][] = [
    ["contribution", g.slice(actual, 1, 0, weeks)],
    ["inTable", between(difference, from, weeks)],
    ["withCarryOver", between(difference, from, end)],
    // Each week's derivative, through saturation and adstock, times what the week's spend grows by.
    ["marginal", g.sum(g.multiply(g.gradient(g.sum(actual), [plan])[0], plan), [1])],
  ];
  const { kind, settings } = group.saturation;
  if (factors > 0 && whole && kind.scaled !== undefined) {
    const { total, slope } = kind.scaled(all, valuesOf(alone, group, kind.parameters, of), factor, settings);
    outputs.push(["planned", g.multiply(height, total)], ["plannedSlope", g.multiply(height, slope)]);
  } else if (factors > 0) {
    // Adstock is linear in spend, so the factor can be applied to what the period's spend is carried to.
    const carried = g.multiply(g.expand(factor, 1), g.slice(carry(plan).stock, 1, from, end));
    const stock = others === undefined ? withLeastSpend(carried) : g.add(carried, g.slice(others.stock, 1, from, end));
    const total = g.multiply(height, g.sum(curveOf({ ...all, stock }), [1]));
    const planned = without === undefined ? total : g.subtract(total, between(without, from, end));
    outputs.push(["planned", planned], ["plannedSlope", g.gradient(g.sum(planned), [factor])[0]]);
  }
  if (levels > 0) {
    const stock = g.reshape(level, [1, levels]);
    const steady = raised(steadyCurve(alone, group, stock, of));
    outputs.push(["steady", steady], ["steadySlope", g.gradient(g.sum(steady), [level])[0]]);
  }
  const data = [plan, ...(whole ? [] : [rest]), ...(factors > 0 ? [factor] : []), ...(levels > 0 ? [level] : [])];
  return executableOf({ parameters, data, outputs: outputs.map(([name, node]) => ({ name, node })) });
}
