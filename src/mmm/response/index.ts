// What other folders take from mmm/response.

export { parameterBlocks, parameterMatrix, type ParameterMatrix } from "./natural-parameters.ts";
export { carriedStock, responseGraph, windowOf } from "./response.ts";
