// Adstock and contribution of every week, averaged over the posterior.

import { thinned } from "../../mmm/response/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import { responseOverDraws } from "./response-over-draws.ts";

/** [channel][geo][week] each. */
export interface MeanResponse {
  /** In scaled spend. */
  readonly adstock: Float64Array;
  /** In the table's own units. */
  readonly contribution: Float64Array;
}

/** Draws over which is averaged, evenly taken; the averages hardly depend on more. */
const meanDraws = 200;

export function meanResponse(model: FittedModel): MeanResponse {
  const runs = responseOverDraws(model, ({ adstock, contribution }) => ({
    adstock: adstock.node,
    contribution: contribution.node,
  }));
  const chosen = thinned(model.posterior.count, meanDraws);
  const outputs = [runs.output("adstock"), runs.output("contribution")];
  const [adstock, contribution] = outputs.map((output) => new Float64Array(output.length));
  for (const draw of chosen) {
    runs.at(draw);
    for (let j = 0; j < adstock.length; j++) {
      adstock[j] += outputs[0][j] / chosen.length;
      contribution[j] += outputs[1][j] / chosen.length;
    }
  }
  return { adstock, contribution };
}
