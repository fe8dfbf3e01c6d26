// One channel's response as a compiled program, run on one draw after another: what its spend brings week by week, what scaling
// the spend of a period would bring, what constant spend brings in the long run, and the derivatives of these by the graph.

import type { Executable } from "../../compile/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { type ChannelGroup, channelGroups, saturatedCurves } from "../../mmm/terms/index.ts";
import { executableOf } from "./over-draws.ts";
import { withLeastSpend } from "../../mmm/adstock/index.ts";
import {
  hasParameter,
  type ParameterName,
  type ResolvedChannel,
  type ResolvedSpec,
} from "../../mmm/specification/index.ts";
import { type ParameterMatrix, positionOf } from "../../mmm/response/index.ts";

/** Parameters of a channel, in the order in which a program takes those that the channel has. */
const channelParameters = ["decay", "slope", "half_saturation", "saturation_rate", "coefficient"] as const;

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
  const alone = aloneWith(spec, channel);
  const parameters = parametersOf(alone).map((name) => g.parameterInput(name, [1]));
  const of = (name: ParameterName): Node =>
    parameters.find((node) => node.kind === "input" && node.name === name) ?? g.constant([]);
  const whole = from === 0 && to === weeks;
  const plan = g.dataInput("plan", [1, weeks + tail]);
  const rest = g.dataInput("rest", [1, weeks + tail]);
  const factor = g.dataInput("factor", [factors]);
  const level = g.dataInput("level", [levels]);
  const height = g.multiply(of("coefficient"), targetScale);
  const groupOf = (spend: Node): ChannelGroup => channelGroups(alone, spend, of("decay"))[0];
  const curveOf = (group: ChannelGroup): Node =>
    saturatedCurves(alone, [group], {
      slope: of("slope"),
      halfSaturation: of("half_saturation"),
      saturationRate: of("saturation_rate"),
    })[0];

  const all = groupOf(withLeastSpend(whole ? plan : g.add(plan, rest)));
  const raised = (curve: Node): Node => g.multiply(g.expand(height, 1), curve);
  const actual = raised(curveOf(all));
  const end = weeks + tail;
  const between = (node: Node, start: number, stop: number): Node => g.sum(g.slice(node, 1, start, stop), [1]);
  const others = whole ? undefined : groupOf(withLeastSpend(rest));
  const without = others === undefined ? undefined : raised(curveOf(others));
  const difference = without === undefined ? actual : g.subtract(actual, without);

  const outputs: [string, Node][] = [
    ["contribution", g.slice(actual, 1, 0, weeks)],
    ["inTable", between(difference, from, weeks)],
    ["withCarryOver", between(difference, from, end)],
    // Each week's derivative, through saturation and adstock, times what the week's spend grows by.
    ["marginal", g.sum(g.multiply(g.gradient(g.sum(actual), [plan])[0], plan), [1])],
  ];
  if (factors > 0 && whole && channel.saturation.kind !== "none") {
    const { total, slope } =
      channel.saturation.kind === "hill"
        ? scaledHill(all, of("slope"), of("half_saturation"), factor)
        : scaledLogistic(all, of("saturation_rate"), factor);
    outputs.push(["planned", g.multiply(height, total)], ["plannedSlope", g.multiply(height, slope)]);
  } else if (factors > 0) {
    // Adstock is linear in spend, so the factor can be applied to what the period's spend is carried to.
    const carried = g.multiply(g.expand(factor, 1), g.slice(groupOf(plan).stock, 1, from, end));
    const stock = others === undefined ? withLeastSpend(carried) : g.add(carried, g.slice(others.stock, 1, from, end));
    const total = g.multiply(height, g.sum(curveOf({ ...all, stock }), [1]));
    const planned = without === undefined ? total : g.subtract(total, between(without, from, end));
    outputs.push(["planned", planned], ["plannedSlope", g.gradient(g.sum(planned), [factor])[0]]);
  }
  if (levels > 0) {
    const stock = g.reshape(level, [1, levels]);
    const steady = raised(curveOf({ ...all, stock, factor: all.steady }));
    outputs.push(["steady", steady], ["steadySlope", g.gradient(g.sum(steady), [level])[0]]);
  }
  const data = [plan, ...(whole ? [] : [rest]), ...(factors > 0 ? [factor] : []), ...(levels > 0 ? [level] : [])];
  return executableOf({ parameters, data, outputs: outputs.map(([name, node]) => ({ name, node })) });
}

/** Exponent at which a power counts as infinite: its curve is 1 to the last digit, and its square still a number. */
const largestExponent = 300;

/** A sum over weeks for each factor, and its derivative with respect to the factor, written out to save a division per week. */
interface ScaledCurve {
  readonly total: Node;
  readonly slope: Node;
}

/**
 * The Hill curve at a stock multiplied by each factor. The ratio (stock / half)^slope is taken once for each week and then
 * multiplied by factor^slope, so that a factor costs a division per week instead of a logarithm and an exponential.
 */
function scaledHill({ stock, factor }: ChannelGroup, slope: Node, half: Node, factors: Node): ScaledCurve {
  const logHalfStock = g.expand(g.subtract(g.log(half), g.log(factor)), 1);
  const exponent = g.multiply(g.expand(slope, 1), g.subtract(g.log(stock), logHalfStock));
  const ratio = g.exp(g.minimum(exponent, largestExponent));
  const power = g.exp(g.multiply(slope, g.log(factors)));
  const missing = g.divide(1, g.add(1, g.multiply(g.expand(power, 1), ratio)));
  const curve = g.subtract(1, missing);
  // curve = 1 - 1 / (1 + factor^slope ratio), so its derivative is slope / factor * curve * (1 - curve).
  return {
    total: g.sum(curve, [1]),
    slope: g.multiply(g.divide(slope, factors), g.sum(g.multiply(curve, missing), [1])),
  };
}

/** The logistic curve at a stock multiplied by each factor, by an exponential, which costs half of a hyperbolic tangent. */
function scaledLogistic({ stock, factor }: ChannelGroup, rate: Node, factors: Node): ScaledCurve {
  const pressure = g.multiply(g.expand(g.multiply(rate, factor), 1), stock);
  const exponent = g.minimum(g.multiply(g.expand(factors, 1), pressure), largestExponent);
  const missing = g.divide(1, g.add(1, g.exp(exponent)));
  // tanh(x / 2) = 1 - 2 / (1 + exp(x)); with m = 1 / (1 + exp(x)) its derivative in x is 2 m (1 - m).
  return {
    total: g.sum(g.subtract(1, g.multiply(2, missing)), [1]),
    slope: g.sum(g.multiply(g.multiply(2, pressure), g.multiply(missing, g.subtract(1, missing))), [1]),
  };
}

/** The specification of a model whose only channel this is, and nothing else. */
function aloneWith(spec: ResolvedSpec, channel: ResolvedChannel): ResolvedSpec {
  return { ...spec, channels: [channel], controls: [], seasonality: "none", trend: "none" };
}

function parametersOf(alone: ResolvedSpec): readonly ParameterName[] {
  return channelParameters.filter((name) => hasParameter(name, alone));
}

/** Positions in a row of the parameter matrix of what the program of this channel takes, in its order. */
export function parameterPositions(spec: ResolvedSpec, channel: ResolvedChannel, matrix: ParameterMatrix): number[] {
  return parametersOf(aloneWith(spec, channel)).map((name) => positionOf(matrix, name, { channel: channel.name }));
}
