// What other folders take from mmm/response.

export {
  type AddTerm,
  baselineAdder,
  baselineRegressors,
  termAdder,
  type TermPiece,
  termPieces,
} from "./baseline-response.ts";
export { experimentGraph } from "./experiment-response.ts";
export { executableOf, overDraws, type OverDraws, rowWriter, thinned } from "./over-draws.ts";
export {
  columnAt,
  columnOf,
  MissingParameterError,
  parameterBlocks,
  parameterMatrix,
  type ParameterMatrix,
  placeOf,
  positionOf,
} from "./natural-parameters.ts";
export { type ResponseGraph, responseGraph, statesOf, stateGraph, windowOf } from "./response.ts";
