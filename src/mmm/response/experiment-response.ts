// What lift tests would read as a function of the parameters in the units of reports: of tests that were, and of tests that might be.

import type { CompileRequest } from "../../compile/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { onAxes } from "../axes/index.ts";
import type { Experiment } from "../experiments/index.ts";
import { type Design, experimentEffects } from "../fit/index.ts";
import { nation } from "../axes/index.ts";
import { axesOf, type ResolvedSpec } from "../specification/index.ts";
import { parameterInputs, scaledMedia } from "./response.ts";

/**
 * The graph of "readings" [tests], what these tests would read without error and bias, each in the unit of its lift: parameters as `parameterBlocks`
 * has them, data "spend" [channels, geos, weeks] in the table's own units and those of `experimentData`.
 */
export function experimentGraph(
  spec: ResolvedSpec,
  design: Pick<Design, "mediaScales" | "targetScale" | "panel" | "weeks">,
  experiments: readonly Experiment[],
): CompileRequest {
  const { parameters, of } = parameterInputs(spec);
  const geos = (spec.geos ?? [nation]).length;
  const spend = g.dataInput("spend", [spec.channels.length, geos, design.weeks]);
  const declared: Node[] = [spend];
  const readings = experimentEffects(
    {
      spec,
      media: scaledMedia(spend, design.mediaScales, design.panel),
      values: of,
      coefficient: onAxes(
        of("coefficient"),
        axesOf("coefficient", spec).map((axis) => axis.name),
      ),
      targetScale: design.targetScale.scale,
      data: (name, shape) => {
        const node = g.dataInput(name, shape);
        declared.push(node);
        return node;
      },
    },
    experiments,
  );
  return { parameters, data: declared, outputs: [{ name: "readings", node: readings }] };
}
