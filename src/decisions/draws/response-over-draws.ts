// The response of a fit to the spend of a table, draw by draw.

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { onAxes, times } from "../../mmm/axes/index.ts";
import { type Design, modeledSpend } from "../../mmm/fit/index.ts";
import { type OverDraws, overDraws, type ResponseGraph, responseGraph, rowWriter } from "../../mmm/response/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import { spendWriter } from "./true-spend.ts";

/**
 * Runs nodes of the response over the draws of a fit: arrays over channel, geo and time, where a geo has no row without a contribution. Spend that is
 * unknown is that of each draw.
 * @param design of the table whose spend it is; that of the fit by default
 */
export function responseOverDraws(
  model: FittedModel,
  outputsOf: (graph: ResponseGraph) => Readonly<Record<string, Node>>,
  design: Design = model.design,
): OverDraws {
  const { weeks, panel, geos } = design;
  const whole = responseGraph(model.spec, model.design, { weeks });
  const there =
    panel === undefined
      ? undefined
      : onAxes(g.reshape(g.constant(panel.hasRow), [geos.length, weeks]), ["geo", "time"]);
  const graph = there === undefined ? whole : { ...whole, contribution: times(whole.contribution, there) };
  const spend = modeledSpend(design);
  const outputs = Object.entries(outputsOf(graph)).map(([name, node]) => ({ name, node }));
  return overDraws(
    { parameters: graph.parameters, data: [graph.spend], outputs },
    { data: { spend }, writeParameters: rowWriter(model.posterior), writeData: spendWriter(model, spend) },
  );
}
