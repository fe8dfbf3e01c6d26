// The response of a fit to the spend of a table, draw by draw.

import type { Node } from "../../graph/index.ts";
import { type Design, modeledSpend } from "../../mmm/fit/index.ts";
import { type OverDraws, overDraws, type ResponseGraph, responseGraph, rowWriter } from "../../mmm/response/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import { spendWriter } from "./true-spend.ts";

/**
 * Runs nodes of the response over the draws of a fit; spend that is unknown is that of each draw.
 * @param design of the table whose spend it is; that of the fit by default
 */
export function responseOverDraws(
  model: FittedModel,
  outputsOf: (graph: ResponseGraph) => Readonly<Record<string, Node>>,
  design: Design = model.design,
): OverDraws {
  const graph = responseGraph(model.spec, model.design, { weeks: design.weeks });
  const spend = modeledSpend(design);
  const outputs = Object.entries(outputsOf(graph)).map(([name, node]) => ({ name, node }));
  return overDraws(
    { parameters: graph.parameters, data: [graph.spend], outputs },
    { data: { spend }, writeParameters: rowWriter(model.posterior), writeData: spendWriter(model, spend) },
  );
}
