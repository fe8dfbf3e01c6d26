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
export { carriedStock, responseGraph, windowOf } from "./response.ts";
