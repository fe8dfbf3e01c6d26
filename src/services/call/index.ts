// What all services have in common: how they are followed and ended, and what their answers say of a run.

export {
  type AnswerRun,
  type BusinessRequest,
  headOf,
  loadForAnswer,
  oneOf,
  openForAnswer,
  type RunFacts,
  type RunHead,
  type RunOpened,
} from "./answer.ts";
export { checkRequest, ownRules, texts } from "./check-request.ts";
export type { ServiceCall, SamplingCall } from "./call.ts";
