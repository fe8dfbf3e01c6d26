// Adstock and contribution of every week, averaged over the posterior.

import { compile, instantiate } from "../../compile/index.ts";
import { responseGraph } from "../../mmm/response/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import { spendWriter } from "./true-spend.ts";

/** [channel][week] each. */
export interface MeanResponse {
  /** In scaled spend. */
  readonly adstock: Float64Array;
  /** In the table's own units. */
  readonly contribution: Float64Array;
}

/** Draws over which is averaged, evenly taken; the averages hardly depend on more. */
const meanDraws = 200;

export function meanResponse(model: FittedModel): MeanResponse {
  const { spec, design, posterior } = model;
  const graph = responseGraph(spec, design, { weeks: design.weeks });
  const executable = instantiate(
    compile({
      parameters: graph.parameters,
      data: [graph.spend],
      outputs: [
        { name: "adstock", node: graph.adstock },
        { name: "contribution", node: graph.contribution },
      ],
    }),
  );
  const given = {
    spend: design.media.map((value, k) => value * design.mediaScales[Math.floor(k / design.weeks)].scale),
  };
  executable.setData(given);
  const writeSpend = spendWriter(model, given.spend);
  const taken = Math.min(meanDraws, posterior.count);
  const outputs = [executable.output("adstock"), executable.output("contribution")];
  const [adstock, contribution] = outputs.map((output) => new Float64Array(output.length));
  for (let k = 0; k < taken; k++) {
    const i = Math.floor(((k + 0.5) * posterior.count) / taken);
    executable.parameters.set(posterior.values.subarray(i * posterior.width, (i + 1) * posterior.width));
    if (writeSpend !== undefined) {
      writeSpend(i);
      executable.setData(given);
    }
    executable.run();
    for (let j = 0; j < adstock.length; j++) {
      adstock[j] += outputs[0][j] / taken;
      contribution[j] += outputs[1][j] / taken;
    }
  }
  return { adstock, contribution };
}
