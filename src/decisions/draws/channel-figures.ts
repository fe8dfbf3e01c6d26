// Figures that follow from a channel's own parameters alone (lag weights, the point of half effect), draw by draw.

import * as g from "../../graph/index.ts";
import { nation } from "../../mmm/axes/index.ts";
import type { Node } from "../../graph/index.ts";
import { overDraws, type ParameterMatrix, positionOf } from "../../mmm/response/index.ts";
import {
  type ParameterName,
  type ResolvedChannel,
  type ResolvedSpec,
  transformParameters,
} from "../../mmm/specification/index.ts";
import { type ChannelGroup, channelGroups, type ChannelValues } from "../../mmm/terms/index.ts";
import type { FittedModel } from "./fitted-model.ts";

/** The specification of a model whose only channel this is, and nothing else. */
export function aloneWith(spec: ResolvedSpec, channel: ResolvedChannel): ResolvedSpec {
  return { ...spec, channels: [channel], controls: [], treatments: {}, seasonality: "none", trend: "none" };
}

/** Parameters of a channel's response, in the order in which programs take them. */
export function responseParameters(spec: ResolvedSpec, channel: ResolvedChannel): readonly ParameterName[] {
  const alone = aloneWith(spec, channel);
  return [...transformParameters("adstock", alone), ...transformParameters("saturation", alone), "coefficient"];
}

/** Positions in a row of the parameter matrix of what the programs of this channel take in a geo, in its order. */
export function parameterPositions(
  spec: ResolvedSpec,
  channel: ResolvedChannel,
  matrix: ParameterMatrix,
  geo: number = 0,
): number[] {
  const place = { channel: channel.name, geo: (spec.geos ?? [nation])[geo] };
  return responseParameters(spec, channel).map((name) => positionOf(matrix, name, place));
}

/** A channel by itself: the group it is in, and its parameters as inputs [1]. */
export interface LoneChannel {
  readonly alone: ResolvedSpec;
  readonly group: ChannelGroup;
  readonly parameters: readonly Node[];
  readonly of: ChannelValues;
}

/** What else there is beside a channel's parameters. */
export interface ChannelFigureOptions {
  /** Positions of draws; all by default. */
  readonly draws?: readonly number[];
  /** A number for each of these draws, which the figures may depend on. */
  readonly level?: Float64Array;
  /** Position of the geo whose parameters these are; default the first. Adstocks and curves are the same in all geos, coefficients may differ. */
  readonly geo?: number;
}

export function loneChannel(spec: ResolvedSpec, channel: ResolvedChannel): LoneChannel {
  const alone = aloneWith(spec, channel);
  const names = responseParameters(spec, channel);
  const parameters = names.map((name) => g.parameterInput(name, [1]));
  return { alone, group: channelGroups(alone)[0], parameters, of: (name) => parameters[names.indexOf(name)] };
}

/**
 * Vectors computed from a channel's parameters, at every draw: [element][draw] for each.
 * @param outputsOf also gets the level of a draw as a node [1]
 */
export function channelFigures<Name extends string>(
  { spec, posterior }: Pick<FittedModel, "spec" | "posterior">,
  channel: ResolvedChannel,
  outputsOf: (lone: LoneChannel, level: Node) => Readonly<Record<Name, Node>>,
  { draws, level, geo = 0 }: ChannelFigureOptions = {},
): Readonly<Record<Name, readonly Float64Array[]>> {
  const lone = loneChannel(spec, channel);
  const levelOf = g.parameterInput("level of a draw", [1]);
  const nodes = Object.entries<Node>(outputsOf(lone, levelOf));
  const positions = parameterPositions(spec, channel, posterior, geo);
  const { width, values } = posterior;
  const runs = overDraws(
    {
      parameters: [...lone.parameters, levelOf],
      data: [],
      outputs: nodes.map(([name, node]) => ({ name, node })),
    },
    {
      data: {},
      writeParameters: (i, parameters) => {
        const start = (draws === undefined ? i : draws[i]) * width;
        for (let k = 0; k < positions.length; k++) parameters[k] = values[start + positions[k]];
        parameters[positions.length] = level === undefined ? 0 : level[i];
      },
    },
  );
  const count = draws?.length ?? posterior.count;
  const outputs = nodes.map(([name]) => runs.output(name));
  const columns = outputs.map((output) => Array.from(output, () => new Float64Array(count)));
  for (let i = 0; i < count; i++) {
    runs.at(i);
    outputs.forEach((output, o) => {
      for (let k = 0; k < output.length; k++) columns[o][k][i] = output[k];
    });
  }
  return Object.fromEntries(nodes.map(([name], o) => [name, columns[o]])) as unknown as Record<
    Name,
    readonly Float64Array[]
  >;
}
