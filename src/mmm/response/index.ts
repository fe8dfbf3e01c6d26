// What other folders take from mmm/response.

export {
  columnAt,
  columnOf,
  parameterBlocks,
  parameterMatrix,
  type ParameterMatrix,
  placeOf,
  positionOf,
} from "./natural-parameters.ts";
export { responseGraph, statesOf, stateGraph, windowOf } from "./response.ts";
