// What other folders take from decisions/prior.

export { type PriorFigures, priorFigures, priorFiguresDocument } from "./figures.ts";
export { type ImpliedChannel, impliedByPrior, type PriorImplications, priorWords } from "./implied.ts";
export { drawsText, impliedSentences, medianOf, priorText, shareText } from "./implied-text.ts";
export { type ReportedPrior, reportedPrior, priorModel } from "./prior-model.ts";
