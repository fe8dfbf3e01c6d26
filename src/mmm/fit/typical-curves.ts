// The curves of all channels where the parameters of adstock and saturation are at the middle of their priors.

import { compile, instantiate } from "../../compile/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { quantileOfSorted, randomStream } from "../../numerics/index.ts";
import { withLeastSpend } from "../adstock/index.ts";
import { distributionOf } from "../priors/families/index.ts";
import { channelGroups, inOrder, mediaEffect, pressureOf } from "../terms/index.ts";
import { membersOf, type Prior, priorsByName, type ResolvedSpec, transformParameters } from "../specification/index.ts";

/** [channel][geo][week] Per unit of the coefficients. @param media scaled, [channel][geo][week] */
export function typicalCurves(
  spec: ResolvedSpec,
  media: Float64Array,
  [geos, weeks]: readonly [geos: number, weeks: number],
): Float64Array {
  const channels = spec.channels.length;
  const input = g.dataInput("media", [channels, geos, weeks]);
  const spend = withLeastSpend(input);
  const values: Record<string, Node> = {};
  for (const part of ["adstock", "saturation"] as const) {
    for (const name of transformParameters(part, spec)) {
      const priors = priorsByName(spec, name);
      values[name] = g.constant(membersOf(name, spec).map((member) => middleOf(priors[member])));
    }
  }
  const of = (name: string): Node => values[name];
  const groups = channelGroups(spec);
  const curves = inOrder(
    groups.map((group) => mediaEffect(spec, group, pressureOf(spec, group, spend, of), of)),
    groups.map(({ members }) => members),
  );
  // Run once: what takes least time to compile.
  const program = compile({ parameters: [], data: [input], outputs: [{ name: "curves", node: curves }] }, "javascript");
  const executable = instantiate(program);
  executable.setData({ media });
  executable.run();
  return executable.output("curves").slice();
}

const drawCount = 255;
/** Any number would do; a fixed one makes what follows depend on nothing but the table and the model. */
const streamOfMiddles = 20261128;

/** The median, of draws: of families nothing is known but how to draw from them. */
function middleOf(prior: Prior): number {
  const { distribution, parameters } = prior;
  if (distribution === "fixed") return parameters[0];
  const family = distributionOf(prior);
  const random = randomStream([streamOfMiddles]);
  const drawn = Float64Array.from({ length: drawCount }, () => family.draw(random, parameters)).sort();
  return quantileOfSorted(drawn, 0.5);
}
