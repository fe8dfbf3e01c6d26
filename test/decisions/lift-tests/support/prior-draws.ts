// Draws of the prior in the place of a fit's.

import type { DrawsColumn } from "../../../../src/mmm/axes/index.ts";
import {
  explicitDesign,
  explicitForm,
  mediaMixModel,
  modelData,
  reportedDraws,
} from "../../../../src/mmm/fit/index.ts";
import { compileModel } from "../../../../src/model/index.ts";
import { randomStream } from "../../../../src/sampling/index.ts";
import type { TestedModel } from "../../../mmm/support/experiment-cases.ts";

/** Parameters and quantities at draws of the prior of a model. */
export function assembleDraws(
  { resolution: { spec }, design, data }: TestedModel,
  draws: number,
): { readonly parameters: readonly DrawsColumn[]; readonly quantities: readonly DrawsColumn[] } {
  const posterior = compileModel(mediaMixModel(explicitForm(spec), design.weeks), modelData(explicitDesign(design)));
  const { blocks } = posterior.priorDraws(randomStream([5, 9]), draws);
  return reportedDraws(blocks, spec, data, { chains: 1, draws });
}
