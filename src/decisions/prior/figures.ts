// All figures of the prior page, and the document of them.

import { type Document, documentOf } from "../../documents/index.ts";
import type { FittedModel } from "../draws/index.ts";
import { type Contributions, responseCurves, type ResponseCurves } from "../quantities/index.ts";
import { impliedByPrior, type PriorImplications } from "./implied.ts";

export interface PriorFigures {
  readonly seed: number;
  readonly implied: PriorImplications;
  /** Week by week: what the prior expects, and 90% intervals of tables drawn from it, beside the observed target. */
  readonly contributions: Contributions;
  readonly curves: ResponseCurves;
}

/** @param model of `priorModel` */
export function priorFigures(model: FittedModel): PriorFigures {
  return {
    seed: model.spec.sampling.seed,
    ...impliedByPrior(model, { weekly: true }),
    curves: responseCurves(model),
  };
}

/** The figures as a document. */
export function priorFiguresDocument(figures: PriorFigures): Document<"carryover/prior-figures/1", PriorFigures> {
  return documentOf("carryover/prior-figures/1", figures);
}
