// What a model believes before it is fitted.

export { prior, type PriorAnswer, priorDocument, type PriorRequest } from "./prior.ts";
